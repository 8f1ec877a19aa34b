// SPDX-License-Identifier: Apache-2.0

package import OpenStack

/// The policy rules that calls of this API ask for, by their names in policy files.
///
/// Source: reference `placement/policies/`.
package enum PolicyRule: String, CaseIterable, Sendable {
    case resourceProvidersList = "placement:resource_providers:list"
    case resourceProvidersCreate = "placement:resource_providers:create"
    case resourceProvidersShow = "placement:resource_providers:show"
    case resourceProvidersUpdate = "placement:resource_providers:update"
    case resourceProvidersDelete = "placement:resource_providers:delete"

    case resourceClassesList = "placement:resource_classes:list"
    case resourceClassesCreate = "placement:resource_classes:create"
    case resourceClassesShow = "placement:resource_classes:show"
    case resourceClassesUpdate = "placement:resource_classes:update"
    case resourceClassesDelete = "placement:resource_classes:delete"

    case inventoriesList = "placement:resource_providers:inventories:list"
    case inventoriesCreate = "placement:resource_providers:inventories:create"
    case inventoriesShow = "placement:resource_providers:inventories:show"
    case inventoriesUpdate = "placement:resource_providers:inventories:update"
    case inventoriesDelete = "placement:resource_providers:inventories:delete"

    case aggregatesList = "placement:resource_providers:aggregates:list"
    case aggregatesUpdate = "placement:resource_providers:aggregates:update"

    case resourceProviderUsages = "placement:resource_providers:usages"
    case usages = "placement:usages"

    case traitsList = "placement:traits:list"
    case traitsShow = "placement:traits:show"
    case traitsUpdate = "placement:traits:update"
    case traitsDelete = "placement:traits:delete"
    case resourceProviderTraitsList = "placement:resource_providers:traits:list"
    case resourceProviderTraitsUpdate = "placement:resource_providers:traits:update"
    case resourceProviderTraitsDelete = "placement:resource_providers:traits:delete"

    case allocationsManage = "placement:allocations:manage"
    case allocationsList = "placement:allocations:list"
    case allocationsUpdate = "placement:allocations:update"
    case allocationsDelete = "placement:allocations:delete"
    case resourceProviderAllocationsList = "placement:resource_providers:allocations:list"

    case allocationCandidatesList = "placement:allocation_candidates:list"

    case reshape = "placement:reshaper:reshape"
}

/// All rules with who may by default: five that others refer to, then one for each ``PolicyRule``.
package let policyDefaults: [RuleDefault] = sharedRules + operationRules

private let oldAdminRule = DeprecatedRule(
    name: "rule:admin_api", check: "role:admin",
    reason: "Rules of their own for services and for readers of a project took its place.",
    since: "W")

private let sharedRules: [RuleDefault] = [
    RuleDefault(
        "admin_api", "role:admin", "Administrators of the cloud.", scopeTypes: ["project"]),
    RuleDefault(
        "service_api", "role:service", "Other services, for what only they do.",
        scopeTypes: ["project"], deprecated: oldAdminRule),
    RuleDefault(
        "admin_or_service_api", "role:admin or role:service",
        "Administrators and services; most rules refer to this one.",
        scopeTypes: ["project"], deprecated: oldAdminRule),
    RuleDefault(
        "project_reader_api", "role:reader and project_id:%(project_id)s",
        "Readers of the project that is asked about.", deprecated: oldAdminRule),
    RuleDefault(
        "admin_or_project_reader_or_service_api",
        "role:admin or rule:project_reader_api or role:service",
        "Administrators, services, and readers of the project that is asked about.",
        scopeTypes: ["project"], deprecated: oldAdminRule),
]

private let operationRules: [RuleDefault] = [
    rule(.resourceProvidersList, "List resource providers.", ("GET", "/resource_providers")),
    rule(.resourceProvidersCreate, "Create a resource provider.", ("POST", "/resource_providers")),
    rule(
        .resourceProvidersShow, "Show one resource provider.",
        ("GET", "/resource_providers/{uuid}")),
    rule(
        .resourceProvidersUpdate, "Rename a resource provider or give it another parent.",
        ("PUT", "/resource_providers/{uuid}")),
    rule(
        .resourceProvidersDelete, "Delete a resource provider.",
        ("DELETE", "/resource_providers/{uuid}")),

    rule(.resourceClassesList, "List resource classes.", ("GET", "/resource_classes")),
    rule(.resourceClassesCreate, "Create a custom resource class.", ("POST", "/resource_classes")),
    rule(.resourceClassesShow, "Show one resource class.", ("GET", "/resource_classes/{name}")),
    rule(
        .resourceClassesUpdate, "Make sure that a custom resource class exists, or rename it.",
        ("PUT", "/resource_classes/{name}")),
    rule(
        .resourceClassesDelete, "Delete a custom resource class.",
        ("DELETE", "/resource_classes/{name}")),

    rule(
        .inventoriesList, "List what a resource provider has to give.",
        ("GET", "/resource_providers/{uuid}/inventories")),
    rule(
        .inventoriesCreate, "Add the inventory of one class to a resource provider.",
        ("POST", "/resource_providers/{uuid}/inventories")),
    rule(
        .inventoriesShow, "Show the inventory of one class of a resource provider.",
        ("GET", "/resource_providers/{uuid}/inventories/{resource_class}")),
    rule(
        .inventoriesUpdate, "Change the inventory of one or of all classes of a resource provider.",
        ("PUT", "/resource_providers/{uuid}/inventories"),
        ("PUT", "/resource_providers/{uuid}/inventories/{resource_class}")),
    rule(
        .inventoriesDelete, "Delete the inventory of one or of all classes of a resource provider.",
        ("DELETE", "/resource_providers/{uuid}/inventories"),
        ("DELETE", "/resource_providers/{uuid}/inventories/{resource_class}")),

    rule(
        .aggregatesList, "List the aggregates of a resource provider.",
        ("GET", "/resource_providers/{uuid}/aggregates")),
    rule(
        .aggregatesUpdate, "Replace the aggregates of a resource provider.",
        ("PUT", "/resource_providers/{uuid}/aggregates")),

    rule(
        .resourceProviderUsages, "See how much of a resource provider is in use.",
        ("GET", "/resource_providers/{uuid}/usages")),
    rule(
        .usages, "See how much a project uses, in all or for one user.", ("GET", "/usages"),
        check: "rule:admin_or_project_reader_or_service_api"),

    rule(.traitsList, "List traits.", ("GET", "/traits")),
    rule(.traitsShow, "Ask whether a trait exists.", ("GET", "/traits/{name}")),
    rule(.traitsUpdate, "Create a custom trait.", ("PUT", "/traits/{name}")),
    rule(.traitsDelete, "Delete a custom trait.", ("DELETE", "/traits/{name}")),
    rule(
        .resourceProviderTraitsList, "List the traits of a resource provider.",
        ("GET", "/resource_providers/{uuid}/traits")),
    rule(
        .resourceProviderTraitsUpdate, "Replace the traits of a resource provider.",
        ("PUT", "/resource_providers/{uuid}/traits")),
    rule(
        .resourceProviderTraitsDelete, "Remove all traits from a resource provider.",
        ("DELETE", "/resource_providers/{uuid}/traits")),

    rule(
        .allocationsManage, "Write the allocations of several consumers in one step.",
        ("POST", "/allocations")),
    rule(
        .allocationsList, "List what a consumer holds.", ("GET", "/allocations/{consumer_uuid}")),
    rule(
        .allocationsUpdate, "Replace what a consumer holds.",
        ("PUT", "/allocations/{consumer_uuid}")),
    rule(
        .allocationsDelete, "Give back all that a consumer holds.",
        ("DELETE", "/allocations/{consumer_uuid}")),
    rule(
        .resourceProviderAllocationsList, "List what is held of a resource provider.",
        ("GET", "/resource_providers/{uuid}/allocations")),

    rule(
        .allocationCandidatesList, "Ask where a request for resources could be met.",
        ("GET", "/allocation_candidates")),

    rule(
        .reshape, "Move inventories together with the allocations against them.",
        ("POST", "/reshaper"), check: "rule:service_api"),
]

/// A rule for tokens of a project, for administrators and services unless `check` says otherwise.
private func rule(
    _ name: PolicyRule, _ description: String, _ operations: (method: String, path: String)...,
    check: String = "rule:admin_or_service_api"
) -> RuleDefault {
    RuleDefault(
        name.rawValue, check, description,
        operations: operations.map { RuleDefault.Operation($0.method, $0.path) },
        scopeTypes: ["project"])
}
