// SPDX-License-Identifier: Apache-2.0

import Gateway
import Placement
import Storage
import Synchronization
import Testing

@testable import PlacementAPI

@Suite struct ConflictRetryTests {
    private func call(retries: Int) throws -> Call {
        var settings = Settings()
        settings.allocationConflictRetryCount = retries
        return Call(
            request: Request(environ: Environ([:])), version: .maximum, caller: Caller(),
            service: try Client(settings: settings).service, parameters: [:])
    }

    /// How often work is done that conflicts with others `conflicts` times.
    private func tries(retries: Int, conflicts: Int) throws -> (count: Int, succeeds: Bool) {
        let tries = Tries()
        do {
            try call(retries: retries).retryingConflicts { _ in
                guard tries.next() > conflicts else {
                    throw PlacementError.resourceProviderGenerationConflict(uuid: "host")
                }
            }
            return (tries.count, true)
        } catch PlacementError.resourceProviderGenerationConflict {
            return (tries.count, false)
        }
    }

    private final class Tries: Sendable {
        private let value = Atomic(0)

        var count: Int { value.load(ordering: .relaxed) }

        func next() -> Int {
            value.add(1, ordering: .relaxed).newValue
        }
    }

    @Test func `a claim is tried once where nobody interferes`() throws {
        #expect(try tries(retries: 10, conflicts: 0) == (1, true))
    }

    @Test func `a claim is tried again after a conflict over a provider`() throws {
        #expect(try tries(retries: 10, conflicts: 9) == (10, true))
    }

    @Test func `a claim is not tried more often than the operator said`() throws {
        #expect(try tries(retries: 10, conflicts: 10) == (10, false))
    }

    @Test(arguments: [-1, 0, 1])
    func `a claim is tried once at least`(retries: Int) throws {
        #expect(try tries(retries: retries, conflicts: 0) == (1, true))
        #expect(try tries(retries: retries, conflicts: 1) == (1, false))
    }

    @Test func `another refusal is final`() throws {
        #expect(throws: PlacementError.concurrentUpdate) {
            try call(retries: 10).retryingConflicts { _ in throw PlacementError.concurrentUpdate }
        }
    }
}
