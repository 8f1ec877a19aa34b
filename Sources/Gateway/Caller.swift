// SPDX-License-Identifier: Apache-2.0

/// Who sent a request, as the authentication layer found out.
///
/// It travels as a value of its own, never as headers, so that no header of a client can be
/// taken for it. It is one object that never changes, since requests, answers and lines of the log
/// hand it on all the time, and one reference is cheaper to count than those of a dozen texts.
package final class Caller: Sendable {
    package let userID: String?
    package let projectID: String?
    package let roles: [String]
    package let userDomainID: String?
    package let projectDomainID: String?
    package let domainID: String?
    /// `all` for a token with system scope.
    package let systemScope: String?
    package let isAdminProject: Bool
    package let serviceUserID: String?
    package let serviceUserDomainID: String?
    package let serviceProjectID: String?
    package let serviceProjectDomainID: String?
    package let serviceRoles: [String]

    package init(
        userID: String? = nil, projectID: String? = nil, roles: [String] = [],
        userDomainID: String? = nil, projectDomainID: String? = nil, domainID: String? = nil,
        systemScope: String? = nil, isAdminProject: Bool = true, serviceUserID: String? = nil,
        serviceUserDomainID: String? = nil, serviceProjectID: String? = nil,
        serviceProjectDomainID: String? = nil, serviceRoles: [String] = []
    ) {
        self.userID = userID
        self.projectID = projectID
        self.roles = roles
        self.userDomainID = userDomainID
        self.projectDomainID = projectDomainID
        self.domainID = domainID
        self.systemScope = systemScope
        self.isAdminProject = isAdminProject
        self.serviceUserID = serviceUserID
        self.serviceUserDomainID = serviceUserDomainID
        self.serviceProjectID = serviceProjectID
        self.serviceProjectDomainID = serviceProjectDomainID
        self.serviceRoles = serviceRoles
    }

    /// The user of one token whose request a service with another token passed on, if one did.
    ///
    /// This is a new object for each request. Threads that hand on one and the same object wait for
    /// each other to count its references, and services send all their requests with one token.
    package convenience init(_ user: Caller, through service: Caller?) {
        self.init(
            userID: user.userID, projectID: user.projectID, roles: user.roles,
            userDomainID: user.userDomainID, projectDomainID: user.projectDomainID,
            domainID: user.domainID, systemScope: user.systemScope,
            isAdminProject: user.isAdminProject, serviceUserID: service?.userID,
            serviceUserDomainID: service?.userDomainID, serviceProjectID: service?.projectID,
            serviceProjectDomainID: service?.projectDomainID, serviceRoles: service?.roles ?? [])
    }
}

extension Caller: Equatable {
    package static func == (left: Caller, right: Caller) -> Bool {
        left.userID == right.userID && left.projectID == right.projectID
            && left.roles == right.roles && left.userDomainID == right.userDomainID
            && left.projectDomainID == right.projectDomainID && left.domainID == right.domainID
            && left.systemScope == right.systemScope
            && left.isAdminProject == right.isAdminProject
            && left.serviceUserID == right.serviceUserID
            && left.serviceUserDomainID == right.serviceUserDomainID
            && left.serviceProjectID == right.serviceProjectID
            && left.serviceProjectDomainID == right.serviceProjectDomainID
            && left.serviceRoles == right.serviceRoles
    }
}
