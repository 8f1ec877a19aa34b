// SPDX-License-Identifier: Apache-2.0

import Gateway

// Operations whose handlers have not landed yet. A branch that brings a handler removes its line
// here; the file goes with the last one.

@Sendable func deleteConsumerAllocations(_ call: Call) throws -> Response { throw Pending() }
@Sendable func listAllocationCandidates(_ call: Call) throws -> Response { throw Pending() }
@Sendable func listConsumerAllocations(_ call: Call) throws -> Response { throw Pending() }
@Sendable func listProviderAllocations(_ call: Call) throws -> Response { throw Pending() }
@Sendable func listTotalUsages(_ call: Call) throws -> Response { throw Pending() }
@Sendable func replaceConsumerAllocations(_ call: Call) throws -> Response { throw Pending() }
@Sendable func replaceManyAllocations(_ call: Call) throws -> Response { throw Pending() }
@Sendable func reshape(_ call: Call) throws -> Response { throw Pending() }

struct Pending: Error {}
