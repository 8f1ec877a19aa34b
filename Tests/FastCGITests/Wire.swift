// SPDX-License-Identifier: Apache-2.0

/// What a web server writes and reads, spelled out byte by byte and without our own code.
enum Wire {
    static func record(
        _ kind: UInt8, _ content: [UInt8] = [], id: UInt16 = 1, padding: Int = 0
    ) -> [UInt8] {
        [
            1, kind, UInt8(id >> 8), UInt8(id & 0xFF), UInt8(content.count >> 8),
            UInt8(content.count & 0xFF), UInt8(padding), 0,
        ] + content + [UInt8](repeating: 0, count: padding)
    }

    static func begin(keeps: Bool, role: UInt8 = 1, id: UInt16 = 1) -> [UInt8] {
        record(1, [0, role, keeps ? 1 : 0, 0, 0, 0, 0, 0], id: id)
    }

    static func pair(_ name: String, _ value: String) -> [UInt8] {
        pair(Array(name.utf8), Array(value.utf8))
    }

    static func pair(_ name: [UInt8], _ value: [UInt8]) -> [UInt8] {
        length(name.count) + length(value.count) + name + value
    }

    private static func length(_ length: Int) -> [UInt8] {
        if length < 0x80 { return [UInt8(length)] }
        return [
            UInt8(length >> 24) | 0x80, UInt8(length >> 16 & 0xFF), UInt8(length >> 8 & 0xFF),
            UInt8(length & 0xFF),
        ]
    }

    /// A whole request, cut into records and padded as nginx does it.
    static func request(
        _ path: String, method: String = "GET", body: [UInt8] = [], keeps: Bool = false,
        contentLength: String? = nil, extra: [UInt8] = [], id: UInt16 = 1
    ) -> [UInt8] {
        let parameters =
            pair("REQUEST_METHOD", method) + pair("PATH_INFO", path)
            + pair("CONTENT_LENGTH", contentLength ?? (body.isEmpty ? "" : String(body.count)))
            + extra
        var bytes = begin(keeps: keeps, id: id)
        bytes += record(4, parameters, id: id, padding: (8 - parameters.count % 8) % 8)
        bytes += record(4, id: id)
        var rest = body[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(32_768))
            bytes += record(5, piece, id: id, padding: (8 - piece.count % 8) % 8)
            rest = rest.dropFirst(piece.count)
        }
        return bytes + record(5, id: id)
    }

    /// An answer: what came on standard output, and how many bytes it took.
    struct Answer: Equatable {
        var output: [UInt8] = []
        var length = 0

        var status: String {
            String(decoding: output.prefix { $0 != 0x0D }, as: UTF8.self)
        }

        var body: [UInt8] {
            var index = 0
            while index + 4 <= output.count, output[index..<index + 4] != [13, 10, 13, 10] {
                index += 1
            }
            return Array(output[min(index + 4, output.count)...])
        }

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// Reads an answer; `nil` if it does not go to its end record yet.
    static func answer(in bytes: [UInt8], id: UInt16 = 1) -> Answer? {
        var answer = Answer()
        while bytes.count - answer.length >= 8 {
            let head = bytes[answer.length..<answer.length + 8].map { Int($0) }
            let content = answer.length + 8
            let next = content + (head[4] << 8 | head[5]) + head[6]
            guard next <= bytes.count, head[2] << 8 | head[3] == Int(id) else { return nil }
            answer.length = next
            if head[1] == 6 { answer.output += bytes[content..<next - head[6]] }
            if head[1] == 3 { return answer }
        }
        return nil
    }
}
