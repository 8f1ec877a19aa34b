// SPDX-License-Identifier: Apache-2.0

import CSQLite
package import SQL
import Synchronization

/// One connection to a database file, with the statements prepared on it.
///
/// It may move from thread to thread but is used by one at a time (see ``Handle``).
package final class Connection: SQL.Connection, Sendable {
    let handle: Handle
    /// The file as it was named.
    let path: String
    let busyHandler: BusyHandler
    /// Tells this connection from any other of this process.
    let number: Int
    private let statements = Mutex(StatementCache())
    private let transaction = Mutex(TransactionState.none)

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: The file, or `:memory:` for a database of this connection alone.
    ///   - flags: `SQLITE_OPEN_READWRITE` and the like.
    ///   - busyTimeout: How long a statement waits for a lock of another program.
    /// - Throws: ``SQLError`` if it cannot be opened.
    init(path: String, flags: Int32, busyTimeout: Duration) throws(SQLError) {
        var pointer: OpaquePointer?
        // Without a slash in front, a name such as `file:x` would be read as a URI.
        let name = path.hasPrefix("/") || path == ":memory:" ? path : "./" + path
        let code = sqlite3_open_v2(name, &pointer, flags | SQLITE_OPEN_NOMUTEX, nil)
        guard let pointer else {
            throw SQLError(.other, code: Int(code), "no memory to open \(path)")
        }
        handle = Handle(pointer)
        self.path = path
        busyHandler = BusyHandler(limit: busyTimeout)
        number = connections.add(1, ordering: .relaxed).newValue
        // From here on deinit closes the handle, as SQLite asks even where opening has failed.
        guard code == SQLITE_OK else { throw SQLError(code, on: handle, path: path) }
        try check(sqlite3_extended_result_codes(pointer, 1))
        try check(busyHandler.install(on: handle))
        // "x" is a name and never a text, and closing never copies the WAL by itself.
        try check(csqlite_configure(pointer, SQLITE_DBCONFIG_DQS_DML, 0))
        try check(csqlite_configure(pointer, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1))
    }

    /// The file as SQLite names it, and what belongs to it: absolute, without symbolic links.
    var filePath: String {
        sqlite3_db_filename(handle.pointer, "main").map { String(cString: $0) } ?? path
    }

    deinit {
        // The statements first, since SQLite keeps a connection alive as long as it has any.
        statements.withLock { $0 = StatementCache() }
        sqlite3_close_v2(handle.pointer)
    }

    package func rows<Element>(
        _ sql: String, _ arguments: [Value], as transform: (any SQL.Row) throws -> Element
    ) throws -> [Element] {
        try withStatement(sql, arguments) { statement in
            var elements: [Element] = []
            while try statement.step() {
                elements.append(try transform(statement.row))
            }
            return elements
        }
    }

    @discardableResult
    package func run(_ sql: String, _ arguments: [Value]) throws -> Int {
        try withStatement(sql, arguments) { statement in
            // sqlite3_changes() keeps its value over statements that are no INSERT, UPDATE or
            // DELETE; the total tells whether this one was.
            let total = sqlite3_total_changes64(handle.pointer)
            while try statement.step() {}
            guard sqlite3_total_changes64(handle.pointer) != total else { return 0 }
            return Int(sqlite3_changes64(handle.pointer))
        }
    }

    @discardableResult
    package func insert(_ sql: String, _ arguments: [Value]) throws -> Int {
        try run(sql, arguments)
        return Int(sqlite3_last_insert_rowid(handle.pointer))
    }

    package func stateMark() throws -> StateMark {
        // Source: https://www.sqlite.org/pragma.html#pragma_data_version
        let version = try row("PRAGMA data_version") { $0.integer(0) }
        let schemaVersion = try row("PRAGMA schema_version") { $0.integer(0) }
        return StateMark(
            connection: number, foreignChanges: version ?? 0,
            ownChanges: Int(sqlite3_total_changes64(handle.pointer)),
            schemaVersion: schemaVersion ?? 0)
    }

    private func withStatement<Result>(
        _ sql: String, _ arguments: [Value], _ body: (Statement) throws -> Result
    ) throws -> Result {
        if let transactionLoss { throw transactionLoss }
        let statement =
            try statements.withLock { $0.take(sql) } ?? Statement(sql, on: handle, path: path)
        defer {
            statement.reset()
            statements.withLock { $0.put(statement) }
        }
        do {
            try statement.bind(arguments)
            return try body(statement)
        } catch let error as SQLError {
            noteLoss(error)
            throw error
        }
    }

    func check(_ code: Int32) throws(SQLError) {
        guard code == SQLITE_OK else { throw SQLError(code, on: handle, path: path) }
    }
}

/// How many connections this process has opened.
private let connections = Atomic(0)

// MARK: - Transactions

extension Connection {
    /// What a transaction takes hold of when it begins.
    enum TransactionMode: String {
        /// Nothing; the first query fixes the state that all see.
        case deferred = "BEGIN DEFERRED"
        /// The right to write, of which there is one.
        case immediate = "BEGIN IMMEDIATE"
    }

    /// Whether we are in a transaction, which SQLite may have ended by itself.
    enum TransactionState {
        case none
        case begun
        case lost(SQLError)
    }

    /// Whether a transaction is open, as SQLite sees it.
    var hasTransaction: Bool { sqlite3_get_autocommit(handle.pointer) == 0 }

    /// Runs `body` between BEGIN and COMMIT; if it throws, nothing of it is kept.
    func transaction<Result>(
        _ mode: TransactionMode, _ body: (Connection) throws -> Result
    ) throws -> Result {
        do {
            try run(mode.rawValue)
            transaction.withLock { $0 = .begun }
            let result = try body(self)
            try run("COMMIT")
            transaction.withLock { $0 = .none }
            return result
        } catch {
            rollback()
            throw error
        }
    }

    /// Takes back whatever is not committed.
    ///
    /// Should SQLite be unable to, the transaction stays open, so nothing of it is kept either:
    /// ``hasTransaction`` says so, and the next attempt to begin one fails and comes here again.
    private func rollback() {
        transaction.withLock { $0 = .none }
        guard hasTransaction else { return }
        sqlite3_exec(handle.pointer, "ROLLBACK", nil, nil, nil)
    }

    /// The error with which SQLite rolled the transaction back by itself.
    ///
    /// A full disk or an I/O error may do that. Each further statement would be a transaction of
    /// its own, so none is run, even if `body` caught the error.
    /// Source: https://www.sqlite.org/lang_transaction.html, section 3
    var transactionLoss: SQLError? {
        transaction.withLock { state in
            guard case .lost(let error) = state else { return nil }
            return error
        }
    }

    private func noteLoss(_ error: SQLError) {
        guard !hasTransaction else { return }
        transaction.withLock { state in
            if case .begun = state { state = .lost(error) }
        }
    }
}
