// SPDX-License-Identifier: Apache-2.0

import JSON
import OpenStack
import SQLite
import Storage

/// Looks for damage in the database: what, where, and how to mend it.
let databaseCheck = Command(
    "db check", "Look for damage in the database.",
    options: [
        .flag("--strict", "let warnings count as errors"),
        .value("--limit", "N", "name up to N places of each finding (20)"), .format,
    ],
    details: """
        Checks the file, the tables, the trees of providers, references between rows, generations,
        amounts and the change journal. Nothing is changed; the service may go on meanwhile. Each
        finding says how to mend it: with a command, or with a statement for the sqlite3 shell, to
        be run after db backup. Mend from the top, and check again.
        """,
    statuses: [
        ExitStatus(0, "nothing serious was found"),
        ExitStatus(ExitStatus.found, "an error was found, with --strict also a warning"),
    ],
    example: "--strict --format json"
) { call in
    let options = call.arguments.options
    let limit = try options.number("--limit", default: 20, in: 1...1_000_000)
    let database = try call.database(.readOnly)
    let report = try DatabaseReport(database, places: limit)
    switch call.format {
    case .text: for line in report.lines { call.print(line) }
    case .json: call.print(report.json)
    }
    let isSerious = report.findings.contains { finding in
        finding.check.severity == .error
            || options["--strict"] != nil && finding.check.severity == .warning
    }
    return isSerious ? ExitStatus.found : 0
}

/// What all checks found.
private struct DatabaseReport {
    private(set) var findings: [DatabaseCheck.Finding] = []
    private(set) var checkCount = 0
    private(set) var journal: CatalogJournal.State?
    private var isCutShort = false

    init(_ database: Database, places limit: Int) throws {
        let progress = try Progress()
        defer { progress.end() }
        for check in DatabaseCheck.basic + DatabaseCheck.contents {
            progress.begin("looking for \(check.name)")
            checkCount += 1
            guard let finding = try check.run(in: database, places: limit) else { continue }
            findings.append(finding)
            if finding.isFatal && checkCount <= DatabaseCheck.basic.count {
                isCutShort = true
                return
            }
        }
        guard !findings.contains(where: \.isDamage) else { return }
        journal = try database.read { try CatalogJournal.state(on: $0) }
    }

    // MARK: Printing

    var lines: [String] {
        var lines: [String] = []
        for finding in findings {
            let check = finding.check
            lines.append("\(check.severity.rawValue): \(check.name): \(check.meaning)")
            lines += finding.places.map { "    \($0)" }
            if finding.count > finding.places.count {
                lines.append("    and \(finding.count - finding.places.count) more")
            }
            lines.append("  mend: \(check.mend.text)")
        }
        if isCutShort { lines.append("the rest could not be checked") }
        switch journal {
        case .absent: lines.append("change journal: none")
        case .installed(let entries, _): lines.append("change journal: \(entries) entries")
        case .incomplete, nil: break
        }
        lines.append("\(checkCount) checks, \(findings.count) findings")
        return lines
    }

    var json: String {
        var json = Writer()
        json.object { json in
            json.member("checks", checkCount)
            json.member("complete", !isCutShort)
            json.member("journal", journal?.word)
            json.array("findings") { json in
                for finding in findings { json.object { write(finding, to: &$0) } }
            }
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private func write(_ finding: DatabaseCheck.Finding, to json: inout Writer) {
        json.member("check", finding.check.name)
        json.member("severity", finding.check.severity.rawValue)
        json.member("meaning", finding.check.meaning)
        json.member("count", finding.count)
        json.array("places") { json in for place in finding.places { json.value(place) } }
        json.object("mend") { json in
            switch finding.check.mend {
            case .command(let words): json.member("command", "placement-manage \(words)")
            case .statement(let sql): json.member("statement", sql)
            case .advice(let text): json.member("advice", text)
            }
        }
    }
}

extension DatabaseCheck.Mend {
    fileprivate var text: String {
        switch self {
        case .command(let words): "placement-manage \(words)"
        case .statement(let sql): "\(sql);"
        case .advice(let text): text
        }
    }
}
