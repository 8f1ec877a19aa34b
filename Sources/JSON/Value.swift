// SPDX-License-Identifier: Apache-2.0

/// A JSON value, with the kinds that Python's `json.loads` tells apart.
///
/// `1` and `1.0` are different values here, as they are on the wire.
package enum Value: Equatable, Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    /// An integer outside of `Int`, in decimal digits without leading zeros.
    case largeInteger(String)
    case double(Double)
    case string(String)
    case array([Value])
    case object(Object)
}

extension Value {
    /// The member `key`, or `nil` if there is none or this is no object.
    package subscript(key: String) -> Value? {
        object?[key]
    }

    /// The members, or `nil` if this is no object.
    package var object: Object? {
        if case .object(let object) = self { object } else { nil }
    }

    /// The elements, or `nil` if this is no array.
    package var array: [Value]? {
        if case .array(let array) = self { array } else { nil }
    }

    /// The text, or `nil` if this is no string.
    package var string: String? {
        if case .string(let string) = self { string } else { nil }
    }

    /// The number as an integer, or `nil` if this is no number that an `Int` can hold.
    ///
    /// `10.0` is 10 here, as JSON Schema counts it as an integer.
    package var integer: Int? {
        switch self {
        case .integer(let integer): integer
        case .double(let double): double.exactInteger
        default: nil
        }
    }

    /// The number, or `nil` if this is none.
    ///
    /// Integers beyond 2^53 are rounded.
    package var number: Double? {
        switch self {
        case .integer(let integer): Double(integer)
        case .largeInteger(let digits): Double(digits)
        case .double(let double): double
        default: nil
        }
    }

    /// The truth value, or `nil` if this is neither `true` nor `false`.
    package var bool: Bool? {
        if case .bool(let bool) = self { bool } else { nil }
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(stringLiteral string: String) { self = .string(string) }
    package init(integerLiteral integer: Int) { self = .integer(integer) }
    package init(floatLiteral double: Double) { self = .double(double) }
    package init(booleanLiteral bool: Bool) { self = .bool(bool) }
    package init(nilLiteral: ()) { self = .null }
    package init(arrayLiteral elements: Value...) { self = .array(elements) }
    package init(dictionaryLiteral members: (String, Value)...) { self = .object(Object(members)) }
}
