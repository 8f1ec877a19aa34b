// SPDX-License-Identifier: Apache-2.0

import OpenStack
import PlacementAPI

/// Prints a policy file with all rules and their defaults; `conf/policy.yaml` is one.
let policySample = Command(
    inspecting: "policy sample", "Print a policy file with all rules and their defaults."
) { call in
    _ = try call.parsed()
    for line in PolicySample(policyDefaults).lines { call.print(line) }
    return 0
}
