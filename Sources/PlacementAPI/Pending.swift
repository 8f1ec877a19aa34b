// SPDX-License-Identifier: Apache-2.0

import Gateway

// Operations whose handlers have not landed yet. A branch that brings a handler removes its line
// here; the file goes with the last one.

@Sendable func listAllocationCandidates(_ call: Call) throws -> Response { throw Pending() }

struct Pending: Error {}
