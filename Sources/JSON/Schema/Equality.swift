// SPDX-License-Identifier: Apache-2.0

/// How one value stands to another.
enum Order {
    case ascending, same, descending

    /// The order of two values that have one of their own.
    init<T: Comparable>(_ left: T, _ right: T) {
        self = left < right ? .ascending : left == right ? .same : .descending
    }

    /// The order of the opposite direction.
    var reversed: Order {
        switch self {
        case .ascending: .descending
        case .same: .same
        case .descending: .ascending
        }
    }
}

extension Value {
    /// Whether both are equal as JSON Schema has it: `1` equals `1.0`, but not `true`.
    ///
    /// Source: jsonschema 4.26, `_utils.equal`.
    func equals(_ other: Value) -> Bool {
        order(to: other) == .same
    }

    /// How two numbers stand to each other, exactly; `nil` where one is none, or is NaN.
    func numericOrder(to other: Value) -> Order? {
        switch (self, other) {
        case (.integer(let left), .integer(let right)): return Order(left, right)
        case (.double(let left), .double(let right)):
            return left.isNaN || right.isNaN ? nil : Order(left, right)
        case (.integer(let left), .double(let right)): return Value.order(left, right)
        case (.largeInteger(let left), .largeInteger(let right)):
            return Order(DecimalInteger(left), DecimalInteger(right))
        case (.largeInteger(let left), .integer):
            return DecimalInteger(left).isNegative ? .ascending : .descending
        case (.largeInteger(let left), .double(let right)):
            return right.isNaN ? nil : DecimalInteger(left).order(to: right)
        case (.integer, .largeInteger), (.double, .integer), (.double, .largeInteger):
            return other.numericOrder(to: self)?.reversed
        default: return nil
        }
    }

    private static func order(_ left: Int, _ right: Double) -> Order? {
        if right.isNaN { return nil }
        if right >= 0x1p63 { return .ascending }
        if right < -0x1p63 { return .descending }
        // The nearest double of an integer lies on the same side of a number up to 2^53, and what
        // is larger has no fraction.
        return right.magnitude <= 0x1p53 ? Order(Double(left), right) : Order(left, Int(right))
    }

    /// An order of all values in which only equal ones are the same.
    func order(to other: Value) -> Order {
        switch (self, other) {
        case (.string(let left), .string(let right)): return Value.order(left, right)
        case (.array(let left), .array(let right)):
            for (left, right) in zip(left, right) {
                let order = left.order(to: right)
                if order != .same { return order }
            }
            return Order(left.count, right.count)
        case (.object(let left), .object(let right)): return Value.order(left, right)
        case (.bool(let left), .bool(let right)): return Order(left ? 1 : 0, right ? 1 : 0)
        default:
            // NaN comes from one constant of Python's parser, and so equals itself there.
            return numericOrder(to: other) ?? Order(rank, other.rank)
        }
    }

    private static func order(_ left: String, _ right: String) -> Order {
        if left.hasSameBytes(as: right) { return .same }
        return left.utf8.lexicographicallyPrecedes(right.utf8) ? .ascending : .descending
    }

    private static func order(_ left: Object, _ right: Object) -> Order {
        guard left.count == right.count else { return Order(left.count, right.count) }
        let members = { (object: Object) in
            object.members.sorted { Value.order($0.key, $1.key) == .ascending }
        }
        for (left, right) in zip(members(left), members(right)) {
            let keys = Value.order(left.key, right.key)
            if keys != .same { return keys }
            let values = left.value.order(to: right.value)
            if values != .same { return values }
        }
        return .same
    }

    /// Values of different ranks are never equal.
    private var rank: Int {
        switch self {
        case .null: 0
        case .bool: 1
        case .double(let double) where double.isNaN: 2
        case .integer, .largeInteger, .double: 3
        case .string: 4
        case .array: 5
        case .object: 6
        }
    }
}

extension [Value] {
    /// Whether no two elements are equal.
    var areUnique: Bool {
        guard count > 1 else { return true }
        let sorted = sorted { $0.order(to: $1) == .ascending }
        return zip(sorted, sorted.dropFirst()).allSatisfy { !$0.equals($1) }
    }
}
