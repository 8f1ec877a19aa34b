// SPDX-License-Identifier: Apache-2.0

/// The CGI variables of one request, as a web server hands them over.
///
/// Values are bytes seen as Latin-1, one character a byte, as in WSGI (PEP 3333).
package struct Environ: Equatable, Sendable {
    private var variables: [String: String]

    package init(_ variables: [String: String]) {
        self.variables = variables
    }

    /// A variable such as `REQUEST_METHOD`, or `nil` if the server did not send it.
    package subscript(name: String) -> String? {
        get { variables[name] }
        set { variables[name] = newValue }
    }

    /// Removes the variables of which a condition holds.
    package mutating func removeAll(where isUnwanted: (_ name: String) -> Bool) {
        // As a rule there are none, and copying the variables costs more than looking.
        for name in variables.keys.filter(isUnwanted) { variables[name] = nil }
    }

    /// The names of all variables, in no order.
    package var names: some Sequence<String> {
        variables.keys
    }

    /// The request header `X-Roles` under its name `x-roles`, `nil` if it is absent.
    package func header(_ name: String) -> String? {
        variables[Environ.variable(ofHeader: name)]
    }

    /// The name of the variable that carries a header: `X-Roles` is `HTTP_X_ROLES` (RFC 3875, 4.1.18).
    package static func variable(ofHeader name: String) -> String {
        let upper = name.utf8.map { byte -> UInt8 in
            switch byte {
            case 0x61...0x7A: byte & 0xDF
            case 0x2D: 0x5F
            default: byte
            }
        }
        return "HTTP_" + String(decoding: upper, as: UTF8.self)
    }
}
