// SPDX-License-Identifier: Apache-2.0

/// What consumers of one type hold of a resource class, in all.
package struct Usage: Equatable, Sendable {
    /// The type of the consumers, `nil` for those of no type.
    package let consumerType: String?
    package let resourceClass: String
    /// Units held.
    package let used: Int

    package init(consumerType: String?, resourceClass: String, used: Int) {
        self.consumerType = consumerType
        self.resourceClass = resourceClass
        self.used = used
    }
}

/// Which consumers a sum of usages is made of, and how they are told apart.
///
/// Source: microversion 1.38; reference `placement/objects/usage.py`, `get_by_consumer_type`.
package enum UsageFilter: Equatable, Sendable {
    /// All consumers, in a group for each type.
    case eachType
    /// All consumers, in one group called `all`.
    case all
    /// Consumers without a type, in a group called `unknown`.
    case unknown
    /// Consumers of one type.
    case type(String)

    /// Reads the parameter `consumer_type`; without it each type is a group.
    package init(_ text: String?) {
        switch text {
        case nil: self = .eachType
        case "all": self = .all
        case Consumer.unknownType: self = .unknown
        case let type?: self = .type(type)
        }
    }

    /// The name of the group that consumers of a type belong to, `nil` if they are left out.
    package func group(ofType type: String?) -> String? {
        switch self {
        case .eachType: type ?? Consumer.unknownType
        case .all: "all"
        case .unknown: type == nil ? Consumer.unknownType : nil
        case .type(let wanted): type == wanted ? wanted : nil
        }
    }
}

/// What a group of consumers holds.
package struct UsageGroup: Equatable, Sendable {
    package let name: String
    /// How many consumers hold something, each counted once however much it holds.
    package internal(set) var consumerCount = 0
    /// Units held by class, in the order in which the classes first came.
    package internal(set) var resources: [(resourceClass: String, used: Int)] = []

    /// Sums usages up by groups; a group is there if its consumers hold anything.
    ///
    /// - Parameters:
    ///   - usages: what each type holds of each class.
    ///   - consumerCounts: how many consumers of each type hold something.
    ///   - filter: which groups to make.
    /// - Returns: the groups in the order in which the usages first name them.
    package static func groups(
        _ usages: [Usage], consumerCounts: [(type: String?, count: Int)] = [],
        by filter: UsageFilter
    ) -> [UsageGroup] {
        var groups: [UsageGroup] = []
        var indexes: [String: Int] = [:]
        for usage in usages {
            guard let name = filter.group(ofType: usage.consumerType) else { continue }
            let index = indexes[name] ?? groups.count
            if index == groups.count {
                indexes[name] = index
                groups.append(UsageGroup(name: name))
            }
            groups[index].add(usage)
        }
        for (type, count) in consumerCounts {
            guard let name = filter.group(ofType: type), let index = indexes[name] else { continue }
            groups[index].consumerCount &+= count
        }
        return groups
    }

    private mutating func add(_ usage: Usage) {
        if let index = resources.firstIndex(where: { $0.resourceClass == usage.resourceClass }) {
            resources[index].used &+= usage.used
        } else {
            resources.append((usage.resourceClass, usage.used))
        }
    }

    package static func == (left: UsageGroup, right: UsageGroup) -> Bool {
        left.name == right.name && left.consumerCount == right.consumerCount
            && left.resources.elementsEqual(right.resources, by: ==)
    }
}
