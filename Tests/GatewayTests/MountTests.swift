// SPDX-License-Identifier: Apache-2.0

import Gateway
import Testing

/// What a web server sends, and what WSGI has instead.
struct Form: Sendable, CustomTestStringConvertible {
    let name: String
    var variables: [String: String]
    var mountPath: String?
    let script: String
    let path: String

    var testDescription: String { name }

    init(
        _ name: String, script: String? = nil, path: String? = nil, file: String? = nil,
        target: String? = nil, mountPath: String? = nil, becomes: (script: String, path: String)
    ) {
        self.name = name
        variables = [:]
        variables["SCRIPT_NAME"] = script
        variables["PATH_INFO"] = path
        variables["SCRIPT_FILENAME"] = file
        variables["REQUEST_URI"] = target
        self.mountPath = mountPath
        self.script = becomes.script
        self.path = becomes.path
    }
}

@Suite struct MountTests {
    private static let nginx = [
        Form("our site at the root", script: "", path: "/traits/A", becomes: ("", "/traits/A")),
        Form("our site, root document", script: "", path: "/", becomes: ("", "/")),
        Form(
            "our site under a mount", script: "/placement", path: "/traits",
            becomes: ("/placement", "/traits")),
        Form(
            "our site, the mount itself", script: "/placement", path: "",
            becomes: ("/placement", "")),
        Form(
            "a mount with its slash", script: "/placement/", path: "traits",
            becomes: ("/placement", "/traits")),
        Form(
            "fastcgi_params at the root", script: "/traits/A B", target: "/traits/A%20B",
            becomes: ("", "/traits/A B")),
        Form(
            "fastcgi.conf", script: "/traits", file: "/usr/share/nginx/html/traits",
            becomes: ("", "/traits")),
        Form(
            "fastcgi_params under a mount", script: "/placement/traits", mountPath: "/placement",
            becomes: ("/placement", "/traits")),
        Form(
            "an empty PATH_INFO besides a whole path", script: "/placement/traits", path: "",
            mountPath: "/placement", becomes: ("/placement", "/traits")),
        Form(
            "the whole path in PATH_INFO", script: "", path: "/placement/traits",
            mountPath: "/placement/", becomes: ("/placement", "/traits")),
        Form(
            "a prefix that the server took away", script: "", path: "/traits",
            mountPath: "/placement", becomes: ("/placement", "/traits")),
        Form(
            "a path that only looks like the mount", script: "", path: "/placements",
            mountPath: "/placement", becomes: ("/placement", "/placements")),
        Form("a decoded slash", script: "", path: "/traits/A/B", becomes: ("", "/traits/A/B")),
    ]

    private static let apache = [
        Form(
            "ProxyPass at the root", script: "/traits/A B", file: "/traits/A%20B",
            becomes: ("", "/traits/A B")),
        Form("ProxyPass, root document", script: "/", file: "/", becomes: ("", "/")),
        Form(
            "ProxyPass under a mount", script: "/placement/traits/\u{C3}\u{A9}",
            file: "/traits/%C3%A9", becomes: ("/placement", "/traits/\u{C3}\u{A9}")),
        Form(
            "ProxyPass to a URL with a slash", script: "/placement/traits", file: "//traits",
            becomes: ("/placement", "/traits")),
        Form(
            "ProxyPass, the mount itself", script: "/placement", file: "/",
            becomes: ("/placement", "")),
        Form(
            "ProxyPass, the mount with a slash", script: "/placement/", file: "//",
            becomes: ("/placement", "/")),
        Form(
            "ProxyPass, a trailing slash", script: "/placement/traits/", file: "//traits/",
            becomes: ("/placement", "/traits/")),
        Form(
            "ProxyPass with a bare question mark", script: "/placement/traits", file: "/traits?",
            becomes: ("/placement", "/traits")),
        Form(
            "an encoded slash that Apache leaves alone", script: "/placement/traits/A%2FB",
            file: "//traits/A%2FB", becomes: ("/placement", "/traits/A%2FB")),
        Form(
            "SetHandler under a mount", script: "/placement", path: "/traits",
            file: "proxy:fcgi://localhost/var/www/placement", becomes: ("/placement", "/traits")),
        Form(
            "SetHandler at the root", script: "/traits", path: "/A",
            file: "proxy:fcgi://localhost/var/www/traits", mountPath: "",
            becomes: ("", "/traits/A")),
        Form(
            "SetHandler, root document", script: "/", file: "proxy:fcgi://localhost/var/www/",
            mountPath: "", becomes: ("", "/")),
        Form(
            "an absolute target", script: "/traits", file: "/traits",
            target: "http://host/traits?name=x", becomes: ("", "/traits")),
    ]

    private static let others = [
        Form("only a target", target: "/traits/%C3%A9?x=/y", becomes: ("", "/traits/\u{C3}\u{A9}")),
        Form("only an absolute target", target: "http://a:1/b%2Fc?d", becomes: ("", "/b/c")),
        Form("an absolute target without a path", target: "http://a?b", becomes: ("", "")),
        Form("a colon in a path", target: "/a://b", becomes: ("", "/a://b")),
        Form(
            "only a target under a mount", target: "/placement/traits", mountPath: "/placement",
            becomes: ("/placement", "/traits")),
        Form("nothing at all", becomes: ("", "")),
    ]

    @Test(arguments: nginx + apache + others)
    func `mount and path are found`(form: Form) {
        let environ = Environ(form.variables).normalized(mountPath: form.mountPath)
        #expect(environ["SCRIPT_NAME"] == form.script)
        #expect(environ["PATH_INFO"] == form.path)
    }

    @Test(arguments: nginx + apache + others)
    func `a second time changes nothing`(form: Form) {
        let once = Environ(form.variables).normalized(mountPath: form.mountPath)
        #expect(once.normalized(mountPath: form.mountPath) == once)
    }
}
