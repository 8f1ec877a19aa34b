// SPDX-License-Identifier: Apache-2.0

import JSON
import OpenStack
import Placement
import PlacementAPI
import SQLite
import Storage

/// Prints what each filter of a query for allocation candidates leaves.
let candidatesExplain = Command(
    "candidates explain", "Show which filter of a query for allocation candidates leaves nothing.",
    operands: [
        CommandOperand(
            "QUERY", "what stands behind the question mark of GET /allocation_candidates")
    ],
    options: [
        .value("--microversion", "VERSION", "in which microversion QUERY is read (1.39)"), .format,
    ],
    details: """
        The filters stand in the order in which the service applies them, each with how many
        providers or trees it leaves. A line of the request log may be given as it is.
        """,
    statuses: [
        ExitStatus(0, "each filter leaves something"),
        ExitStatus(1, "QUERY is one that the service refuses, or it failed"),
        ExitStatus(ExitStatus.found, "a filter leaves nothing"),
    ],
    example: "'resources=VCPU:4&required=HW_CPU_X86_AVX2'"
) { call in
    let text = call.arguments.options["--microversion"] ?? "1.39"
    guard let version = version(text) else {
        throw UsageError(
            "--microversion must be from \(Microversion.minimum) to \(Microversion.maximum), "
                + "not \(text)")
    }
    let word = call.arguments.words[0]
    let query = word.firstRange(of: "allocation_candidates?").map { word[$0.upperBound...] }
    let progress = try Progress()
    defer { progress.end() }
    progress.begin("reading all providers")
    let catalog = try call.database(.readOnly).read {
        try LiveCatalog().catalog(in: Store($0, now: call.now))
    }
    progress.begin("searching")
    let explanation: CandidateExplanation
    do {
        explanation = try explainCandidates(
            String(query ?? word[...].drop { $0 == "?" }), version: version, in: catalog)
    } catch let error as APIError {
        throw CommandFailure("the service refuses the query: \(error.detail)")
    }
    progress.end()
    switch call.format {
    case .text: for line in table(explanation).lines { call.print(line) }
    case .json: call.print(json(explanation))
    }
    if explanation.isCutShort { throw CommandFailure(explanation.line) }
    return explanation.culprit == nil ? 0 : ExitStatus.found
}

private func table(_ explanation: CandidateExplanation) -> TextTable {
    var table = TextTable(["Group", "Filter", "Left", "Of"])
    for step in explanation.steps {
        let group = step.suffix.map { $0.isEmpty ? "(unsuffixed)" : $0 } ?? "(query)"
        table.add([group, step.filter, "\(step.left)", step.unit])
    }
    return table
}

private func json(_ explanation: CandidateExplanation) -> String {
    var json = Writer()
    json.array { json in
        for step in explanation.steps {
            json.object { json in
                // The suffix of the unsuffixed group is empty; the query as a whole has none.
                json.member("group", step.suffix)
                json.member("filter", step.filter)
                json.member("left", step.left)
                json.member("of", step.unit)
            }
        }
    }
    return String(decoding: json.bytes, as: UTF8.self)
}

private func version(_ text: String) -> Microversion? {
    let numbers = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let major = numbers[0], let minor = numbers[1] else { return nil }
    let version = Microversion(major, minor)
    return version >= .minimum && version <= .maximum ? version : nil
}
