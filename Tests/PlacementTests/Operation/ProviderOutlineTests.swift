// SPDX-License-Identifier: Apache-2.0

import Placement
import Testing

@Suite struct ProviderOutlineTests {
    /// The lines of a drawing: depth, name, and whether a sibling follows or children do.
    private func outline(_ parents: [(name: String, parent: Int?)]) -> [String] {
        let providers = parents.enumerated().map { index, provider in
            ProviderPicture(
                id: index + 1, uuid: provider.name, name: provider.name, generation: 0,
                parentID: provider.parent)
        }
        return ProviderOutline(providers).lines.map { line in
            "\(line.depth) \(line.provider.uuid)\(line.isLastChild ? "" : " +")"
                + (line.hasChildren ? " >" : "")
        }
    }

    @Test func `each provider stands before its children, siblings by name`() {
        #expect(
            outline([("root", nil), ("b", 1), ("a", 1), ("b1", 2), ("other", nil)]) == [
                "0 root >", "1 a +", "1 b >", "2 b1", "0 other",
            ])
    }

    @Test func `a provider whose parent is not there is a root`() {
        #expect(outline([("lost", 99), ("child", 1)]) == ["0 lost >", "1 child"])
    }

    @Test func `a loop is drawn once, with what is below it`() {
        #expect(
            outline([("a", 2), ("b", 1), ("below", 2), ("self", 4)]) == [
                "0 a >", "1 b >", "2 below", "0 self",
            ])
    }

    @Test func `a chain of any length is drawn`() {
        let chain = (0..<20_000).map { (name: "p", parent: $0 == 0 ? nil : $0) }
        #expect(outline(chain).last == "19999 p")
    }

    @Test func `nothing is drawn of nothing`() {
        #expect(outline([]) == [])
    }
}
