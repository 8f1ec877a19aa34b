// SPDX-License-Identifier: Apache-2.0

extension Database {
    /// How a database file is used.
    package struct Settings: Sendable {
        /// When a write counts as done.
        package enum Durability: String, Sendable {
            /// When it is on disk: it survives a power failure.
            case full = "FULL"
            /// When the system has it: a power failure may lose the newest writes, never a part
            /// of one.
            case normal = "NORMAL"
        }

        /// What may be done with the file.
        package enum Access: Sendable {
            /// Read and write; a missing file is an error.
            case readWrite
            /// Read and write; a missing file is made.
            case create
            /// Only read.
            case readOnly
        }

        /// The file; relative to the working directory unless it begins with `/`.
        package var path: String
        package var access = Access.create
        package var durability = Durability.full
        /// How long a transaction waits for locks of other programs.
        package var busyTimeout = Duration.seconds(5)
        /// How long a write may be at work before its outcome is called unknown.
        package var workTimeout = Duration.seconds(600)
        /// How long a write waits for a commit that has begun before its outcome is called unknown.
        package var commitTimeout = Duration.seconds(60)
        /// How many reads may go on at once; further ones wait up to `busyTimeout`.
        package var readConnectionLimit = 16
        /// How many writes may wait; further ones are refused at once.
        package var writeQueueLimit = 1024
        /// How many writes may share a commit.
        package var batchLimit = 128
        /// How long writes are collected into one commit; the last one may take longer.
        package var batchDuration = Duration.milliseconds(50)
        /// Pages in the write-ahead log from which on it is copied into the database.
        package var checkpointPages = 1000
        /// Told in one line what no caller gets to hear of, such as a failed checkpoint.
        package var report: @Sendable (String) -> Void = { _ in }

        /// The defaults for a file.
        package init(path: String) {
            self.path = path
        }
    }
}
