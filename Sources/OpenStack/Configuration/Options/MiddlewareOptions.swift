// SPDX-License-Identifier: Apache-2.0

/// Options of the section `oslo_middleware`.
///
/// Source: oslo.middleware `http_proxy_to_wsgi.py`.
package enum MiddlewareOptions {
    package static let parsesProxyHeaders = Option(
        "oslo_middleware", "enable_proxy_headers_parsing", .boolean, default: false,
        """
        Believe what the headers Forwarded and X-Forwarded-* say about the address that the client \
        used. Switch it on only behind a proxy that sets or removes these headers itself.
        """)

    package static let group = OptionGroup(
        "oslo_middleware", "How the service sees the proxy before it.", [parsesProxyHeaders])
}
