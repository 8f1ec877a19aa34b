// SPDX-License-Identifier: Apache-2.0

import Gateway

/// A request that has arrived as a whole.
struct ReceivedRequest: Sendable {
    /// The number that the answer's records carry.
    var id: UInt16 = 0
    /// Whether the web server wants to use the connection again.
    var keepsConnection = false
    /// Well-formed name-value pairs; none if the request is refused because of them.
    var parameters: [UInt8] = []
    /// What arrived on standard input; empty if the request is refused.
    var body: [UInt8] = []
    /// Why the application does not get to see it.
    var refusal: Refusal?
    /// How long it took to arrive, from its first byte to its last, in nanoseconds.
    var arrivalNanoseconds = 0
}

extension ReceivedRequest {
    /// The body, held against what `CONTENT_LENGTH` says.
    ///
    /// What arrived is the truth, and the number only a claim: a smaller one cuts the body, as
    /// RFC 3875, section 4.2 wants it, and a larger one means that something got lost. What is no
    /// number, or none at all, is left to the application.
    func body(limitBytes: Int, _ environ: Environ) -> Result<[UInt8], Refusal> {
        let text = environ["CONTENT_LENGTH"] ?? ""
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return .success(body)
        }
        guard let length = Int(text), length <= limitBytes else { return .failure(.bodyTooLarge) }
        guard length <= body.count else { return .failure(.bodyIncomplete) }
        return .success(length == body.count ? body : Array(body[..<length]))
    }
}
