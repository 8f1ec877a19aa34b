// SPDX-License-Identifier: Apache-2.0

/// Who sent a request, as the authentication layer found out.
///
/// It travels as a value of its own, never as headers, so that no header of a client can be
/// taken for it.
package struct Caller: Equatable, Sendable {
    package var userID: String?
    package var projectID: String?
    package var roles: [String] = []
    package var userDomainID: String?
    package var projectDomainID: String?
    package var domainID: String?
    /// `all` for a token with system scope.
    package var systemScope: String?
    package var serviceUserID: String?
    package var serviceUserDomainID: String?
    package var serviceProjectID: String?
    package var serviceProjectDomainID: String?
    package var serviceRoles: [String] = []
    package var isAdminProject = true

    package init(userID: String? = nil, projectID: String? = nil, roles: [String] = []) {
        self.userID = userID
        self.projectID = projectID
        self.roles = roles
    }
}
