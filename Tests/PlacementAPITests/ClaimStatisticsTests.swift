// SPDX-License-Identifier: Apache-2.0

import Metrics
import Testing

@testable import PlacementAPI

@Suite struct ClaimStatisticsTests {
    private func outcomes(_ scene: ClaimScene) -> [String] {
        var page = Exposition()
        scene.client.service.claims.write(to: &page)
        return String(decoding: page.bytes, as: UTF8.self).split(separator: "\n")
            .filter { $0.hasPrefix("placement_claims_total") && !$0.hasSuffix(" 0") }
            .map(String.init)
    }

    private func claim(_ body: (ClaimScene) -> String, expecting status: Int) throws -> [String] {
        let scene = try ClaimScene()
        let path = "/allocations/\(ClaimScene.consumer)"
        #expect(try scene.client.send("PUT", path, body(scene)).status == status)
        return outcomes(scene)
    }

    @Test func `a claim that is committed is granted`() throws {
        let found = try claim({ $0.claim() }, expecting: 204)
        #expect(found == [#"placement_claims_total{outcome="granted"} 1"#])
    }

    @Test func `a claim for more than there is is refused`() throws {
        let found = try claim({ $0.claim("11") }, expecting: 409)
        #expect(found == [#"placement_claims_total{outcome="refused"} 1"#])
    }

    @Test func `a claim with an old generation is a conflict`() throws {
        let found = try claim({ $0.claim(generation: "5") }, expecting: 409)
        #expect(found == [#"placement_claims_total{outcome="conflict"} 1"#])
    }

    @Test func `a claim from an unknown provider is invalid`() throws {
        let found = try claim({ $0.claim(of: ClaimScene.nobody) }, expecting: 400)
        #expect(found == [#"placement_claims_total{outcome="invalid"} 1"#])
    }
}
