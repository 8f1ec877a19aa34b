// SPDX-License-Identifier: Apache-2.0

import OpenStack
import POSIX

private let usage = """
    usage: placement-api [--config-file PATH]... [--config-dir DIR]...
                         [--listen unix:PATH | HOST:PORT | fd:N] [--threads N]

    Serves the OpenStack Placement API as a FastCGI responder.
    """

/// Reads the configuration; `words` keeps what of the command line does not belong to it.
@Sendable func readConfiguration(_ words: inout [String]) throws -> Configuration {
    let inputs = try ConfigurationInputs(
        arguments: &words, program: "placement-api", environment: Process.environment)
    return try Configuration(inputs)
}

var words = Process.arguments
// Before the configuration: whoever asks may have none that can be read.
if words.contains("--help") || words.contains("-h") {
    StandardStream.output.writeLine(usage)
    Process.exit(0)
}
do {
    let configuration = try readConfiguration(&words)
    if let word = words.first {
        StandardStream.error.writeLine("\(usage)\nplacement-api: error: unknown word \(word)")
        Process.exit(2)
    }
    let server = try Server(configuration) {
        var words = Process.arguments
        return try readConfiguration(&words)
    }
    Process.exit(try server.run())
} catch {
    StandardStream.error.writeLine("placement-api: \(error)")
    Process.exit(1)
}
