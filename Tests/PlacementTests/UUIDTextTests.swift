// SPDX-License-Identifier: Apache-2.0

import Placement
import Testing

@Suite struct UUIDTextTests {
    private let uuid = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"

    @Test(arguments: [
        "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0", "0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0",
        "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "{0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0}",
        "urn:uuid:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0", "0-f1e2d3c4b5a69788796a5b4c3d2e1f0--",
        "{{0f1e2d3c4b5a69788796a5b4c3d2e1f0}}",
    ])
    func `a UUID may be written in many ways`(text: String) {
        #expect(UUIDText.normalized(text) == uuid)
    }

    @Test(arguments: [
        "", "x", "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f", "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f00",
        "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1fg", "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f\u{0660}",
        " 0f1e2d3c4b5a69788796a5b4c3d2e1f0", "0f1e{2d3c4b5a69788796a5b4c3d2e1f0",
        "ururn:n:0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    ])
    func `what is no UUID is refused`(text: String) {
        #expect(UUIDText.normalized(text) == nil)
    }

    @Test func `random UUIDs are of version 4 and differ`() throws {
        let uuids = Set((0..<64).map { _ in UUIDText.random() })
        #expect(uuids.count == 64)
        for uuid in uuids {
            #expect(UUIDText.normalized(uuid) == uuid)
            let letters = Array(uuid)
            #expect(letters[14] == "4")
            #expect("89ab".contains(letters[19]))
        }
    }
}

@Suite struct CustomNameTests {
    @Test(arguments: ["CUSTOM_A", "CUSTOM__", "CUSTOM_9_Z"])
    func `capitals, digits and underscores make a name`(name: String) {
        #expect(CustomName.isValid(name))
    }

    @Test(arguments: [
        "", "CUSTOM_", "A", "custom_A", "CUSTOM_a", "CUSTOM_A\n", "CUSTOM_É", "XCUSTOM_A",
    ])
    func `another name is refused`(name: String) {
        #expect(!CustomName.isValid(name))
    }

    @Test func `a name has 255 letters at most`() {
        #expect(CustomName.isValid("CUSTOM_" + String(repeating: "A", count: 248)))
        #expect(!CustomName.isValid("CUSTOM_" + String(repeating: "A", count: 249)))
    }
}
