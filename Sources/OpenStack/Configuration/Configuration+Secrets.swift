// SPDX-License-Identifier: Apache-2.0

extension Configuration.Setting {
    /// The value as it may be shown to anyone: what is secret in it is four asterisks.
    package var shownText: String? {
        guard let text = value.text, isSecret else {
            return value.text.map(URLSecrets.hidden(in:))
        }
        return isURL(text) ? URLSecrets.hidden(in: text) : "****"
    }

    /// Whether there is something in the value that not everyone should know.
    package var hasSecret: Bool {
        guard let text = value.text, !text.isEmpty else { return false }
        return isSecret ? shownText != text : URLSecrets.hidden(in: text) != text
    }

    private var isSecret: Bool { declaration.isSecret }

    private func isURL(_ text: String) -> Bool {
        declaration.traits.contains(.url) && text.contains("://")
    }
}

/// The secrets that people write into URLs.
enum URLSecrets {
    /// A text in which the passwords of URLs are four asterisks: `mysql://me:****@host/db`.
    ///
    /// A password may have any letters in it, since not everyone encodes them; so it ends at the
    /// last @ before a blank or a comma.
    static func hidden(in text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while let scheme = rest.firstRange(of: "://") {
            result += rest[..<scheme.upperBound]
            rest = rest[scheme.upperBound...]
            let url = rest.prefix { !$0.isWhitespace && $0 != "," }
            rest = rest[url.endIndex...]
            result += parameters(hiddenIn: password(hiddenIn: url))
        }
        return result + rest
    }

    private static func password(hiddenIn url: Substring) -> Substring {
        guard let at = url.lastIndex(of: "@"), let colon = url[..<at].firstIndex(of: ":") else {
            return url
        }
        return "\(url[...colon])****\(url[at...])"[...]
    }

    private static func parameters(hiddenIn url: Substring) -> String {
        guard let question = url.firstIndex(of: "?") else { return String(url) }
        let pairs = url[question...].dropFirst().split(
            separator: "&", omittingEmptySubsequences: false
        ).map { pair -> String in
            guard let equals = pair.firstIndex(of: "="), equals != pair.indices.last else {
                return String(pair)
            }
            let name = pair[..<equals].lowercased()
            let isSecret = ["pass", "secret", "token"].contains { name.contains($0) }
            return isSecret ? "\(pair[...equals])****" : String(pair)
        }
        return "\(url[...question])\(pairs.joined(separator: "&"))"
    }
}
