// SPDX-License-Identifier: Apache-2.0

/// Options of the section `cors`, and of sections such as `cors.dashboard`.
///
/// Source: oslo.middleware `cors.py`; the defaults are those of reference
/// `placement/wsgi/__init__.py`.
package enum CORSOptions {
    package static let allowedOrigins = Option(
        "cors", "allowed_origin", .list,
        """
        Origins whose web pages may call the service from a browser, such as \
        https://horizon.example.com; * is all of them. Unless it is set, no page may.
        """)

    package static let allowsCredentials = Option(
        "cors", "allow_credentials", .boolean, default: true,
        "Whether a browser may send credentials along.")

    package static let exposedHeaders = Option(
        "cors", "expose_headers", .list,
        default: [
            "X-Auth-Token", "X-Openstack-Request-Id", "X-Subject-Token", "X-Service-Token",
            "OpenStack-API-Version",
        ], "Headers of an answer that a page may read.")

    package static let maxAgeSeconds = Option(
        "cors", "max_age", .integer(), default: 3600,
        "Seconds for which a browser may remember the answer to a preflight request.")

    package static let allowedMethods = Option(
        "cors", "allow_methods", .list, default: ["GET", "PUT", "POST", "DELETE", "PATCH"],
        "Methods that a page may use.")

    package static let allowedHeaders = Option(
        "cors", "allow_headers", .list,
        default: [
            "X-Auth-Token", "X-Openstack-Request-Id", "X-Identity-Status", "X-Roles",
            "X-Service-Catalog", "X-User-Id", "X-Tenant-Id", "OpenStack-API-Version",
        ], "Headers that a page may send.")

    package static let group = OptionGroup(
        "cors",
        """
        Calls from web pages of other origins. Sections such as [cors.dashboard] set the same \
        options for other origins; what they leave out is as in [cors].
        """, copies: .prefixed("cors."),
        [
            allowedOrigins, allowsCredentials, exposedHeaders, maxAgeSeconds, allowedMethods,
            allowedHeaders,
        ])
}
