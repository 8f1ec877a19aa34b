// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The path of a file in the folder Fixtures.
func fixture(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Fixtures/\(name)"
    ).path
}
