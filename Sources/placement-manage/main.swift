// SPDX-License-Identifier: Apache-2.0

import OpenStack
import POSIX

/// Everything this program can do; each command is in a file of its own.
let program = Program(
    "placement-manage",
    "Look after the database, the configuration and the policy of the Placement service.",
    commands: [
        databaseSync, databaseVersion, databaseStamp, databaseMigrations,
        databaseCheck, databaseBackup, databasePurge,
        databaseJournalInstall, databaseJournalRemove, databaseJournalStatus,
        providerTree, providerBlockers, allocationsAudit, candidatesExplain,
        configurationSample, configurationShow, configurationCheck,
        policyList, policySample, policyCheck,
    ])

Process.exit(program.run(Process.arguments, environment: Process.environment))
