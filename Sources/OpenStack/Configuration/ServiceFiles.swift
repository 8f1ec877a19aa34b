// SPDX-License-Identifier: Apache-2.0

package import POSIX

/// A file or folder that the service works with, and what it needs there.
package struct ServiceFile: Sendable {
    /// What the service does with it.
    package enum Use: Sendable {
        /// It only reads the file.
        case reads
        /// It reads and writes the file.
        case writes
        /// It makes and removes files in the folder.
        case makesFiles
    }

    /// What it is to an operator, such as `the database`.
    package let role: String
    /// A path from the root on.
    package let path: String
    package let use: Use
    /// Whether the service can do without, or makes it itself.
    package let mayBeMissing: Bool

    package init(
        _ role: String, _ path: String, _ use: Use, mayBeMissing: Bool = false
    ) {
        self.role = role
        self.path = path
        self.use = use
        self.mayBeMissing = mayBeMissing
    }
}

extension ConfigurationCheck {
    /// Looks whether the service's user can work with its files, and whether others can spoil them.
    ///
    /// - Parameters:
    ///   - files: What the service works with.
    ///   - user: The user as whom it runs.
    ///   - name: What the user is called.
    package mutating func look(at files: [ServiceFile], as user: User, named name: String) {
        for file in files {
            let rights: [User.Right] =
                switch file.use {
                case .reads: [.read]
                case .writes: [.read, .write]
                case .makesFiles: [.write, .search]
                }
            switch user.obstacle(to: rights, at: file.path) {
            case nil: break
            case .missing(let path):
                guard !file.mayBeMissing || path != file.path else { continue }
                add(
                    .error, "file-missing", "\(file.role), \(file.path): there is no \(path)",
                    mend: "make it, or correct the option that names it")
            case .closed(let folder):
                add(
                    .error, "folder-closed",
                    "\(file.role), \(file.path): \(name) may not pass \(folder)",
                    mend: "chmod o+x \(folder), or give it to a group of \(name)")
            case .refused:
                add(
                    .error, "file-refused",
                    "\(file.role), \(file.path): \(name) may not \(file.use.verb) it",
                    mend: "chown \(name) \(file.path)")
            case .unknown(let error):
                add(.warning, "file-unknown", "\(file.role), \(file.path): \(error)")
            }
            findOpenness(of: file)
        }
    }

    /// What everyone may write, anyone can make the service do.
    private mutating func findOpenness(of file: ServiceFile) {
        // A file that is missing was reported above, or may be.
        guard let status = try? File.status(of: file.path), status.mode & 0o002 != 0 else { return }
        // In a folder such as /tmp nobody can take away the files of others.
        let isSticky = status.mode & 0o1000 != 0
        guard status.kind != .directory || !isSticky else { return }
        add(
            .warning, "file-open", "\(file.role), \(file.path): everyone may write to it",
            mend: "chmod o-w \(file.path)")
    }
}

extension ServiceFile.Use {
    fileprivate var verb: String {
        switch self {
        case .reads: "read"
        case .writes: "read and write"
        case .makesFiles: "make files in"
        }
    }
}
