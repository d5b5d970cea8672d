import Foundation
import Glibc

/// The folder in which one daemon keeps what must survive it. While this object lives no other daemon can
/// have it: two of them would number requests alike and fence each other off.
///
/// Not for sharing between threads, except `path` and `descriptor`.
final class StateDirectory: Sendable {
    let path: String
    /// The folder itself, open.
    let descriptor: Int32
    private let lock: Int32

    /// Creates the folder (for its owner alone) if need be, and takes it.
    ///
    /// - Throws: `CommandFailure`: `temporary` with the holder's pid when another daemon has it.
    init(taking path: String) throws(CommandFailure) {
        try Self.create(path)
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw CommandFailure("cannot open the state folder \(path)") }
        let lock = openat(folder, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else {
            let failure = CommandFailure("cannot open \(path)/lock")
            close(folder)
            throw failure
        }
        let number = Self.seize(lock)
        guard number == 0 else {
            defer {
                close(lock)
                close(folder)
            }
            guard number == EWOULDBLOCK else {
                throw CommandFailure("cannot lock \(path)/lock", failed: number)
            }
            throw CommandFailure(
                .temporary, "another daemon (pid \(Self.holder(lock))) uses the state folder \(path)")
        }
        self.path = path
        self.descriptor = folder
        self.lock = lock
        ftruncate(lock, 0)
        try SmallFile.write(Array("\(getpid())\n".utf8), to: lock, named: "\(path)/lock")
    }

    deinit {
        close(lock)
        close(descriptor)
    }

    /// The named folder, or else the platform's: `$BACKSTOP_STATE_DIR`, else `$STATE_DIRECTORY` (systemd), else
    /// `$XDG_STATE_HOME/backstop`, else `~/.local/state/backstop`.
    static func path(named: String?) throws(CommandFailure) -> String {
        if let named { return named }
        return try platform().path
    }

    /// The platform's folder, and the environment variable that leads to it.
    static func platform() throws(CommandFailure) -> (path: String, variable: String) {
        if let given = variable("BACKSTOP_STATE_DIR") { return (given, "BACKSTOP_STATE_DIR") }
        if let given = variable("STATE_DIRECTORY")?.split(separator: ":").first {
            return (String(given), "STATE_DIRECTORY")
        }
        if let home = variable("XDG_STATE_HOME") { return (home + "/backstop", "XDG_STATE_HOME") }
        guard let home = variable("HOME") else {
            throw CommandFailure(.configuration, "no HOME in the environment: name a folder with --state-dir")
        }
        return (home + "/.local/state/backstop", "HOME")
    }

    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    private static func create(_ path: String) throws(CommandFailure) {
        var built = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            built += built.isEmpty || built.hasSuffix("/") ? String(part) : "/" + part
            guard mkdir(built, 0o700) != 0, errno != EEXIST else { continue }
            let failure = CommandFailure("cannot create the state folder \(path)")
            throw CommandFailure(failure.code == .noInput ? .cannotCreate : failure.code, failure.message)
        }
    }

    /// Takes the lock. A daemon that was just killed may hold it until the system has cleared it away, which
    /// is worth a moment's patience.
    ///
    /// - Returns: 0, or the error number.
    private static func seize(_ lock: Int32) -> Int32 {
        for _ in 0..<25 {
            if flock(lock, LOCK_EX | LOCK_NB) == 0 { return 0 }
            guard errno == EWOULDBLOCK || errno == EINTR else { return errno }
            pause(milliseconds: 20)
        }
        return EWOULDBLOCK
    }

    private static func holder(_ lock: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 32)
        let length = pread(lock, &bytes, bytes.count, 0)
        let digits = bytes.prefix(max(0, length)).prefix { (0x30...0x39).contains($0) }
        return digits.isEmpty ? "unknown" : String(decoding: digits, as: UTF8.self)
    }
}
