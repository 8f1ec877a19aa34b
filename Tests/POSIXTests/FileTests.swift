// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import POSIX

@Suite final class FileTests {
    private let directory = FileManager.default.temporaryDirectory
        .appendingPathComponent("posix-\(UUID().uuidString)").path

    init() throws {
        try File.makeDirectory(directory)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }

    @Test func `what was written is read again`() throws {
        let bytes = (0..<200_000).map { _ in UInt8.random(in: .min ... .max) }
        try File.write(bytes, to: directory + "/file")
        #expect(try File.contents(of: directory + "/file") == bytes)
        #expect(try File.status(of: directory + "/file").sizeBytes == 200_000)
    }

    @Test func `a renamed file takes the place of the one that had the name`() throws {
        try File.write([1], to: directory + "/new")
        try File.write([2], to: directory + "/old")
        try File.synchronize(directory + "/new")
        try File.rename(directory + "/new", to: directory + "/old")
        try File.synchronize(directory)
        #expect(try File.contents(of: directory + "/old") == [1])
        #expect(try File.names(in: directory) == ["old"])
        #expect(throws: Errno.noSuchFile) {
            try File.rename(self.directory + "/new", to: self.directory + "/old")
        }
        #expect(throws: Errno.noSuchFile) { try File.synchronize(self.directory + "/new") }
    }

    @Test func `a file over the limit is refused`() throws {
        try File.write([1, 2, 3], to: directory + "/file")
        #expect(throws: Errno.fileTooLarge) {
            try File.contents(of: self.directory + "/file", limitBytes: 2)
        }
    }

    @Test func `a missing file says so`() {
        #expect(throws: Errno.noSuchFile) { try File.contents(of: self.directory + "/none") }
        #expect(!File.exists(directory + "/none"))
        #expect(Errno.noSuchFile.description == "No such file or directory")
    }

    @Test func `a directory lists its names in order`() throws {
        for name in ["b", "a", "c"] { try File.write([], to: "\(directory)/\(name)") }
        #expect(try File.names(in: directory) == ["a", "b", "c"])
        #expect(try File.status(of: directory).kind == .directory)
    }

    @Test func `a directory that cannot be read to its end is an error, not a short list`() throws {
        let stream = try #require(opendir(directory))
        defer { closedir(stream) }
        // What the directory's descriptor stands for from now on cannot be listed.
        let file = open("/dev/null", O_RDONLY)
        dup2(file, dirfd(stream))
        close(file)
        #expect(throws: Errno(rawValue: ENOTDIR)) { try File.names(from: stream) }
    }

    @Test func `a new file gets the mode asked for`() throws {
        try File.write([], to: directory + "/secret", mode: 0o600)
        #expect(try File.status(of: directory + "/secret").mode == 0o600)
    }

    @Test func `shared locks share and an exclusive one excludes`() throws {
        let path = directory + "/lock"
        let (first, second, third) = (
            try FileLock(path: path), try FileLock(path: path), try FileLock(path: path)
        )
        #expect(try first.tryLock(.shared))
        #expect(try second.tryLock(.shared))
        #expect(try !third.tryLock(.exclusive))
        #expect(try !third.lock(.exclusive, atMost: .milliseconds(1)))
        first.unlock()
        second.unlock()
        #expect(try third.lock(.exclusive, atMost: .seconds(30)))
        #expect(try !first.tryLock(.shared))
    }

    @Test func `a lock waits until the holder gives it back`() throws {
        let path = directory + "/lock"
        let holder = try FileLock(path: path)
        #expect(try holder.tryLock(.exclusive))
        let isHeld = Condition(false)
        let thread = try POSIX.Thread(name: "waiter") {
            let waiter = try? FileLock(path: path)
            let isLocked = (try? waiter?.lock(.exclusive, atMost: .seconds(30))) ?? false
            isHeld.update { $0 = isLocked }
        }
        holder.unlock()
        thread.join()
        #expect(isHeld.withLock { $0 })
    }
}
