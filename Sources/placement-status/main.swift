// SPDX-License-Identifier: Apache-2.0

import OpenStack
import POSIX

/// Everything this program can do; 255 tells a failure from what `upgrade check` finds.
let program = Program(
    "placement-status", "Say whether the Placement service is ready for an upgrade.",
    failureStatus: 255, commands: [upgradeCheck])

Process.exit(program.run(Process.arguments, environment: Process.environment))
