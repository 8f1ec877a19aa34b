// SPDX-License-Identifier: Apache-2.0

import OpenStack

/// Prints a configuration file with all options and their defaults; `conf/placement.conf` is one.
let configurationSample = Command(
    inspecting: "config sample", "Print a configuration file with all options and their defaults.",
    statuses: [ExitStatus(0, "printed")], example: "> placement.conf"
) { call in
    for line in ConfigurationSample().lines { call.print(line) }
    return 0
}
