// SPDX-License-Identifier: Apache-2.0

/// A value behind a lock at which threads sleep until it is theirs.
///
/// `Synchronization.Mutex` spins before it sleeps. Where more threads than processors pass one lock
/// in each request, its owner is often not running, and spinning only keeps it waiting: measured
/// with 32 threads on 2 processors, a third of all processor time. There, this is the lock to take.
package typealias Lock = Condition
