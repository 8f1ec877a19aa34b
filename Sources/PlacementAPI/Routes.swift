// SPDX-License-Identifier: Apache-2.0

import Gateway

/// The whole API, an entry for each operation.
///
/// Two entries of one method and path answer different versions; the first that fits is taken.
/// Source: reference `placement/handler.py` and the decorators of `placement/handlers`.
let routes: [Route] = [
    Route("GET", "/", handler: showVersions),
    Route("GET", "", handler: showVersions),

    Route(
        "GET", "/resource_classes", since: .resourceClasses, .acceptsJSON,
        rule: .resourceClassesList, handler: listResourceClasses),
    Route(
        "POST", "/resource_classes", since: .resourceClasses, .sendsJSON,
        rule: .resourceClassesCreate, handler: createResourceClass),
    Route(
        "GET", "/resource_classes/{name}", since: .resourceClasses, .acceptsJSON,
        rule: .resourceClassesShow, handler: showResourceClass),
    Route(
        "PUT", "/resource_classes/{name}", since: .resourceClasses,
        until: Microversion(1, 6),
        .sendsJSON, rule: .resourceClassesUpdate, handler: renameResourceClass),
    Route(
        "PUT", "/resource_classes/{name}", since: .resourceClassCreation,
        rule: .resourceClassesUpdate, handler: ensureResourceClass),
    Route(
        "DELETE", "/resource_classes/{name}", since: .resourceClasses,
        rule: .resourceClassesDelete, handler: deleteResourceClass),

    Route(
        "GET", "/resource_providers", .acceptsJSON,
        rule: .resourceProvidersList, handler: listResourceProviders),
    Route(
        "POST", "/resource_providers", .sendsJSON,
        rule: .resourceProvidersCreate, handler: createResourceProvider),
    Route(
        "GET", "/resource_providers/{uuid}", .acceptsJSON,
        rule: .resourceProvidersShow, handler: showResourceProvider),
    Route(
        "DELETE", "/resource_providers/{uuid}",
        rule: .resourceProvidersDelete, handler: deleteResourceProvider),
    Route(
        "PUT", "/resource_providers/{uuid}", .sendsJSON,
        rule: .resourceProvidersUpdate, handler: updateResourceProvider),

    Route(
        "GET", "/resource_providers/{uuid}/inventories", .acceptsJSON,
        rule: .inventoriesList, handler: listInventories),
    Route(
        "POST", "/resource_providers/{uuid}/inventories", .sendsJSON,
        rule: .inventoriesCreate, handler: createInventory),
    Route(
        "PUT", "/resource_providers/{uuid}/inventories", .sendsJSON,
        rule: .inventoriesUpdate, handler: replaceInventories),
    Route(
        "DELETE", "/resource_providers/{uuid}/inventories", since: .inventoriesDeletion,
        outside: .methodNotAllowed,
        rule: .inventoriesDelete, handler: deleteInventories),
    Route(
        "GET", "/resource_providers/{uuid}/inventories/{resource_class}", .acceptsJSON,
        rule: .inventoriesShow, handler: showInventory),
    Route(
        "PUT", "/resource_providers/{uuid}/inventories/{resource_class}", .sendsJSON,
        rule: .inventoriesUpdate, handler: updateInventory),
    Route(
        "DELETE", "/resource_providers/{uuid}/inventories/{resource_class}",
        rule: .inventoriesDelete, handler: deleteInventory),

    Route(
        "GET", "/resource_providers/{uuid}/usages", .acceptsJSON,
        rule: .resourceProviderUsages, handler: listProviderUsages),
    Route(
        "GET", "/resource_providers/{uuid}/aggregates", since: .aggregates, .acceptsJSON,
        checksContentFirst: true,
        rule: .aggregatesList, handler: listAggregates),
    Route(
        "PUT", "/resource_providers/{uuid}/aggregates", since: .aggregates, .sendsJSON,
        checksContentFirst: true,
        rule: .aggregatesUpdate, handler: replaceAggregates),
    Route(
        "GET", "/resource_providers/{uuid}/allocations", .acceptsJSON,
        rule: .resourceProviderAllocationsList, handler: listProviderAllocations),

    Route(
        "POST", "/allocations", since: .manyConsumers, .sendsJSON,
        rule: .allocationsManage, handler: replaceManyAllocations),
    Route(
        "GET", "/allocations/{consumer_uuid}", .acceptsJSON,
        rule: .allocationsList, handler: listConsumerAllocations),
    Route(
        "PUT", "/allocations/{consumer_uuid}", .sendsJSON,
        rule: .allocationsUpdate, handler: replaceConsumerAllocations),
    Route(
        "DELETE", "/allocations/{consumer_uuid}",
        rule: .allocationsDelete, handler: deleteConsumerAllocations),

    Route(
        "GET", "/allocation_candidates", since: .allocationCandidates, .acceptsJSON,
        rule: .allocationCandidatesList, handler: listAllocationCandidates),

    Route(
        "GET", "/traits", since: .traits, .acceptsJSON,
        rule: .traitsList, handler: listTraits),
    Route("GET", "/traits/{name}", since: .traits, rule: .traitsShow, handler: showTrait),
    Route("PUT", "/traits/{name}", since: .traits, rule: .traitsUpdate, handler: ensureTrait),
    Route(
        "DELETE", "/traits/{name}", since: .traits, rule: .traitsDelete, handler: deleteTrait),
    Route(
        "GET", "/resource_providers/{uuid}/traits", since: .traits, .acceptsJSON,
        rule: .resourceProviderTraitsList, handler: listProviderTraits),
    Route(
        "PUT", "/resource_providers/{uuid}/traits", since: .traits, .sendsJSON,
        rule: .resourceProviderTraitsUpdate, handler: replaceProviderTraits),
    Route(
        "DELETE", "/resource_providers/{uuid}/traits", since: .traits,
        rule: .resourceProviderTraitsDelete, handler: deleteProviderTraits),

    // Its rule looks at the project that is asked for, so the handler checks it.
    Route("GET", "/usages", since: .totalUsages, .acceptsJSON, handler: listTotalUsages),
    Route(
        "POST", "/reshaper", since: .reshaper, .sendsJSON,
        rule: .reshape, handler: reshape),
]
