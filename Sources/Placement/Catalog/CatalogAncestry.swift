// SPDX-License-Identifier: Apache-2.0

extension Catalog {
    /// Whether a provider is above another one, or is it.
    func isAncestor(_ ancestor: Int32, ofOrSame id: Int32) -> Bool {
        var id = id
        // A tree cannot be deeper than there are providers; the bound guards against a circle.
        for _ in 0...nestedCount where id >= 0 {
            if id == ancestor { return true }
            id = parent(of: id)
        }
        return false
    }

    /// The lowest provider that is above both or one of them; -1 if they are in different trees.
    func commonAncestor(_ left: Int32, _ right: Int32) -> Int32 {
        guard root(of: left) == root(of: right) else { return -1 }
        var candidate = left
        for _ in 0...nestedCount where candidate >= 0 {
            if isAncestor(candidate, ofOrSame: right) { return candidate }
            candidate = parent(of: candidate)
        }
        return -1
    }
}
