// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import OpenStack

/// A home directory of its own, with files, that is gone after the test.
private final class Home {
    let path = NSTemporaryDirectory() + "oslo-" + UUID().uuidString

    init(_ files: [String: String] = [:]) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        for (name, text) in files {
            let file = URL(fileURLWithPath: "\(path)/\(name)")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The files that are read, by their paths in the home directory.
    func files(_ arguments: String..., environment: [String: String] = [:]) throws -> [String] {
        var words = arguments.map { $0.replacingOccurrences(of: "@", with: path) }
        let environment = environment.mapValues { $0.replacingOccurrences(of: "@", with: path) }
            .merging(["HOME": path]) { $1 }
        let inputs = try ConfigurationInputs(
            arguments: &words, program: "placement-api", environment: environment)
        return inputs.files.map { $0.path.replacingOccurrences(of: path + "/", with: "") }
    }
}

@Suite struct ConfigurationInputsTests {
    @Test func `the first placement.conf of the search path and the program's own file are read`()
        throws
    {
        let home = try Home([
            ".placement/placement.conf": "", "placement.conf": "", "placement-api.conf": "",
        ])
        #expect(try home.files() == [".placement/placement.conf", "placement-api.conf"])
    }

    @Test func `files of standard directories come after standard files, in order`() throws {
        let home = try Home([
            "placement.conf": "", ".placement/placement.conf.d/b.conf": "",
            ".placement/placement.conf.d/B.conf": "", ".placement/placement.conf.d/a.txt": "",
            ".placement/placement.conf.d/.c.conf": "", "placement.conf.d/z.conf": "",
        ])
        #expect(
            try home.files() == [
                "placement.conf", ".placement/placement.conf.d/B.conf",
                ".placement/placement.conf.d/b.conf",
            ])
    }

    @Test func `files that are named replace the standard ones, not their directory`() throws {
        let home = try Home([
            "placement.conf": "", "a.conf": "", "placement.conf.d/z.conf": "",
        ])
        #expect(
            try home.files("--config-file", "@/a.conf") == ["placement.conf.d/z.conf", "a.conf"])
    }

    @Test func `files and directories are read in the order of the command line`() throws {
        let home = try Home(["a.conf": "", "b.conf": "", "d/2.conf": "", "d/1.conf": ""])
        #expect(
            try home.files(
                "--config-file=@/b.conf", "--config-dir", "~/d", "--config-file", "~/a.conf")
                == ["b.conf", "d/1.conf", "d/2.conf", "a.conf"])
    }

    @Test func `OS_PLACEMENT_CONFIG_DIR names the only standard file`() throws {
        let home = try Home([
            "placement.conf": "", "d/placement.conf": "", "placement-api.conf": "",
        ])
        #expect(
            try home.files(environment: ["OS_PLACEMENT_CONFIG_DIR": " @/d "])
                == ["d/placement.conf"])
    }

    @Test func `OS_PLACEMENT_CONFIG_DIR without a placement.conf is an error`() throws {
        let home = try Home(["placement.conf": ""])
        #expect(throws: ConfigurationError.self) {
            try home.files(environment: ["OS_PLACEMENT_CONFIG_DIR": "@/d"])
        }
    }

    @Test func `a file that is named must be there`() throws {
        let home = try Home()
        let path = home.path + "/a.conf"
        #expect(
            throws: ConfigurationError.unreadable(
                path: path, reason: "No such file or directory")
        ) { try home.files("--config-file", "@/x/../a.conf") }
    }

    @Test func `a directory that is named must be there`() throws {
        let home = try Home()
        #expect(throws: ConfigurationError.noDirectory(path: home.path + "/d")) {
            try home.files("--config-dir", "@/d")
        }
    }

    @Test func `a file that is not UTF-8 is refused`() throws {
        let home = try Home()
        try Data([0x5B, 0xFF]).write(to: URL(fileURLWithPath: home.path + "/a.conf"))
        #expect(throws: ConfigurationError.self) { try home.files("--config-file", "@/a.conf") }
    }
}

@Suite struct CommandLineOptionsTests {
    private func take(_ words: String...) throws -> (CommandLineOptions, left: [String]) {
        var left = words
        let options = try CommandLineOptions(taking: &left, OptionGroup.all)
        return (options, left)
    }

    @Test func `words that are not about the configuration are left`() throws {
        let (_, left) = try take("db", "--debug", "sync", "--max-count", "5", "--config-file=f")
        #expect(left == ["db", "sync", "--max-count", "5"])
    }

    @Test func `options of the log are taken with their values`() throws {
        let (options, left) = try take("-d", "--log-file", "/x", "--log-dir=/y=z", "--nouse-json")
        #expect(left.isEmpty)
        #expect(options.options[OptionName("DEFAULT", "debug")]?.text == "true")
        #expect(options.options[OptionName("DEFAULT", "log_file")]?.text == "/x")
        #expect(options.options[OptionName("DEFAULT", "log_dir")]?.text == "/y=z")
        #expect(options.options[OptionName("DEFAULT", "use_json")]?.text == "false")
    }

    @Test func `the command line wins over the environment`() throws {
        let (options, _) = try take("--listen", "unix:/a")
        let found = try Configuration(
            ConfigurationInputs(
                environment: ["OS_FASTCGI__LISTEN": "unix:/b"], commandLine: options.options))
        #expect(found[FastCGIOptions.listen] == "unix:/a")
        #expect(found.setting(OptionName("fastcgi", "listen"))?.source == .commandLine("--listen"))
    }

    @Test(arguments: ["--config-file", "--config-dir", "--log-file"])
    func `an option without its value is refused`(word: String) {
        #expect(throws: ConfigurationError.argument("\(word) needs a value")) { try take(word) }
    }

    @Test func `nothing is taken behind two dashes`() throws {
        let (options, left) = try take("--", "--debug")
        #expect(options.options.isEmpty)
        #expect(left == ["--", "--debug"])
    }
}
