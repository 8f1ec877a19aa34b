// SPDX-License-Identifier: Apache-2.0

import OpenStack
import PlacementAPI

/// Prints a policy file with all rules and their defaults; `conf/policy.yaml` is one.
let policySample = Command(
    inspecting: "policy sample", "Print a policy file with all rules and their defaults.",
    statuses: [ExitStatus(0, "printed")], example: "> policy.yaml"
) { call in
    for line in PolicySample(policyDefaults).lines { call.print(line) }
    return 0
}
