// SPDX-License-Identifier: Apache-2.0

extension Policy {
    /// Puts defaults and files together; what a file says replaces what stood before it.
    ///
    /// Source: oslo.policy 6 `Enforcer.load_rules` and `Enforcer._handle_deprecated_rule`.
    ///
    /// - Parameters:
    ///   - defaults: The rules of the service.
    ///   - files: The operator's files, the one that counts most last.
    ///   - enforceNewDefaults: Whether what a default replaced no longer grants.
    ///   - defaultRule: The rule that stands in for rules that do not exist.
    ///   - report: Is told what looks like a mistake in the files.
    package convenience init(
        defaults: [RuleDefault], files: [PolicyFile], enforceNewDefaults: Bool,
        defaultRule: String, report: (Notice) -> Void
    ) {
        var fromFiles: [String: Check] = [:]
        var places: [String: String] = [:]
        for file in files {
            for rule in file.rules {
                fromFiles[rule.name] = rule.check
                places[rule.name] = "\(file.path):\(rule.line)"
            }
        }
        var rules = fromFiles
        var redundant: [String] = []
        for rule in defaults {
            if let check = fromFiles[rule.name] {
                let isSame = check.description == Check(parsing: rule.check).description
                if isSame { redundant.append(rule.name) }
            } else {
                rules[rule.name] = rule.check(
                    besides: fromFiles, enforceNewDefaults: enforceNewDefaults)
            }
        }
        self.init(
            rules: rules,
            scopeTypes: Dictionary(
                defaults.map { ($0.name, $0.scopeTypes) }, uniquingKeysWith: { $1 }),
            defaultRule: defaultRule, places: places)

        if !redundant.isEmpty {
            report(
                Notice(
                    .warning,
                    "policy rules that only repeat the default: \(redundant.joined(separator: ", "))"
                ))
        }
        reportMistakes(report)
    }

    /// Reports rules that refer to what does not exist or, in the end, to themselves.
    private func reportMistakes(_ report: (Notice) -> Void) {
        let references = rules.mapValues(\.references)
        let dangling = references.filter { $1.contains { rules[$0] == nil } }.keys
        if !dangling.isEmpty {
            report(
                Notice(
                    .warning,
                    "policy rules that refer to a rule that is not there: "
                        + dangling.sorted().joined(separator: ", ")))
        }
        let circular = namesInCircles(references)
        if !circular.isEmpty {
            report(
                Notice(
                    .warning,
                    "policy rules that refer to each other in a circle: "
                        + circular.sorted().joined(separator: ", ")))
        }
    }

    /// The rules of which following the references never comes to an end.
    private func namesInCircles(_ references: [String: [String]]) -> [String] {
        var users: [String: [String]] = [:]
        var open: [String: Int] = [:]
        for (name, targets) in references {
            let known = Set(targets.filter { rules[$0] != nil })
            open[name] = known.count
            for target in known { users[target, default: []].append(name) }
        }
        // Rules that refer to nothing are settled, then those that refer to settled ones alone.
        var settled = open.filter { $1 == 0 }.map(\.key)
        while let name = settled.popLast() {
            open[name] = nil
            for user in users[name] ?? [] {
                guard let count = open[user] else { continue }
                open[user] = count - 1
                if count == 1 { settled.append(user) }
            }
        }
        return Array(open.keys)
    }
}

extension RuleDefault {
    /// What this default comes to beside the rules of the files, none of which has its name.
    fileprivate func check(besides files: [String: Check], enforceNewDefaults: Bool) -> Check {
        let own = Check(parsing: check)
        guard let deprecated else { return own }
        let old = Check(parsing: deprecated.check)
        // An operator who changed the rule under its old name meant this one as well.
        if deprecated.name != name, let changed = files[deprecated.name], changed != old,
            changed.description != "rule:\(name)"
        {
            return changed
        }
        return enforceNewDefaults || deprecated.check == check ? own : .any([own, old])
    }
}
