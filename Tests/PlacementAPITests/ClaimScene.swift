// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@testable import PlacementAPI

/// Two hosts to claim from, and consumers with names shorter than their UUIDs.
struct ClaimScene {
    let client: Client
    /// Has 10 VCPU and 1000 MEMORY_MB.
    let host: String
    /// Has 10 VCPU.
    let other: String

    static let consumer = "00000000-0000-4000-8000-00000000000a"
    static let second = "00000000-0000-4000-8000-00000000000b"
    static let nobody = "00000000-0000-4000-8000-00000000000f"

    init(settings: Settings = Settings()) throws {
        client = try Client(settings: settings)
        let paths = (try client.provider("host"), try client.provider("other"))
        try client.setInventories(paths.0, #""VCPU": {"total": 10}, "MEMORY_MB": {"total": 1000}"#)
        try client.setInventories(paths.1, #""VCPU": {"total": 10}"#)
        host = paths.0.lastPathPart
        other = paths.1.lastPathPart
    }

    /// The body of a claim for VCPU of the host, in the form of a version.
    ///
    /// - Parameters:
    ///   - amount: JSON of the amount.
    ///   - generation: JSON of the consumer's generation.
    ///   - provider: the provider's UUID if not the host's.
    ///   - version: the version in which it is sent.
    /// - Returns: the JSON.
    func claim(
        _ amount: String = "1", generation: String = "null", of provider: String? = nil,
        at version: Microversion = .maximum
    ) -> String {
        let provider = provider ?? host
        let resources = #""resources": {"VCPU": \#(amount)}"#
        guard version >= .allocationsAsObject else {
            let owner =
                version >= .projectAndUser ? #", "project_id": "p", "user_id": "u""# : ""
            return #"""
                {"allocations": [{"resource_provider": {"uuid": "\#(provider)"}, \#(resources)}]\#
                \#(owner)}
                """#
        }
        return #"{"allocations": {"\#(provider)": {\#(resources)}}"#
            + owner(generation: generation, at: version)
    }

    /// The body of a claim for nothing.
    func emptyClaim(generation: String, at version: Microversion = .maximum) -> String {
        #"{"allocations": {}"# + owner(generation: generation, at: version)
    }

    private func owner(generation: String, at version: Microversion) -> String {
        #", "project_id": "p", "user_id": "u""#
            + (version >= .consumerGeneration ? #", "consumer_generation": \#(generation)"# : "")
            + (version >= .consumerTypes ? #", "consumer_type": "INSTANCE""# : "") + "}"
    }

    func put(
        _ body: String, consumer: String = consumer, at version: Microversion = .maximum
    ) throws -> Client.Answer {
        try client.send("PUT", "/allocations/\(consumer)", body, at: version)
    }

    func get(
        _ consumer: String = consumer, at version: Microversion = .maximum
    ) throws -> Client.Answer {
        try client.send("GET", "/allocations/\(consumer)", at: version)
    }

    /// The generation of a provider.
    func generation(of provider: String) throws -> Int? {
        try client.send("GET", "/resource_providers/\(provider)").json["generation"]?.integer
    }
}
