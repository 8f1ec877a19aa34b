// SPDX-License-Identifier: Apache-2.0

/// Why a query finds what it finds: how many providers or trees each filter leaves.
package struct CandidateExplanation: Sendable {
    /// What one filter left.
    package struct Step: Equatable, Sendable {
        /// The suffix of the request group; `nil` for what concerns the query as a whole.
        package let suffix: String?
        /// The filter in the words of the query string.
        package let filter: String
        /// How many were left after it.
        package let left: Int
        /// What was counted: `providers` or `trees`.
        package let unit: String
    }

    package fileprivate(set) var steps: [Step] = []
    /// Whether counting took too many choices: the last number may be too small, and filters that
    /// follow were not looked at.
    package fileprivate(set) var isCutShort = false
    /// How many more choices may be tried.
    fileprivate var choices: Int

    /// The first filter that left nothing.
    package var culprit: Step? { steps.first { $0.left == 0 } }

    /// All in one line for the log.
    package var line: String {
        var text = ""
        if let culprit {
            text += culprit.suffix.map { "group '\($0)': " } ?? ""
            text += "\(culprit.filter) left no \(culprit.unit)"
        } else if isCutShort {
            text += "too many choices to tell why"
        } else {
            text += "each group can be served, but not all together"
        }
        let counts = steps.map { step in
            (step.suffix.map { "'\($0)' " } ?? "") + "\(step.filter) \(step.left) \(step.unit)"
        }
        return text + " (" + counts.joined(separator: "; ") + ")"
    }
}

extension Catalog {
    /// Counts what each filter of a query leaves.
    ///
    /// Names that do not exist are told as a filter that leaves nothing.
    ///
    /// - Parameters:
    ///   - query: What was asked.
    ///   - choices: How many choices may be tried in all, fewer than for the search itself.
    /// - Returns: The counts, as far as the choices last.
    package func explain(
        _ query: CandidateQuery, choices: Int = 1_000_000
    ) -> CandidateExplanation {
        var explanation = CandidateExplanation(choices: choices)
        explanation.add(nil, "all", count, "providers")
        let plan: SearchPlan
        do {
            plan = try SearchPlan(query, self)
        } catch {
            explanation.add(nil, "\(error)", 0, "providers")
            return explanation
        }
        if !plan.rootRequired.isEmpty || !plan.rootForbidden.isEmpty {
            var filter = PageFilter(plan, self)
            let roots = pages.indices.reduce(0) {
                $0 + filter.anchors(page: $1).nonzeroBitCount
            }
            explanation.add(nil, "root_required", roots, "trees")
        }
        for (position, group) in query.groups.enumerated() {
            if position < plan.groups.count {
                explain(group, plan, position, &explanation)
            } else {
                explainUnknown(group, &explanation)
            }
            if explanation.culprit != nil || explanation.isCutShort { return explanation }
        }
        explainTogether(query, plan, &explanation)
        return explanation
    }

    /// A group whose aggregates or tree are not there.
    private func explainUnknown(
        _ group: RequestGroup, _ explanation: inout CandidateExplanation
    ) {
        if let uuid = group.inTree, provider(uuid: uuid) == nil {
            explanation.add(group.suffix, "in_tree \(uuid)", 0, "providers")
        } else {
            explanation.add(group.suffix, "member_of", 0, "providers")
        }
    }

    private func explain(
        _ asked: RequestGroup, _ plan: SearchPlan, _ position: Int,
        _ explanation: inout CandidateExplanation
    ) {
        let group = plan.groups[position]
        var words = pages.map(\.shape.present)
        func keep(_ name: String, _ filter: (CatalogPage) -> UInt64) {
            for number in words.indices where words[number] != 0 {
                words[number] &= filter(pages[number])
            }
            explanation.add(
                group.suffix, name, words.reduce(0) { $0 + $1.nonzeroBitCount }, "providers")
        }
        let classes = names.resourceClasses
        if asked.usesSameProvider {
            for (name, amount) in asked.resources {
                keep("\(amount) \(name)") {
                    $0.stock.word(fitting: amount, of: classes[name] ?? -1)
                }
            }
            for (set, names) in zip(group.required, asked.required) {
                keep("required \(names.joined(separator: "|"))") { $0.traits.word(anyOf: set) }
            }
            for (set, number) in zip(group.memberOf ?? [], 1...) {
                keep("member_of no. \(number)") { $0.aggregates.word(anyOf: set) }
            }
        } else {
            for (name, amount) in asked.resources {
                words = pages.map(\.shape.present)
                keep("\(amount) \(name)") {
                    $0.stock.word(fitting: amount, of: classes[name] ?? -1)
                }
                keepAllowed(asked, group, keep)
            }
        }
        if asked.usesSameProvider { keepAllowed(asked, group, keep) }
        addTrees(
            of: plan.alone(group: position), "all of the group", in: group.suffix, &explanation)
    }

    /// The filters that a provider must pass in any group.
    private func keepAllowed(
        _ asked: RequestGroup, _ group: SearchPlan.Group,
        _ keep: (String, (CatalogPage) -> UInt64) -> Void
    ) {
        if !group.forbidden.isEmpty {
            keep("required !\(asked.forbidden.joined(separator: ",!"))") {
                ~$0.traits.word(anyOf: group.forbidden)
            }
        }
        if !group.forbiddenAggregates.isEmpty {
            keep("member_of !in:") { ~$0.aggregates.word(anyOf: group.forbiddenAggregates) }
        }
    }

    /// Counts the trees in which a plan has a candidate, as long as there are choices left.
    private func addTrees(
        of plan: SearchPlan, _ filter: String, in suffix: String? = nil,
        _ explanation: inout CandidateExplanation
    ) {
        guard !explanation.isCutShort else { return }
        var visitor = TreeVisitor(
            plan, self, .breadthFirst, stepCeiling: explanation.choices)
        var count = 0
        do {
            while try visitor.nextRootWithCandidate() { count += 1 }
        } catch {
            explanation.isCutShort = true
            // That none was found so far does not say that there is none.
            guard count > 0 else { return }
        }
        explanation.choices -= visitor.steps
        explanation.add(suffix, filter, count, "trees")
    }

    private func explainTogether(
        _ query: CandidateQuery, _ plan: SearchPlan, _ explanation: inout CandidateExplanation
    ) {
        guard !plan.slots.isEmpty else { return }
        var plain = plan
        plain.isolates = false
        plain.subtrees = []
        plain.forgetContested()
        addTrees(of: plain, "all groups in one tree", &explanation)
        plain.findContested()
        addTrees(of: plain, "capacity for all groups", &explanation)
        if plan.isolates {
            plain.isolates = true
            addTrees(of: plain, "group_policy=isolate", &explanation)
        }
        if !plan.subtrees.isEmpty {
            plain.subtrees = plan.subtrees
            addTrees(of: plain, "same_subtree", &explanation)
        }
        if plan.usesOneProviderOfATree {
            plain.usesOneProviderOfATree = true
            addTrees(of: plain, "one provider of a tree", &explanation)
        }
    }
}

extension CandidateExplanation {
    fileprivate mutating func add(_ suffix: String?, _ filter: String, _ left: Int, _ unit: String)
    {
        steps.append(Step(suffix: suffix, filter: filter, left: left, unit: unit))
    }
}
