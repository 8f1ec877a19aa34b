// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import OpenStack

/// One configuration, and what oslo.config made of it: values, or `nil` where it refused.
private struct ParityCase: Decodable, CustomTestStringConvertible {
    let files: [String]
    let environment: [String: String]
    let values: [String: Expected]?

    var testDescription: String { files.joined(separator: "--\n").debugDescription }
}

/// A value in Python's JSON.
private enum Expected: Decodable, Equatable {
    case boolean(Bool)
    case number(Double)
    case text(String)
    case list([String])
    case pairs([String: String])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let boolean = try? container.decode(Bool.self) {
            self = .boolean(boolean)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([String].self) {
            self = .list(list)
        } else {
            self = .pairs(try container.decode([String: String].self))
        }
    }
}

private enum Colour: String, CaseIterable { case red, Green }
private enum AnyColour: String, CaseIterable { case Red, green }

/// The options that Fixtures/make-configuration declares in Python.
private enum Table {
    static let text = Option("DEFAULT", "text", .string, "")
    static let other = Option("DEFAULT", "other", .string, default: "o$text", "")
    static let list = Option("DEFAULT", "list", .list, default: ["a", "b"], "")
    static let isOn = Option("DEFAULT", "switch", .boolean, default: false, "")
    static let number = Option("DEFAULT", "number", .integer(minimum: -3, maximum: 99), "")
    static let ratio = Option("DEFAULT", "ratio", .float(minimum: 0, maximum: 1e6), "")
    static let many = Option("DEFAULT", "many", .multiple, default: [], "")
    static let pairs = Option("DEFAULT", "pairs", .dictionary, "")
    static let colour = Option<Colour?>("DEFAULT", "choice", .choice(), "")
    static let anyColour = Option<AnyColour?>(
        "DEFAULT", "anycase", .choice(ignoringCase: true), "")
    static let newName = Option(
        "DEFAULT", "new_name", .string, "",
        oldNames: [OptionName("old", "name"), OptionName("DEFAULT", "old_name")])
    static let groupText = Option("group", "text", .string, "")
    static let moved = Option(
        "group", "moved", .string, "", oldNames: [OptionName("DEFAULT", "moved")])
    static let groupMany = Option(
        "group", "many", .multiple, default: [], "", oldNames: [OptionName("group", "several")])

    static let groups = [
        OptionGroup(
            "DEFAULT", "",
            [text, other, list, isOn, number, ratio, many, pairs, colour, anyColour, newName]),
        OptionGroup("group", "", [groupText, moved, groupMany]),
    ]

    static func values(_ configuration: Configuration) -> [String: Expected] {
        var values: [String: Expected] = [:]
        values["text"] = configuration[text].map(Expected.text)
        values["other"] = .text(configuration[other])
        values["list"] = .list(configuration[list])
        values["switch"] = .boolean(configuration[isOn])
        values["number"] = configuration[number].map { .number(Double($0)) }
        values["ratio"] = configuration[ratio].map(Expected.number)
        values["many"] = .list(configuration[many])
        values["pairs"] = configuration[pairs].map(Expected.pairs)
        values["choice"] = configuration[colour].map { .text($0.rawValue) }
        values["anycase"] = configuration[anyColour].map { .text($0.rawValue.lowercased()) }
        values["new_name"] = configuration[newName].map(Expected.text)
        values["group.text"] = configuration[groupText].map(Expected.text)
        values["group.moved"] = configuration[moved].map(Expected.text)
        values["group.many"] = .list(configuration[groupMany])
        return values
    }
}

private func cases() throws -> [ParityCase] {
    let path =
        ProcessInfo.processInfo.environment["CONFIGURATION_CASES"]
        ?? fixture("configuration.json")
    return try JSONDecoder().decode(
        [ParityCase].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
}

@Suite struct ConfigurationParityTests {
    @Test(arguments: try cases())
    fileprivate func `a configuration means what it means to oslo.config`(_ parity: ParityCase) {
        let values: [String: Expected]?
        var refusal = "accepted"
        do {
            let files = try parity.files.enumerated().map {
                try ConfigurationFile(text: $0.element, path: "\($0.offset).conf")
            }
            let configuration = try Configuration(
                ConfigurationInputs(files: files, environment: parity.environment),
                groups: Table.groups)
            values = Table.values(configuration)
        } catch {
            values = nil
            refusal = "\(error)"
        }
        var expected = parity.values
        if case .text(let colour) = expected?["anycase"] {
            expected?["anycase"] = .text(colour.lowercased())
        }
        let names = Set(values.map(\.keys) ?? [:].keys).union(expected.map(\.keys) ?? [:].keys)
        let differences = names.filter { values?[$0] != expected?[$0] }.sorted()
        #expect((values == nil) == (expected == nil), Comment(rawValue: refusal))
        #expect(differences == [])
    }
}
