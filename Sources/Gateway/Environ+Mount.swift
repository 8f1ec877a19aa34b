// SPDX-License-Identifier: Apache-2.0

extension Environ {
    /// The same variables with `SCRIPT_NAME` and `PATH_INFO` as WSGI has them, whichever web
    /// server sent them: where the service is mounted, and the decoded path behind that.
    ///
    /// What web servers send, tried with nginx 1.22 and Apache 2.4.71:
    ///
    /// | sent by | `SCRIPT_NAME` | `PATH_INFO` | `SCRIPT_FILENAME` |
    /// |-|-|-|-|
    /// | nginx with our site files | mount | path | |
    /// | nginx with its own `fastcgi_params` | whole path | | root folder and whole path |
    /// | Apache `ProxyPass`, type GENERIC | whole path | | path behind the mount, encoded |
    /// | Apache `SetHandler` under a mount | mount | path | |
    /// | Apache `SetHandler` at the root | first segment | rest | |
    /// | a minimal one | | | |
    ///
    /// So `PATH_INFO` is believed where it is sent, even empty. Where it is not, `SCRIPT_NAME` has
    /// the whole path, and Apache's `SCRIPT_FILENAME` tells where the mount ends; without both,
    /// `REQUEST_URI` is decoded, in its absolute form too. A mount path has to be stated where
    /// nothing tells it: for `SetHandler`, and for the second row with a prefix in it.
    ///
    /// `%2F` is what the web server makes of it. nginx decodes it, and so do we in `REQUEST_URI`:
    /// it separates segments, as it does in the reference. Apache refuses it, or leaves it alone
    /// with `AllowEncodedSlashes NoDecode`; it stays then, for it may be `%252F` decoded once.
    ///
    /// - Parameter mountPath: Where the service is mounted, such as `/placement`; empty for the
    ///   root, `nil` to find out from the variables.
    /// - Returns: The variables; unchanged, and at no cost, if they are as they should be.
    package func normalized(mountPath: String? = nil) -> Environ {
        var (mount, path) = split
        if let mountPath {
            (mount, path) = Environ.cut(mount + path, at: mountPath.withoutTrailingSlashes)
        }
        guard mount != self["SCRIPT_NAME"] || path != self["PATH_INFO"] else { return self }
        var environ = self
        environ["SCRIPT_NAME"] = mount
        environ["PATH_INFO"] = path
        return environ
    }

    /// Mount and path as far as the variables tell.
    private var split: (mount: String, path: String) {
        if let path = self["PATH_INFO"] {
            let mount = self["SCRIPT_NAME"] ?? ""
            if path.isEmpty || path.utf8.first == UInt8(ascii: "/") {
                return (mount.withoutTrailingSlashes, path)
            }
            return (mount.withoutTrailingSlashes, "/" + path)
        }
        if let whole = self["SCRIPT_NAME"], !whole.isEmpty {
            return splitByFilename(whole) ?? ("", whole)
        }
        return ("", Environ.path(ofTarget: self["REQUEST_URI"] ?? ""))
    }

    /// Cuts the whole path where Apache's `SCRIPT_FILENAME` says that the mount ends.
    private func splitByFilename(_ whole: String) -> (mount: String, path: String)? {
        guard let filename = self["SCRIPT_FILENAME"], filename.utf8.first == UInt8(ascii: "/")
        else { return nil }
        // A proxied URL that ends with a slash gives two of them, and one for the mount itself.
        let encoded = "/" + filename.drop { $0 == "/" }
        // The second form leaves %2F as it is.
        let kept = encoded.replacing("%2F", with: "%252F").replacing("%2f", with: "%252f")
        for target in [encoded, kept] {
            let path = Environ.path(ofTarget: target)
            if whole.hasSuffix(path) { return (String(whole.dropLast(path.count)), path) }
            if path == "/" { return (whole, "") }
        }
        return nil
    }

    /// Cuts a whole path behind a mount path that is known.
    private static func cut(
        _ whole: String, at mountPath: String
    ) -> (mount: String, path: String) {
        if whole == mountPath { return (mountPath, "") }
        if whole.hasPrefix(mountPath + "/") {
            return (mountPath, String(whole.dropFirst(mountPath.count)))
        }
        // The web server has taken the prefix away; links need it back.
        return (mountPath, whole)
    }

    /// The decoded path of a request target, one character a byte.
    ///
    /// Source: RFC 9112, section 3.2 "Request Target".
    private static func path(ofTarget target: String) -> String {
        var bytes = target.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }[...]
        if bytes.first != UInt8(ascii: "/"), let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            bytes[colon...].starts(with: "://".utf8)
        {
            bytes = bytes[(colon + 3)...].drop {
                $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?")
            }
        }
        let end = bytes.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
        let decoded = PercentEncoding.decoded(Array(bytes[..<(end ?? bytes.endIndex)]))
        return String(String.UnicodeScalarView(decoded.map { Unicode.Scalar($0) }))
    }
}

extension String {
    /// The path as a prefix of other paths: `/placement` for `/placement/`, nothing for `/`.
    fileprivate var withoutTrailingSlashes: String {
        var rest = self[...]
        while rest.utf8.last == UInt8(ascii: "/") { rest = rest.dropLast() }
        return String(rest)
    }
}
