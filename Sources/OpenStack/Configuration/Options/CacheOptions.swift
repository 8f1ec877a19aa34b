// SPDX-License-Identifier: Apache-2.0

/// Options of the section `cache`, in which oslo.cache is set up for the Python service.
///
/// Source: oslo.cache `_opts.py`, which keystonemiddleware registers.
package enum CacheOptions {
    private static let name = "cache"
    private static let help = "Not used: each process has a cache of its own, in memory."

    private static let strings = [
        "backend", "config_prefix", "redis_sentinel_service_name", "redis_server",
        "tls_allowed_ciphers", "tls_cafile", "tls_certfile", "tls_keyfile",
    ]
    private static let lists = ["memcache_servers", "proxies", "redis_sentinels"]
    private static let switches = [
        "debug_cache_backend", "enable_retry_client", "enable_socket_keepalive", "enabled",
        "memcache_pool_flush_on_reconnect", "memcache_sasl_enabled", "tls_enabled",
    ]
    private static let numbers = [
        "backend_expiration_time", "expiration_time", "hashclient_retry_attempts",
        "memcache_dead_retry", "memcache_pool_connection_get_timeout", "memcache_pool_maxsize",
        "memcache_pool_unused_timeout", "redis_db", "retry_attempts", "retry_delay",
        "socket_keepalive_count", "socket_keepalive_idle", "socket_keepalive_interval",
    ]
    private static let renamed = [
        ("hashclient_dead_timeout", ["dead_timeout"]),
        ("hashclient_retry_timeout", ["hashclient_retry_delay"]),
        ("socket_timeout", ["memcache_socket_timeout", "redis_socket_timeout"]),
    ]

    package static let group = OptionGroup(
        name, "A cache that several services share. Not used here.",
        strings.map { Option(name, $0, .string, help, [.ineffective]) }
            + lists.map { Option(name, $0, .list, help, [.ineffective]) }
            + switches.map { Option(name, $0, .boolean, default: false, help, [.ineffective]) }
            + numbers.map { Option(name, $0, .float(), help, [.ineffective]) }
            + renamed.map { current, old in
                Option(
                    name, current, .float(), help, [.ineffective],
                    oldNames: old.map { OptionName(name, $0) })
            }
            + [
                Option(
                    name, "backend_argument", .multiple, default: [], help, [.ineffective, .secret]),
                Option(
                    name, "username", .string, help, [.ineffective],
                    oldNames: ["memcache_username", "redis_username"].map { OptionName(name, $0) }),
                Option(
                    name, "password", .string, help, [.ineffective, .secret],
                    oldNames: ["memcache_password", "redis_password"].map { OptionName(name, $0) }),
            ])
}
