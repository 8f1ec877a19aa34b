// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// For targets in which no unsafe code is allowed.
let safe = strict + [.strictMemorySafety()]

// The arrows are those of ARCHITECTURE.md; TidyTests hold the imports to them.
let package = Package(
    name: "placement",
    targets: [
        // C libraries from Debian: a module map and a shim each, nothing else.
        .systemLibrary(name: "CFCGI", pkgConfig: "fcgi", providers: [.apt(["libfcgi-dev"])]),
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),

        // The parts of Linux that Swift's Glibc module leaves out.
        .systemLibrary(name: "CLinux"),

        // What any service needs.
        .target(name: "JSON", swiftSettings: strict),
        .target(name: "Calendar", swiftSettings: safe),
        .target(name: "Metrics", swiftSettings: safe),
        .target(name: "POSIX", dependencies: ["CLinux", "Calendar"], swiftSettings: strict),
        .target(name: "YAML", dependencies: ["CYAML"], swiftSettings: strict),
        .target(name: "HTTPClient", dependencies: ["CCurl"], swiftSettings: strict),
        .target(name: "SQL", swiftSettings: safe),
        .target(
            name: "SQLite", dependencies: ["CSQLite", "Metrics", "POSIX", "SQL"],
            swiftSettings: strict),
        .target(name: "Gateway", dependencies: ["Calendar"], swiftSettings: safe),
        .target(
            name: "FastCGI", dependencies: ["CFCGI", "Gateway", "POSIX"], swiftSettings: strict),
        .target(
            name: "OpenStack",
            dependencies: [
                "Calendar", "Gateway", "HTTPClient", "JSON", "Metrics", "POSIX", "YAML",
            ], swiftSettings: strict),

        // Placement itself.
        .target(name: "Placement", dependencies: ["Calendar"], swiftSettings: strict),
        .target(
            name: "Storage", dependencies: ["Metrics", "POSIX", "Placement", "SQL"],
            swiftSettings: safe),
        .target(
            name: "PlacementAPI",
            dependencies: [
                "Gateway", "JSON", "Metrics", "OpenStack", "Placement", "SQL", "Storage",
            ], swiftSettings: safe),

        // What the three programs share.
        .target(
            name: "ConfiguredDatabase",
            dependencies: ["OpenStack", "POSIX", "Placement", "SQLite"],
            swiftSettings: safe),

        // The three programs.
        .executableTarget(
            name: "placement-api",
            dependencies: [
                "ConfiguredDatabase", "FastCGI", "Gateway", "JSON", "Metrics", "OpenStack", "POSIX",
                "Placement", "PlacementAPI", "SQL", "SQLite", "Storage",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "placement-manage",
            dependencies: [
                "ConfiguredDatabase", "Gateway", "JSON", "OpenStack", "POSIX", "Placement",
                "PlacementAPI", "SQLite", "Storage",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "placement-status",
            dependencies: [
                "ConfiguredDatabase", "JSON", "OpenStack", "POSIX", "Placement", "SQLite",
                "Storage",
            ],
            swiftSettings: strict),

        // One folder a target.
        .testTarget(
            name: "JSONTests", dependencies: ["JSON"], exclude: ["Fixtures"],
            swiftSettings: strict),
        .testTarget(name: "MetricsTests", dependencies: ["Metrics"], swiftSettings: strict),
        .testTarget(name: "CalendarTests", dependencies: ["Calendar"], swiftSettings: strict),
        .testTarget(name: "POSIXTests", dependencies: ["POSIX"], swiftSettings: strict),
        .testTarget(name: "YAMLTests", dependencies: ["YAML"], swiftSettings: strict),
        .testTarget(name: "HTTPClientTests", dependencies: ["HTTPClient"], swiftSettings: strict),
        .testTarget(
            name: "SQLiteTests", dependencies: ["POSIX", "SQL", "SQLite"], swiftSettings: strict),
        .testTarget(name: "GatewayTests", dependencies: ["Gateway"], swiftSettings: strict),
        .testTarget(
            name: "FastCGITests", dependencies: ["FastCGI", "Gateway", "POSIX"],
            swiftSettings: strict),
        .testTarget(
            name: "OpenStackTests",
            dependencies: ["Gateway", "HTTPClient", "JSON", "Metrics", "OpenStack", "POSIX"],
            exclude: [
                "Fixtures", "Identity/keystone-outcomes.json",
                "Identity/make-keystone-outcomes.py", "Policy/make-policy-verdicts.py",
                "Policy/policy-verdicts.json",
            ],
            swiftSettings: strict),
        .testTarget(name: "PlacementTests", dependencies: ["Placement"], swiftSettings: strict),
        .testTarget(
            name: "StorageTests", dependencies: ["Placement", "POSIX", "SQL", "SQLite", "Storage"],
            exclude: ["Fixtures"], swiftSettings: strict),
        .testTarget(
            name: "PlacementAPITests",
            dependencies: [
                "Gateway", "JSON", "Metrics", "OpenStack", "Placement", "PlacementAPI", "SQL",
                "SQLite", "Storage",
            ], exclude: ["Fixtures"], swiftSettings: strict),
        .executableTarget(
            name: "fastcgi-trial", dependencies: ["FastCGI", "Gateway", "POSIX"],
            path: "Tests/Functional/fastcgi/trial", swiftSettings: strict),
        .testTarget(name: "TidyTests", swiftSettings: strict),
    ]
)
