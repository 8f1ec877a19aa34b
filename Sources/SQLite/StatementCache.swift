// SPDX-License-Identifier: Apache-2.0

/// The prepared statements of one connection that nobody is using.
struct StatementCache {
    /// How many are kept; the service's own statements are fewer.
    private let limit = 128
    private var statements: [String: (statement: Statement, lastUse: Int)] = [:]
    private var uses = 0

    /// Takes a statement out, so that nobody else can use it meanwhile.
    mutating func take(_ sql: String) -> Statement? {
        statements.removeValue(forKey: sql)?.statement
    }

    /// Keeps a statement for its next use, and lets go of the one unused for longest if it must.
    mutating func put(_ statement: Statement) {
        if statements.count >= limit,
            let oldest = statements.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            statements[oldest.key] = nil
        }
        uses += 1
        statements[statement.sql] = (statement, uses)
    }
}
