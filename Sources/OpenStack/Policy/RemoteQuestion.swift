// SPDX-License-Identifier: Apache-2.0

package import JSON

/// What the server of an `http:` or `https:` check is asked.
package struct RemoteQuestion: Equatable, Sendable {
    package let url: String
    /// The rule that the call asked for, not the one that holds the check.
    package let rule: String
    package let target: Object
    package let credentials: Object
}

/// Answers no remote check, for policies that have none.
@Sendable package func refuse(_ question: RemoteQuestion) throws(PolicyError) -> Bool {
    throw .remote(url: question.url, reason: "no other servers can be asked here")
}
