// SPDX-License-Identifier: Apache-2.0

/// A connection inside a transaction: what a database can do, whichever it is.
///
/// SQL is written in the subset that SQLite and MariaDB share. Arguments are always bound to `?`.
/// Every method throws ``SQLError``, and whatever a closure throws.
package protocol Connection: AnyObject {
    /// Runs a query and turns each row into an element.
    func rows<Element>(
        _ sql: String, _ arguments: [Value], as transform: (any Row) throws -> Element
    ) throws -> [Element]

    /// Runs a statement that changes rows; returns how many it changed.
    @discardableResult
    func run(_ sql: String, _ arguments: [Value]) throws -> Int

    /// Runs an INSERT of one row; returns the identity that the database gave it.
    @discardableResult
    func insert(_ sql: String, _ arguments: [Value]) throws -> Int

    /// Marks the committed state that this read transaction sees.
    func stateMark() throws -> StateMark
}

/// A mark of a committed state: where two marks are equal, so are the states.
///
/// Marks are made by each connection for itself, so those of two connections are never equal,
/// even if the states are. Keep one for each connection that was met.
package struct StateMark: Hashable, Sendable {
    /// Tells the connection from all others that this process has or had.
    package let connection: Int
    /// Changes with every commit of another connection, thread or program.
    package let foreignChanges: Int
    /// Changes with every row that this connection changes.
    package let ownChanges: Int
    /// Changes when tables, indexes or triggers do.
    package let schemaVersion: Int

    package init(connection: Int, foreignChanges: Int, ownChanges: Int, schemaVersion: Int) {
        self.connection = connection
        self.foreignChanges = foreignChanges
        self.ownChanges = ownChanges
        self.schemaVersion = schemaVersion
    }
}

extension Connection {
    /// Runs a query without arguments.
    package func rows<Element>(
        _ sql: String, as transform: (any Row) throws -> Element
    ) throws -> [Element] {
        try rows(sql, [], as: transform)
    }

    /// The first row of a query, or `nil` if there is none.
    package func row<Element>(
        _ sql: String, _ arguments: [Value] = [], as transform: (any Row) throws -> Element
    ) throws -> Element? {
        try rows(sql, arguments, as: transform).first
    }

    /// Runs a statement without arguments.
    @discardableResult
    package func run(_ sql: String) throws -> Int {
        try run(sql, [])
    }
}
