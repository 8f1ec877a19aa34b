// SPDX-License-Identifier: Apache-2.0

import OpenStack
import Placement
import PlacementAPI
import SQLite
import Storage

/// Prints what each filter of a query for allocation candidates leaves.
///
/// The query is what stands behind the question mark of `GET /allocation_candidates`. The exit
/// status is 0 if something is found, 1 if not, and 2 if the query is none.
let candidatesExplain = Command(
    "candidates explain", arguments: "[--microversion VERSION] QUERY",
    "Show which filter of a query for allocation candidates leaves nothing."
) { call in
    let parsed = try call.parsed(options: ["--microversion"], words: 1...1)
    guard let version = version(parsed.options["--microversion"] ?? "1.39") else {
        call.print("Invalid version; it must be like 1.39")
        return 2
    }
    let catalog = try call.database(.readWrite).read {
        try LiveCatalog().catalog(in: Store($0, now: call.now))
    }
    do {
        let explanation = try explainCandidates(parsed.words[0], version: version, in: catalog)
        var table = TextTable(["Group", "Filter", "Left", "Of"])
        for step in explanation.steps {
            let group = step.suffix.map { $0.isEmpty ? "(unsuffixed)" : $0 } ?? "(query)"
            table.add([group, step.filter, "\(step.left)", step.unit])
        }
        for line in table.lines { call.print(line) }
        return explanation.culprit == nil ? 0 : 1
    } catch let error as APIError {
        call.print(error.detail)
        return 2
    }
}

private func version(_ text: String) -> Microversion? {
    let numbers = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let major = numbers[0], let minor = numbers[1] else { return nil }
    let version = Microversion(major, minor)
    return version >= .minimum && version <= .maximum ? version : nil
}
