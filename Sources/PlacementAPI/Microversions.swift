// SPDX-License-Identifier: Apache-2.0

/// The history of the API: each version with a name for what it brought.
///
/// Source: the reference's `rest_api_version_history`.
extension Microversion {
    package static let minimum = Microversion(1, 0)
    package static let maximum = Microversion(1, 39)

    /// 1.1: aggregates of a provider can be read and set.
    static let aggregates = Microversion(1, 1)
    /// 1.2: resource classes can be listed, made, renamed and removed.
    static let resourceClasses = Microversion(1, 2)
    /// 1.3: `member_of` filters the list of providers.
    static let memberOf = Microversion(1, 3)
    /// 1.4: `resources` filters the list of providers.
    static let resourcesFilter = Microversion(1, 4)
    /// 1.5: all inventories of a provider can be removed at once.
    static let inventoriesDeletion = Microversion(1, 5)
    /// 1.6: traits, and the traits of a provider.
    static let traits = Microversion(1, 6)
    /// 1.7: `PUT /resource_classes/{name}` makes a class and has no body.
    static let resourceClassCreation = Microversion(1, 7)
    /// 1.8: a claim names its project and user.
    static let projectAndUser = Microversion(1, 8)
    /// 1.9: `GET /usages` sums up what a project or user holds.
    static let totalUsages = Microversion(1, 9)
    /// 1.10: `GET /allocation_candidates`.
    static let allocationCandidates = Microversion(1, 10)
    /// 1.11: providers link to their allocations.
    static let allocationsLink = Microversion(1, 11)
    /// 1.12: claims are written in the form in which they are read.
    static let allocationsAsObject = Microversion(1, 12)
    /// 1.13: `POST /allocations` for several consumers at once.
    static let manyConsumers = Microversion(1, 13)
    /// 1.14: providers form trees: parent, root and the `in_tree` filter.
    static let nestedProviders = Microversion(1, 14)
    /// 1.15: answers carry `last-modified` and `cache-control`.
    static let lastModified = Microversion(1, 15)
    /// 1.16: `limit` for candidates.
    static let candidatesLimit = Microversion(1, 16)
    /// 1.17: `required` traits for candidates, and traits in their summaries.
    static let candidatesRequired = Microversion(1, 17)
    /// 1.18: `required` traits filter the list of providers.
    static let requiredTraits = Microversion(1, 18)
    /// 1.19: aggregates carry the provider's generation and conflict on it.
    static let aggregatesGeneration = Microversion(1, 19)
    /// 1.20: `POST /resource_providers` answers with the new provider.
    static let providerInAnswer = Microversion(1, 20)
    /// 1.21: `member_of` for candidates.
    static let candidatesMemberOf = Microversion(1, 21)
    /// 1.22: `required` takes traits that are forbidden (`!TRAIT`).
    static let forbiddenTraits = Microversion(1, 22)
    /// 1.23: errors carry a `code`.
    static let errorCodes = Microversion(1, 23)
    /// 1.24: `member_of` may repeat.
    static let repeatedMemberOf = Microversion(1, 24)
    /// 1.25: numbered request groups for candidates.
    static let granularGroups = Microversion(1, 25)
    /// 1.26: an inventory may reserve all that it has.
    static let reservedTotal = Microversion(1, 26)
    /// 1.27: summaries list classes that were not asked for.
    static let allClassesInSummaries = Microversion(1, 27)
    /// 1.28: consumers have generations.
    static let consumerGeneration = Microversion(1, 28)
    /// 1.29: candidates use nested providers.
    static let nestedCandidates = Microversion(1, 29)
    /// 1.30: `POST /reshaper`.
    static let reshaper = Microversion(1, 30)
    /// 1.31: `in_tree` for candidates.
    static let candidatesInTree = Microversion(1, 31)
    /// 1.32: `member_of` takes aggregates that are forbidden (`!`).
    static let forbiddenAggregates = Microversion(1, 32)
    /// 1.33: request groups have names instead of numbers.
    static let namedGroups = Microversion(1, 33)
    /// 1.34: candidates say which provider serves which group.
    static let mappings = Microversion(1, 34)
    /// 1.35: `root_required` for candidates.
    static let rootRequired = Microversion(1, 35)
    /// 1.36: `same_subtree` for candidates, and groups without resources.
    static let sameSubtree = Microversion(1, 36)
    /// 1.37: a provider may change or lose its parent.
    static let reparenting = Microversion(1, 37)
    /// 1.38: consumers have types.
    static let consumerTypes = Microversion(1, 38)
    /// 1.39: `required` takes alternatives (`in:`) and may repeat.
    static let anyTraits = Microversion(1, 39)
}
