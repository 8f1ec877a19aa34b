// SPDX-License-Identifier: Apache-2.0

/// Options of the section `placement_database`.
///
/// Source: reference `placement/conf/database.py`.
package enum DatabaseOptions {
    package static let connection = Option(
        "placement_database", "connection", .string,
        """
        Where the database is: sqlite:///relative/path or sqlite:////absolute/path. There is no \
        default.
        """, [.secret, .url, .required])

    package static let sqliteSynchronous = Option(
        "placement_database", "sqlite_synchronous", .boolean, default: true,
        """
        Whether a change is on the disk before it is acknowledged. Without it, changes of the last \
        moments are lost when the power fails.
        """)

    package static let syncsOnStartup = Option(
        "placement_database", "sync_on_startup", .boolean, default: false,
        """
        Make or upgrade the tables when the service starts, as "placement-manage db sync" does.
        """)

    package static let replicaConnection = Option(
        "placement_database", "slave_connection", .string,
        "A replica of the database to read from.", [.secret, .url, .ineffective])

    package static let connectionParameters = Option(
        "placement_database", "connection_parameters", .string, default: "",
        "Parameters that are added to the connection's URL, such as timeout=10.")

    package static let maxRetries = Option(
        "placement_database", "max_retries", .integer(), default: 10,
        "How often a lost connection to a database server is tried again; -1 is for ever.",
        [.ineffective])

    package static let retryInterval = Option(
        "placement_database", "retry_interval", .integer(), default: 10,
        "Seconds between two tries to connect to a database server.", [.ineffective])

    package static let connectionRecycleTime = Option(
        "placement_database", "connection_recycle_time", .integer(), default: 3600,
        "Seconds after which a pooled connection is replaced.", [.ineffective])

    package static let maxPoolSize = Option(
        "placement_database", "max_pool_size", .integer(), "Connections that are kept open.",
        [.ineffective])

    package static let maxOverflow = Option(
        "placement_database", "max_overflow", .integer(),
        "Connections beyond the pool's size in times of need.", [.ineffective])

    package static let poolTimeout = Option(
        "placement_database", "pool_timeout", .integer(),
        "Seconds to wait for a connection of the pool.", [.ineffective])

    package static let sqlMode = Option(
        "placement_database", "mysql_sql_mode", .string, default: "TRADITIONAL",
        "The SQL mode of MySQL sessions.", [.ineffective])

    package static let connectionDebug = Option(
        "placement_database", "connection_debug", .integer(), default: 0,
        "How much SQL is written to the log: 0 is none, 100 all.", [.ineffective])

    package static let connectionTrace = Option(
        "placement_database", "connection_trace", .boolean, default: false,
        "Add the lines of Python to SQL as a comment.", [.ineffective])

    package static let group = OptionGroup(
        "placement_database", "Where everything is kept.",
        [
            connection, sqliteSynchronous, syncsOnStartup, replicaConnection,
            connectionParameters, maxRetries, retryInterval, connectionRecycleTime, maxPoolSize,
            maxOverflow, poolTimeout, sqlMode, connectionDebug, connectionTrace,
        ])
}
