// SPDX-License-Identifier: Apache-2.0

/// A database that many threads use at once.
package protocol Database: Sendable {
    /// Runs `work` in a read transaction: all its queries see one state, the newest committed one.
    ///
    /// The transaction ends when `work` returns; keep it short. `work` must not write.
    func read<Result>(_ work: (any Connection) throws -> Result) throws -> Result

    /// Runs `work` in a write transaction; returns once what it wrote is durable.
    ///
    /// If `work` throws, nothing of it is kept and its error is thrown here. `work` may run on
    /// another thread, may share a commit with other writers' work (their refusals do not touch
    /// it), and may run again after the database asked for a retry, so it must have no effect
    /// outside the database.
    ///
    /// - Parameters:
    ///   - size: Whether `work` may share a commit with that of others.
    ///   - work: What to do.
    /// - Returns: what `work` returns.
    /// - Throws: what `work` throws, or ``SQLError`` if the database fails.
    @discardableResult
    func write<Result: Sendable>(
        _ size: WriteSize, _ work: @escaping @Sendable (any Connection) throws -> Result
    ) throws -> Result
}

extension Database {
    /// Runs `work` as an ordinary write.
    @discardableResult
    package func write<Result: Sendable>(
        _ work: @escaping @Sendable (any Connection) throws -> Result
    ) throws -> Result {
        try write(.ordinary, work)
    }
}

/// How much a write has to do.
package enum WriteSize: Sendable {
    /// Milliseconds: it shares a commit with others, and its time.
    case ordinary
    /// Perhaps seconds: it has a commit of its own, and others go before it.
    case large
}
