// SPDX-License-Identifier: Apache-2.0

/// The words of a command line that concern the configuration.
struct CommandLineOptions {
    /// A file or directory to read.
    enum Place: Equatable {
        case file(String)
        case directory(String)
    }

    private(set) var places: [Place] = []
    private(set) var options: [OptionName: ConfigurationInputs.Argument] = [:]

    var namesFiles: Bool {
        places.contains { if case .file = $0 { true } else { false } }
    }

    var namesDirectories: Bool {
        places.contains { if case .directory = $0 { true } else { false } }
    }

    /// Takes the words that belong here, wherever they stand, and leaves the others.
    ///
    /// - Throws: ``ConfigurationError/argument(_:)`` if a value is missing.
    init(taking arguments: inout [String], _ groups: [OptionGroup]) throws(ConfigurationError) {
        let declared = groups.flatMap(\.declarations).filter(\.isOnCommandLine)
        var flags: [String: Declaration] = [:]
        var opposites: [String: Declaration] = [:]
        for declaration in declared {
            let name = String(declaration.name.name.map { $0 == "_" ? "-" : $0 })
            flags["--\(name)"] = declaration
            opposites["--no\(name)"] = declaration.isBoolean ? declaration : nil
            if name == "debug" { flags["-d"] = declaration }
        }

        var left: [String] = []
        var rest = arguments[...]
        while let word = rest.popFirst() {
            if word == "--" {
                left += [word] + rest
                break
            }
            let halves = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let flag = String(halves[0])
            let attached = halves.count == 2 ? String(halves[1]) : nil
            func value() throws(ConfigurationError) -> String {
                guard let value = attached ?? rest.popFirst() else {
                    throw .argument("\(flag) needs a value")
                }
                return value
            }
            if flag == "--config-file" {
                places.append(.file(try value()))
            } else if flag == "--config-dir" {
                places.append(.directory(try value()))
            } else if let option = opposites[word] {
                options[option.name] = .init(argument: word, text: "false")
            } else if let option = flags[word], option.isBoolean {
                options[option.name] = .init(argument: word, text: "true")
            } else if let option = flags[flag], !option.isBoolean {
                options[option.name] = .init(argument: flag, text: try value())
            } else {
                left.append(word)
            }
        }
        arguments = left
    }
}

extension Declaration {
    fileprivate var isBoolean: Bool { typeName == "boolean" }
}
