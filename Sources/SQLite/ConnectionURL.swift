// SPDX-License-Identifier: Apache-2.0

package import SQL

/// The database that `[placement_database] connection` names.
package struct ConnectionURL: Equatable, Sendable {
    /// The file, or `nil` for a database in memory.
    package let path: String?
    /// The parameters after `?`, percent-decoded; of several with one name the last.
    package let parameters: [String: String]

    /// Reads an SQLAlchemy URL.
    ///
    /// `sqlite:///a.db` is relative to the working directory and `sqlite:////var/a.db` absolute;
    /// `sqlite://` and `sqlite:///:memory:` are databases in memory.
    ///
    /// - Throws: ``SQLError`` with ``SQLError/Kind/cannotOpen`` if it is no such URL, or of a
    ///   database that is not supported.
    /// Source: SQLAlchemy `engine/url.py`, `dialects/sqlite/pysqlite.py`.
    package init(_ text: String) throws(SQLError) {
        guard let separator = text.firstRange(of: "://") else {
            throw Self.refusal(
                "the database connection is no URL such as sqlite:////var/lib/placement/placement.db"
            )
        }
        // The name of the driver follows a +, as in sqlite+pysqlite.
        let scheme = text[..<separator.lowerBound]
        guard scheme == "sqlite" || scheme == "sqlite+pysqlite" else {
            throw Self.refusal(
                "database connections by \(scheme):// are not supported yet, only sqlite:///")
        }
        let parts = text[separator.upperBound...].split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, first.isEmpty || first.hasPrefix("/") else {
            throw Self.refusal(
                "an SQLite connection names no host: sqlite:///relative.db or sqlite:////absolute.db"
            )
        }
        let path = percentDecoded(first.dropFirst(), plusIsSpace: false)
        self.path = path.isEmpty || path == ":memory:" ? nil : path
        parameters = parts.count < 2 ? [:] : Self.parameters(parts[1])
    }

    private static func parameters(_ query: Substring) -> [String: String] {
        var parameters: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let parts = pair.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[1].isEmpty else { continue }
            parameters[percentDecoded(parts[0], plusIsSpace: true)] =
                percentDecoded(parts[1], plusIsSpace: true)
        }
        return parameters
    }

    private static func refusal(_ description: String) -> SQLError {
        SQLError(.cannotOpen, code: 0, description)
    }
}

/// Undoes percent-encoding; what is no encoding stays as it is, as in Python.
private func percentDecoded(_ text: some StringProtocol, plusIsSpace: Bool) -> String {
    var bytes: [UInt8] = []
    var rest = Substring(text).utf8
    while let byte = rest.popFirst() {
        let digits = rest.prefix(2)
        if byte == UInt8(ascii: "%"), digits.count == 2,
            digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
            let value = UInt8(String(Substring(digits)), radix: 16)
        {
            bytes.append(value)
            rest = rest.dropFirst(2)
        } else {
            bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
