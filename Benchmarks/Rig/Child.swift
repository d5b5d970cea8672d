import CLinux
import Core
import Foundation
import Glibc
import Runtime

/// A program in a process of its own. Whoever drops this object has ended it, and so has the kernel when this process
/// is killed. Owner: the main thread, whose end is the child's.
final class Child {
    /// How a child that was waited for ended.
    struct Ended {
        /// The exit code; 128 and its number after a signal, as a shell has it.
        var status: Int32
        /// Its standard output.
        var output: String
    }

    private static let look: TimeInterval = 0.005

    let pid: pid_t
    private let name: String
    /// A file without a name: it goes when both sides have closed it.
    private let reading: FileHandle
    private var status: Int32?

    /// - Parameter errors: the file its standard error goes to; dropped without one.
    init(_ executable: String, _ arguments: [String], errors: String? = nil) throws {
        let path = NSTemporaryDirectory() + "backstop-bench-" + UUID().uuidString
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let reading = FileHandle(forReadingAtPath: path),
            let writing = FileHandle(forWritingAtPath: path),
            var said = FileHandle(forWritingAtPath: "/dev/null")
        else { throw BenchmarkFailure("cannot create \(path)") }
        try FileManager.default.removeItem(atPath: path)
        if let errors, FileManager.default.createFile(atPath: errors, contents: nil),
            let file = FileHandle(forWritingAtPath: errors)
        {
            said = file
        }
        name = URL(fileURLWithPath: executable).lastPathComponent
        self.reading = reading
        var words = ([executable] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        words.append(nil)
        var child = pid_t()
        let outcome = clinux_start(
            &child, executable, &words, writing.fileDescriptor, said.fileDescriptor, SIGKILL)
        guard outcome == 0 else {
            throw BenchmarkFailure("cannot start \(executable): \(String(cString: strerror(outcome)))")
        }
        pid = child
    }

    deinit {
        guard isRunning else { return }
        kill(pid, SIGKILL)
        while waitpid(pid, nil, 0) < 0, errno == EINTR {}
    }

    var isRunning: Bool {
        guard status == nil else { return false }
        var code: Int32 = 0
        guard waitpid(pid, &code, WNOHANG) == pid else { return true }
        let signal = code & 0x7F
        status = signal == 0 ? (code >> 8) & 0xFF : 128 + signal
        return false
    }

    /// - Throws: when it has not ended by then.
    func wait(atMost patience: TimeSpan) throws -> Ended {
        let deadline = MonotonicClock.now() + patience
        while isRunning {
            guard MonotonicClock.now() < deadline else {
                throw BenchmarkFailure("\(name) did not end in time")
            }
            Thread.sleep(forTimeInterval: Self.look)
        }
        return Ended(status: status ?? 0, output: try output())
    }

    /// Asks it to end, and waits for it.
    func end() throws -> Ended {
        if isRunning { kill(pid, SIGTERM) }
        return try wait(atMost: .seconds(10))
    }

    static func run(_ executable: String, _ arguments: [String], patience: TimeSpan) throws -> Ended {
        try Child(executable, arguments).wait(atMost: patience)
    }

    /// Its standard output so far.
    func output() throws -> String {
        try reading.seek(toOffset: 0)
        return String(decoding: try reading.readToEnd() ?? Data(), as: UTF8.self)
    }
}
