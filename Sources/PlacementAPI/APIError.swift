// SPDX-License-Identifier: Apache-2.0

package import Gateway
import JSON

/// A refusal, as the client sees it.
package struct APIError: Error, Equatable {
    package let status: Status
    package let detail: String
    package let code: Code
    /// What a 405 says in `Allow`; the reference does not always say it.
    var allow: String?
    /// Whether the answer carries `vary`.
    ///
    /// The reference adds it to what a handler answers, even a refusal, but not to what is refused
    /// before a handler runs, nor to a missing resource or a lack of rights that no handler
    /// caught.
    var varies = true

    package init(_ status: Status, _ detail: String = "", code: Code = .undefined) {
        self.status = status
        self.detail = detail
        self.code = code
    }

    /// A refusal that did not come from a handler, so that its answer lacks `vary`.
    static func outsideHandler(_ status: Status, _ detail: String = "") -> APIError {
        var error = APIError(status, detail)
        error.varies = false
        return error
    }

    /// The machine-readable `code` of an error body, sent from 1.23 on.
    ///
    /// Source: reference `placement/errors.py`. A string, once published, never changes.
    package enum Code: String, Sendable {
        case undefined = "placement.undefined_code"
        case inventoryInUse = "placement.inventory.inuse"
        case concurrentUpdate = "placement.concurrent_update"
        case duplicateName = "placement.duplicate_name"
        case providerInUse = "placement.resource_provider.inuse"
        case cannotDeleteParent = "placement.resource_provider.cannot_delete_parent"
        case providerNotFound = "placement.resource_provider.not_found"
        case duplicateQueryKey = "placement.query.duplicate_key"
        case badQueryValue = "placement.query.bad_value"
        case missingQueryValue = "placement.query.missing_value"
    }
}

extension APIError {
    /// The answer to a request that was refused.
    ///
    /// - Parameters:
    ///   - request: what was refused.
    ///   - version: the version that the request is answered in; `nil` if it asked for none that
    ///     can be read or served.
    /// - Returns: the answer, still without the headers that tell the version.
    package func response(to request: Request, version: Microversion?) -> Response {
        var response = ErrorPage(status, detail).response(to: request) {
            body(message: $0, requestID: request.id, version: version)
        }
        if let allow { response.headers.add("allow", allow) }
        return response
    }

    /// The JSON form of an error.
    ///
    /// Source: API working group guideline "Errors"; reference `placement/util.py`,
    /// `json_error_formatter`.
    private func body(message: String, requestID: String?, version: Microversion?) -> [UInt8] {
        var error: JSON.Object = [
            "status": .integer(status.rawValue),
            "title": .string(status.phrase),
            "detail": .string(ErrorPage.withoutTags(message)),
        ]
        if let version, version >= .errorCodes { error["code"] = .string(code.rawValue) }
        if let requestID { error["request_id"] = .string(requestID) }
        if status == .notAcceptable, version == nil {
            error["max_version"] = .string(Microversion.maximum.description)
            error["min_version"] = .string(Microversion.minimum.description)
        }
        var writer = Writer(capacity: 512)
        writer.value(.object(["errors": .array([.object(error)])]))
        return writer.bytes
    }
}
