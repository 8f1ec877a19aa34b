// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import OpenStack

/// An option as the reference registers it; see Fixtures/make-options.
private struct ReferenceOption: Decodable, CustomTestStringConvertible {
    let group: String
    let name: String
    let type: String
    let `default`: String?
    let choices: [String]
    let minimum: Double?
    let maximum: Double?
    let secret: Bool
    let required: Bool
    let old: [String]

    var testDescription: String { "[\(group)] \(name)" }
}

private let declarations = OptionGroup.all.flatMap(\.declarations)

private func referenceOptions() throws -> [ReferenceOption] {
    let data = try Data(contentsOf: URL(fileURLWithPath: fixture("options.json")))
    return try JSONDecoder().decode([ReferenceOption].self, from: data)
}

@Suite struct OptionTableTests {
    @Test(arguments: try referenceOptions())
    fileprivate func `an option of the reference is declared as there`(
        _ option: ReferenceOption
    ) throws {
        let declaration = try #require(
            declarations.first { $0.name == OptionName(option.group, option.name) })
        #expect(declaration.isSecret == option.secret)
        let old = declaration.oldNames.map { "\($0.group).\($0.name)" }
        #expect(Set(old) == Set(option.old))
        guard declaration.hasEffect else { return }
        #expect(declaration.typeName == option.type)
        #expect(declaration.choices == option.choices)
        #expect(declaration.minimum.flatMap(Double.init) == option.minimum)
        #expect(declaration.maximum.flatMap(Double.init) == option.maximum)
        // What auth_type requires, its own code checks.
        #expect(
            declaration.isRequired == (option.required && option.group != "keystone_authtoken"))
        if option.name != "pybasedir" {
            #expect((declaration.standard.text ?? "") == (option.default ?? ""))
        }
    }

    @Test func `only the groups of our own have options that the reference lacks`() throws {
        let known = Set(try referenceOptions().map { OptionName($0.group, $0.name) })
        let own = Set(declarations.map(\.name)).subtracting(known).map(\.group)
        #expect(Set(own) == ["catalog", "fastcgi", "log_repeats", "monitoring"])
    }

    @Test func `each option says in sentences what it does`() {
        for declaration in declarations {
            #expect(declaration.help.hasSuffix("."), "\(declaration.name)")
        }
    }

    @Test func `each default can be read as a value of its type`() throws {
        for declaration in declarations {
            guard let text = declaration.standard.text else { continue }
            let texts = declaration.isMultiple ? text.parts(separatedBy: "\n") : [text]
            #expect(try declaration.read(texts)?.text == text, "\(declaration.name)")
        }
    }

    @Test func `without files and environment every option has its default`() throws {
        let configuration = try Configuration(ConfigurationInputs())
        #expect(configuration[APIOptions.authStrategy] == .keystone)
        #expect(configuration[DatabaseOptions.connection] == nil)
        #expect(configuration[DefaultOptions.stateDirectory] == "/var/lib/placement")
        #expect(configuration[FastCGIOptions.receiveTimeout] == .seconds(30))
        #expect(configuration.settings.allSatisfy { $0.source == .standard })
    }
}
