// SPDX-License-Identifier: Apache-2.0

import JSON
import Placement
import Storage

/// How claims are read from the JSON of a version.
///
/// Everything was checked against the version's schema before. What versions changed:
///
/// - Up to 1.11 allocations are a list. A provider that it names twice gets the last entry.
/// - Before 1.8 nobody names a project and a user: the configuration does.
/// - From 1.12 on allocations are an object by provider, as they are read; a provider's `generation`
///   in it is for those who send back what they read, and not looked at.
/// - From 1.28 on each consumer's generation is given, `null` for a new one; an empty object takes
///   everything away (in `POST` since 1.13).
/// - From 1.34 on `mappings` may stand there, for those who send a candidate back; it is not kept.
/// - From 1.38 on the consumer's type is given.
struct ClaimForm {
    private let version: Microversion
    private let settings: Settings

    init(_ call: Call) {
        version = call.version
        settings = call.service.settings
    }

    /// The claims of an object by consumer, in its order.
    func claims(_ body: JSON.Value) -> [Claim] {
        (body.object?.members ?? []).map { claim(of: $0.key, $0.value) }
    }

    /// The claim of one consumer.
    ///
    /// - Parameters:
    ///   - consumer: the consumer's UUID, as it is stored.
    ///   - body: the body of a `PUT`, or a member of the body of a `POST`.
    /// - Returns: the claim.
    func claim(of consumer: String, _ body: JSON.Value) -> Claim {
        let names = version >= .projectAndUser
        let allocations = body["allocations"]
        return Claim(
            consumer: consumer,
            projectID: (names ? body["project_id"]?.string : nil)
                ?? settings.incompleteConsumerProjectID,
            userID: (names ? body["user_id"]?.string : nil) ?? settings.incompleteConsumerUserID,
            consumerType: version >= .consumerTypes ? body["consumer_type"]?.string : nil,
            generation: version >= .consumerGeneration
                ? generation(body["consumer_generation"]) : .unchecked,
            shares: version >= .allocationsAsObject
                ? shares(allocations?.object ?? [:]) : shares(allocations?.array ?? []))
    }

    private func generation(_ value: JSON.Value?) -> ExpectedGeneration {
        guard let value, value != .null else { return .absent }
        return .number(value: value.integer, text: String(decoding: value.encoded, as: UTF8.self))
    }

    private func shares(_ allocations: JSON.Object) -> [Claim.Share] {
        allocations.members.map { provider, allocation in
            Claim.Share(provider: provider, resources: resources(allocation))
        }
    }

    private func shares(_ list: [JSON.Value]) -> [Claim.Share] {
        let members = list.compactMap { allocation in
            allocation["resource_provider"]?["uuid"]?.string.map { ($0, allocation) }
        }
        return shares(JSON.Object(members))
    }

    private func resources(_ allocation: JSON.Value) -> [ResourceAmount] {
        (allocation["resources"]?.object?.members ?? []).map { name, amount in
            ResourceAmount(name, amount.integer ?? Int.max)
        }
    }
}

extension Call {
    /// Claims in one transaction, and counts what becomes of it.
    ///
    /// - Parameter work: Claims; it returns a refusal beside which something is kept.
    /// - Throws: ``APIError`` for such a refusal, and what `work` throws.
    func claim(_ work: @escaping @Sendable (Store) throws -> PlacementError?) throws {
        let refusal: PlacementError?
        do {
            refusal = try retryingConflicts(work)
        } catch let error as PlacementError {
            service.claims.count(error)
            throw error
        }
        guard let refusal else { return service.claims.countGranted() }
        service.claims.count(refusal)
        throw APIError(refusal)
    }

    /// Runs `work` in one transaction, and again if somebody else changed a provider meanwhile.
    ///
    /// That cannot happen where there is one writer at a time, as on SQLite. A database that lets
    /// several write at once may need it as often as `allocation_conflict_retry_count` says; a count
    /// below one counts as one (the reference with 0 refuses every claim).
    ///
    /// - Throws: what `work` throws; after the last time also
    ///   ``PlacementError/resourceProviderGenerationConflict(uuid:)``.
    func retryingConflicts<Result: Sendable>(
        _ work: @escaping @Sendable (Store) throws -> Result
    ) throws -> Result {
        for _ in 1..<max(1, service.settings.allocationConflictRetryCount) {
            do {
                return try write(work)
            } catch PlacementError.resourceProviderGenerationConflict {
                service.claims.countRetry()
                continue
            }
        }
        return try write(work)
    }
}
