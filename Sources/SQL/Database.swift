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
    /// - Throws: what `work` throws, or ``SQLError`` if the database fails.
    @discardableResult
    func write<Result: Sendable>(
        _ work: @escaping @Sendable (any Connection) throws -> Result
    ) throws -> Result
}
