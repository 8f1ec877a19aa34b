// SPDX-License-Identifier: Apache-2.0

/// The members of a JSON object, in the order in which their keys first came.
///
/// Behaves as Python's `dict`: a repeated key keeps its place and takes the last value, and keys
/// are compared code point by code point (Swift's `==` holds `é` and `e´` for equal).
package struct Object: Sendable {
    /// A key and its value.
    package typealias Member = (key: String, value: Value)

    /// The members in order, each key once.
    package private(set) var members: [Member] = []
    /// Where each key stands in `members`, at the place of its hash or behind it, and -1 where
    /// none does; empty while they are few enough to be looked through.
    ///
    /// A dictionary would hold all keys once more, and take several times the memory.
    private var positions: [Int32] = []

    /// Up to this number of members, looking through them is faster than hashing.
    private static let fewMembers = 12

    /// An object without members.
    package init() {}

    /// An object of `members`, of which the last one wins where a key is repeated.
    package init(_ members: some Sequence<(String, Value)>) {
        for (key, value) in members { self[key] = value }
    }

    /// How many members there are.
    package var count: Int { members.count }
    /// Whether there are no members.
    package var isEmpty: Bool { members.isEmpty }
    /// The keys in order.
    package var keys: some Sequence<String> { members.lazy.map(\.key) }
    /// The values in the order of their keys.
    package var values: some Sequence<Value> { members.lazy.map(\.value) }

    /// The value of `key`; setting `nil` removes the member.
    package subscript(key: String) -> Value? {
        get { position(of: key).map { members[$0].value } }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?): members[position].value = value
            case (let position?, nil): remove(at: position)
            case (nil, let value?): append(key, value)
            case (nil, nil): break
            }
        }
    }

    /// Whether `key` has a value, `null` included.
    package func contains(_ key: String) -> Bool {
        position(of: key) != nil
    }

    private func position(of key: String) -> Int? {
        if positions.isEmpty { return members.firstIndex { $0.key.hasSameBytes(as: key) } }
        let position = Int(positions[place(of: key)])
        return position < 0 ? nil : position
    }

    /// Where the position of `key` is written, or is to be written.
    private func place(of key: String) -> Int {
        // Half of the places at least are free, so a free one is near.
        var place = key.seededHash & (positions.count - 1)
        while positions[place] >= 0,
            !members[Int(positions[place])].key.hasSameBytes(as: key)
        {
            place = (place + 1) & (positions.count - 1)
        }
        return place
    }

    private mutating func append(_ key: String, _ value: Value) {
        if members.count >= Object.fewMembers, 2 * (members.count + 1) > positions.count {
            index(placesFor: members.count + 1)
        }
        if !positions.isEmpty { positions[place(of: key)] = Int32(members.count) }
        members.append((key, value))
    }

    private mutating func remove(at position: Int) {
        members.remove(at: position)
        positions.removeAll()
        if members.count > Object.fewMembers { index(placesFor: members.count) }
    }

    private mutating func index(placesFor count: Int) {
        var places = 32  // A power of two, so that a hash is cut by its lowest bits.
        while places < 2 * count { places *= 2 }
        positions = [Int32](repeating: -1, count: places)
        for (position, member) in members.enumerated() {
            positions[place(of: member.key)] = Int32(position)
        }
    }
}

extension Object: Equatable {
    /// Whether both have the same members, in whatever order.
    package static func == (left: Object, right: Object) -> Bool {
        left.count == right.count && left.members.allSatisfy { right[$0.key] == $0.value }
    }
}

extension Object: Sequence {
    package func makeIterator() -> IndexingIterator<[Member]> {
        members.makeIterator()
    }
}

extension Object: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral members: (String, Value)...) {
        self.init(members)
    }
}

extension String {
    /// The hash of its bytes under the process's own seed, so that nobody can make keys collide.
    fileprivate var seededHash: Int {
        var hasher = Hasher()
        let isHashed: Void? = utf8.withContiguousStorageIfAvailable {
            hasher.combine(bytes: UnsafeRawBufferPointer($0))
        }
        if isHashed == nil { for byte in utf8 { hasher.combine(byte) } }
        return hasher.finalize()
    }

    /// Whether both are the same code points, which Python calls equal.
    ///
    /// `==` is fast but also holds for other spellings of a character, `e´` for `é`. Of a string in
    /// ASCII there is no other spelling that is as long.
    func hasSameBytes(as other: String) -> Bool {
        utf8.count == other.utf8.count && self == other
            && (utf8Span.isKnownASCII || utf8.elementsEqual(other.utf8))
    }
}
