// SPDX-License-Identifier: Apache-2.0

import JSON
import Placement

/// Trees as JSON: an array of roots, each in a line with its children inside.
struct JSONDrawing: TreeDrawing {
    let beginning = ["["]
    let end = ["]"]
    private var isFirst = true

    mutating func lines(of outline: ProviderOutline) -> [String] {
        var lines: [String] = []
        var json = Writer(capacity: 1 << 14)
        /// How many providers are begun and not ended.
        var open = 0
        for line in outline.lines {
            while open > line.depth {
                json.endArray()
                json.endObject()
                open -= 1
            }
            if line.depth == 0, !json.bytes.isEmpty {
                lines.append(separated(json.bytes))
                json = Writer(capacity: 1 << 14)
            }
            begin(line.provider, in: &json)
            open += 1
        }
        for _ in 0..<open {
            json.endArray()
            json.endObject()
        }
        if !json.bytes.isEmpty { lines.append(separated(json.bytes)) }
        return lines
    }

    private mutating func separated(_ bytes: [UInt8]) -> String {
        defer { isFirst = false }
        return (isFirst ? "" : ", ") + String(decoding: bytes, as: UTF8.self)
    }

    /// Writes a provider up to its children, of which the array stays open.
    private func begin(_ provider: ProviderPicture, in json: inout Writer) {
        json.beginObject()
        json.member("uuid", provider.uuid)
        json.member("name", provider.name)
        json.member("generation", provider.generation)
        json.object("inventories") { json in
            for stock in provider.stock {
                json.object(stock.resourceClass) { write(stock, to: &$0) }
            }
        }
        json.array("traits") { json in for trait in provider.traits { json.value(trait) } }
        json.array("aggregates") { json in for uuid in provider.aggregates { json.value(uuid) } }
        json.key("children")
        json.beginArray()
    }

    private func write(_ stock: ProviderPicture.Stock, to json: inout Writer) {
        json.member("total", stock.inventory.total)
        json.member("reserved", stock.inventory.reserved)
        json.member("min_unit", stock.inventory.minUnit)
        json.member("max_unit", stock.inventory.maxUnit)
        json.member("step_size", stock.inventory.stepSize)
        json.member("allocation_ratio", stock.inventory.allocationRatio)
        json.member("capacity", stock.inventory.capacity)
        json.member("used", stock.used)
    }
}
