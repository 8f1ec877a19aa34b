// SPDX-License-Identifier: Apache-2.0

import Gateway

// Operations whose handlers have not landed yet. A branch that brings a handler removes its line
// here; the file goes with the last one.

@Sendable func createInventory(_ call: Call) throws -> Response { throw Pending() }
@Sendable func createResourceProvider(_ call: Call) throws -> Response { throw Pending() }
@Sendable func deleteConsumerAllocations(_ call: Call) throws -> Response { throw Pending() }
@Sendable func deleteInventories(_ call: Call) throws -> Response { throw Pending() }
@Sendable func deleteInventory(_ call: Call) throws -> Response { throw Pending() }
@Sendable func deleteResourceProvider(_ call: Call) throws -> Response { throw Pending() }
@Sendable func listAllocationCandidates(_ call: Call) throws -> Response { throw Pending() }
@Sendable func listConsumerAllocations(_ call: Call) throws -> Response { throw Pending() }
@Sendable func listInventories(_ call: Call) throws -> Response { throw Pending() }
@Sendable func listProviderAllocations(_ call: Call) throws -> Response { throw Pending() }
@Sendable func listResourceProviders(_ call: Call) throws -> Response { throw Pending() }
@Sendable func listTotalUsages(_ call: Call) throws -> Response { throw Pending() }
@Sendable func replaceConsumerAllocations(_ call: Call) throws -> Response { throw Pending() }
@Sendable func replaceInventories(_ call: Call) throws -> Response { throw Pending() }
@Sendable func replaceManyAllocations(_ call: Call) throws -> Response { throw Pending() }
@Sendable func reshape(_ call: Call) throws -> Response { throw Pending() }
@Sendable func showInventory(_ call: Call) throws -> Response { throw Pending() }
@Sendable func showResourceProvider(_ call: Call) throws -> Response { throw Pending() }
@Sendable func updateInventory(_ call: Call) throws -> Response { throw Pending() }
@Sendable func updateResourceProvider(_ call: Call) throws -> Response { throw Pending() }

struct Pending: Error {}
