// SPDX-License-Identifier: Apache-2.0

import Gateway
package import Placement
import Storage

/// Answers `GET /allocation_candidates`: which providers could serve a request.
///
/// The ledger is only asked whether the catalog is still the newest; the search itself needs no
/// transaction.
@Sendable func listAllocationCandidates(_ call: Call) throws -> Response {
    let query = try CandidateQuery(call.query(), version: call.version)
    let catalog = try call.read(as: .catalog) { try call.service.catalog.catalog(in: $0) }
    return try call.request.phases.measure(.search) { try call.answer(query, in: catalog) }
}

/// Tells what each filter of a query string leaves of a catalog.
///
/// - Throws: ``APIError`` with the `detail` that a client would get for a bad query.
package func explainCandidates(
    _ queryString: String, version: Microversion, in catalog: Catalog
) throws -> CandidateExplanation {
    catalog.explain(try CandidateQuery(QueryString(queryString), version: version))
}

extension Call {
    /// Searches a catalog, and writes what was found.
    fileprivate func answer(_ query: CandidateQuery, in catalog: Catalog) throws -> Response {
        let candidates: Candidates
        do {
            candidates = try catalog.candidates(query, service.settings.candidateOptions)
        } catch {
            throw refusal(error)
        }
        if candidates.count == 0 {
            service.inform("No allocation candidates: \(catalog.explain(query).line)", request)
        }
        let writer = CandidateWriter(candidates, catalog, version)
        guard let body = writer.body(ceiling: service.settings.candidateAnswerCeiling) else {
            throw tooMany("\(candidates.count)")
        }
        return answer(json: body, lastModified: service.clock())
    }

    /// A search that could not be made or ended, as the client sees it.
    fileprivate func refusal(_ error: CandidateError) -> APIError {
        switch error {
        case .resourceClassNotFound(let name):
            return APIError(
                .badRequest,
                "Invalid resource class in resources parameter: No such resource class \(name).")
        case .traitNotFound(let name):
            return APIError(.badRequest, "No such trait(s): \(name).")
        case .tooManyCandidates(let ceiling):
            return tooMany("more than \(ceiling)")
        case .tooMuchWork(let ceiling):
            service.inform("The search was given up after \(ceiling) choices.", request)
            return APIError(
                .badRequest,
                "The query needs more than \(ceiling) choices to be tried. "
                    + "Ask for fewer groups, or narrow them with traits or aggregates.")
        }
    }

    /// The refusal of an answer that would take too much memory.
    fileprivate func tooMany(_ count: String) -> APIError {
        service.inform("The query has \(count) candidates, too many for one answer.", request)
        return APIError(
            .badRequest,
            "The query has \(count) allocation candidates, too many for one answer. "
                + "Use the limit parameter.")
    }
}

extension Settings {
    /// How candidates are searched, without a seed unless their order is to be random.
    var candidateOptions: CandidateOptions {
        var options = CandidateOptions()
        options.strategy = generatesBreadthFirst ? .breadthFirst : .depthFirst
        options.maximum = maximumAllocationCandidates
        if randomizesAllocationCandidates { options.randomSeed = .random(in: 0 ... .max) }
        options.candidateCeiling = candidateCeiling
        options.stepCeiling = candidateStepCeiling
        return options
    }
}
