// SPDX-License-Identifier: Apache-2.0

import Foundation
import POSIX
import SQL
import Synchronization
import Testing

@testable import SQLite

private let isWanted = ProcessInfo.processInfo.environment["MEASURE_COMMITS"] != nil

/// A measurement, not a test: durable claims a second beside what the disk can do.
///
///     MEASURE_COMMITS=1 swift test -c release -Xswiftc -enable-testing --filter CommitRate
@Suite(.serialized, .enabled(if: isWanted)) struct CommitRate {
    private static let duration = Duration.seconds(4)
    private static let providers = 1000

    @Test func `the disk's own rate`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/raw"
        _ = FileManager.default.createFile(atPath: path, contents: Data(count: 16 << 20))
        let file = open(path, O_RDWR)
        defer { close(file) }
        let page = [UInt8](repeating: 7, count: 3 * 4120)
        let start = MonotonicTime.now
        var count = 0
        while MonotonicTime.now - start < Self.duration {
            pwrite(file, page, page.count, off_t(count % 1000) * off_t(page.count))
            fdatasync(file)
            count += 1
        }
        print("fdatasync after overwriting 12 kB: \(count / 4) a second")
    }

    /// Several databases on the file stand for as many processes.
    @Test(arguments: [(1, 1), (8, 1), (32, 1), (2, 2), (32, 2), (33, 3)])
    func `claims a second`(threads: Int, processes: Int) throws {
        let folder = try TemporaryFolder()
        let databases = try (0..<processes).map { _ in
            try folder.database { $0.durability = .full }
        }
        try fill(databases[0])
        let times = Mutex<[Double]>([])
        let start = MonotonicTime.now
        let clients = try (0..<threads).map { number in
            try Thread(name: "client") {
                var own: [Double] = []
                var round = 0
                while MonotonicTime.now - start < Self.duration {
                    let began = MonotonicTime.now
                    claim(round * threads + number, in: databases[number % processes])
                    own.append((MonotonicTime.now - began) / .milliseconds(1))
                    round += 1
                }
                times.withLock { $0 += own }
            }
        }
        for client in clients { client.join() }
        let sorted = times.withLock { $0.sorted() }
        let statistics = databases.compactMap(\.writeStatistics)
        print(
            """
            \(threads) threads, \(processes) processes: \(sorted.count / 4) claims a second, \
            commits a second of each \(statistics.map { $0.commits / 4 }), \
            p50 \(sorted[sorted.count / 2]) ms, p99 \(sorted[sorted.count * 99 / 100]) ms, \
            checkpoints \(statistics.map(\.checkpoints))
            """)
    }

    private func fill(_ database: SQLite.Database) throws {
        try database.write { connection in
            try connection.run(
                "CREATE TABLE providers (id INTEGER PRIMARY KEY, generation INTEGER, total INTEGER)"
            )
            try connection.run(
                """
                CREATE TABLE allocations (
                    id INTEGER PRIMARY KEY, provider INTEGER, consumer TEXT, used INTEGER)
                """)
            try connection.run("CREATE INDEX by_provider ON allocations (provider, used)")
            try connection.run("CREATE INDEX by_consumer ON allocations (consumer)")
            for id in 0..<Self.providers {
                try connection.run(
                    "INSERT INTO providers VALUES (?, 0, 1000000)", [.integer(id)])
            }
        }
    }

    /// What a claim does: looks at a provider, gives the consumer its part, counts up.
    private func claim(_ number: Int, in database: SQLite.Database) {
        do {
            try database.write { connection in
                let provider = number % Self.providers
                let found = try connection.row(
                    "SELECT generation, total FROM providers WHERE id = ?", [.integer(provider)]
                ) { ($0.integer(0), $0.integer(1)) }
                let used = try connection.row(
                    "SELECT sum(used) FROM allocations WHERE provider = ?", [.integer(provider)]
                ) { $0.integer(0) }
                guard let (generation, total) = found, used ?? 0 < total else { return }
                for value in [1, 512, 20] {
                    try connection.insert(
                        "INSERT INTO allocations (provider, consumer, used) VALUES (?, ?, ?)",
                        [.integer(provider), .text("consumer-\(number)"), .integer(value)])
                }
                let changed = try connection.run(
                    "UPDATE providers SET generation = ? + 1 WHERE id = ? AND generation = ?",
                    [.integer(generation), .integer(provider), .integer(generation)])
                precondition(changed == 1, "a batch has no concurrent update")
            }
        } catch {
            print("failed: \(error)")
        }
    }
}
