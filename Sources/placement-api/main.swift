// SPDX-License-Identifier: Apache-2.0

import OpenStack
import POSIX

private let usage = """
    usage: placement-api [--config-file PATH]... [--config-dir DIR]...
                         [--listen unix:PATH | HOST:PORT | fd:N] [--threads N]

    Serves the OpenStack Placement API as a FastCGI responder.
    """

var words = Process.arguments
do {
    let inputs = try ConfigurationInputs(
        arguments: &words, program: "placement-api", environment: Process.environment)
    if words.contains("--help") || words.contains("-h") {
        StandardStream.output.writeLine(usage)
        Process.exit(0)
    }
    if let word = words.first {
        StandardStream.error.writeLine("\(usage)\nplacement-api: error: unknown word \(word)")
        Process.exit(2)
    }
    Process.exit(try Server(Configuration(inputs)).run())
} catch {
    StandardStream.error.writeLine("placement-api: \(error)")
    Process.exit(1)
}
