// SPDX-License-Identifier: Apache-2.0

import Gateway
import Testing

@testable import OpenStack

@Suite struct NoAuth2Tests {
    @Test(arguments: try MiddlewareFixture.load().noauth)
    func `a caller is who the reference takes him for`(
        _ example: MiddlewareFixture.NoAuthCase
    ) throws {
        var request = makeRequest(example.method, headers: example.headers)
        // As the request log in front of it does.
        if request.accept.isEmpty || request.accept == "*/*" {
            request.environ["HTTP_ACCEPT"] = "application/json"
        }
        var caller: Caller?
        let response = try NoAuth2().handle(request) { request in
            caller = request.caller
            return Response(.ok)
        }
        #expect(response.status.rawValue == example.answer.status)
        #expect(response.caller == caller)
        if example.caller == nil {
            #expect(response.headers.pairs == example.answer.headers)
            #expect(String(decoding: response.body, as: UTF8.self) == example.answer.body)
        }
        #expect(caller?.userID == example.caller?.user_id)
        #expect(caller?.projectID == example.caller?.project_id)
        #expect(caller?.domainID == example.caller?.domain_id)
        #expect(caller?.userDomainID == example.caller?.user_domain_id)
        #expect(caller?.projectDomainID == example.caller?.project_domain_id)
        #expect(caller?.systemScope == example.caller?.system_scope)
        #expect(caller?.roles == example.caller?.roles)
        #expect(caller?.isAdminProject == example.caller?.is_admin_project)
        #expect(caller?.serviceRoles == example.caller?.service_roles)
    }

    @Test(arguments: ["/", ""])
    func `the root needs no token`(path: String) throws {
        let response = try NoAuth2().handle(makeRequest("GET", path)) { request in
            #expect(request.caller == nil)
            return Response(.ok)
        }
        #expect(response.status == .ok)
    }
}
