// SPDX-License-Identifier: Apache-2.0

import OpenStack
import POSIX
import SQLite
import Storage

/// Copies the database into a file, as it is at one moment, while the service goes on.
let databaseBackup = Command(
    "db backup", "Copy the database into a file while the service goes on.",
    operands: [CommandOperand("FILE", "where the copy goes")],
    options: [.flag("--overwrite", "replace FILE if it is there")],
    details: """
        FILE is complete or not there at all: the copy is written beside it, checked, brought to
        disk and then given its name. It is as readable as the database is. To restore it, stop the
        service, remove the database's -wal and -shm files, and put the copy in its place.
        """,
    statuses: [
        ExitStatus(0, "FILE is a good copy"), ExitStatus(130, "interrupted, no copy was kept"),
    ],
    example: "/var/backups/placement.db --overwrite"
) { call in
    let options = call.arguments.options
    let words = call.arguments.words
    let settings = try call.databaseSettings(.readOnly)
    let status = try describing(settings.path) { () throws(Errno) in
        try File.status(of: settings.path)
    }
    let target = words[0]
    if File.exists(target) {
        let present = try describing(target) { () throws(Errno) in try File.status(of: target) }
        guard !present.isSameFile(as: status), present.kind == .regular else {
            throw CommandFailure("\(target) is the database itself or no file")
        }
        guard options["--overwrite"] != nil else {
            throw CommandFailure("\(target) is there already; --overwrite replaces it")
        }
    }
    let progress = try Progress()
    defer { progress.end() }
    let part = "\(target).part-\(Process.identifier)"
    let watch = SignalWatch([.interrupt, .terminate, .hangUp].filter { !$0.isIgnored })
    // Made here, so that nobody else can ever read it who cannot read the database.
    try describing(part) { () throws(Errno) in
        try File.write([], to: part, mode: 0o600, mustBeNew: true)
    }
    do {
        try watch.start { signal in
            progress.end()
            removePart(part)
            StandardStream.error.writeLine("placement-manage: interrupted, no copy was kept")
            Process.exit(128 + signal.number)
        }
        try describing(part) { () throws(Errno) in
            try File.setMode(status.mode & 0o666, of: part)
        }
        progress.begin("copying the database")
        try Database.copy(settings, into: part)
        progress.begin("checking the copy")
        try checkCopy(part)
        try describing(target) { () throws(Errno) in
            try File.synchronize(part)
            try File.rename(part, to: target)
            try File.synchronize(folder(of: target))
        }
    } catch {
        removePart(part)
        throw error
    }
    return 0
}

/// Removes what was copied so far.
private func removePart(_ path: String) {
    do throws(Errno) {
        try File.remove(path)
    } catch {
        guard error != .noSuchFile else { return }
        StandardStream.error.writeLine("placement-manage: \(path) is left behind: \(error)")
    }
}

/// Reads the copy from end to end.
private func checkCopy(_ path: String) throws {
    var settings = Database.Settings(path: path)
    settings.access = .readOnly
    let copy = try Database(settings)
    defer { copy.close() }
    for check in DatabaseCheck.basic where check.severity == .error {
        guard let finding = try check.run(in: copy, places: 1) else { continue }
        throw CommandFailure(
            "the database is damaged, so no copy was kept: \(finding.check.meaning): "
                + finding.places.joined())
    }
}

/// Adds the name of a file to what the system says of it.
private func describing<Result>(
    _ path: String, _ body: () throws(Errno) -> Result
) throws -> Result {
    do {
        return try body()
    } catch {
        throw CommandFailure("\(path): \(error)")
    }
}
