// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The running program: its arguments, environment, identity and end.
package enum Process {
    /// The words behind the program's name on the command line.
    package static var arguments: [String] {
        Array(CommandLine.arguments.dropFirst())
    }

    /// The program's name on the command line.
    package static var name: String {
        CommandLine.arguments.first ?? ""
    }

    package static var identifier: Int32 { getpid() }

    /// The processors that the system has, at least 1.
    package static var processorCount: Int {
        max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }

    /// The machine's name; empty if it has none.
    package static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "" }
        return String(
            decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// A variable of the environment, `nil` if it is not set.
    package static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// All variables of the environment.
    package static var environment: [String: String] {
        var variables: [String: String] = [:]
        var next = environ
        while let line = next.pointee {
            let words = String(cString: line).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if words.count == 2 { variables[String(words[0])] = String(words[1]) }
            next += 1
        }
        return variables
    }

    /// The directory that relative paths begin at; the root if it was removed meanwhile.
    package static var workingDirectory: String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }

    /// Removes a variable; to be called before the first thread starts.
    package static func removeEnvironment(_ name: String) {
        unsetenv(name)
    }

    /// Ends the process, after what libraries have asked to do at its end.
    ///
    /// They do it while other threads go on: only for when none uses such a library any more.
    package static func exit(_ status: Int32) -> Never {
        Glibc.exit(status)
    }

    /// Ends the process at once, with all its threads, wherever they are.
    ///
    /// Libraries are not asked: OpenSSL, for one, takes down what a thread in libcurl may be using.
    package static func exitAtOnce(_ status: Int32) -> Never {
        _exit(status)
    }
}
