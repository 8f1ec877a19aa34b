// SPDX-License-Identifier: Apache-2.0

import POSIX

do {
    let program = try Program(arguments: Process.arguments)
    Process.exit(try program.run())
} catch {
    StandardStream.error.writeLine("placement-api: \(error)")
    Process.exit(1)
}
