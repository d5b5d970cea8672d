import Core
import Foundation
import Runtime

/// A program in a process of its own. Whoever drops this object has ended it. Owner: the thread that made it.
final class Child {
    /// How a child that was waited for ended.
    struct Ended {
        var status: Int32
        /// Its standard output.
        var output: String
    }

    private static let look: TimeInterval = 0.005
    private let process = Process()
    /// A file without a name: it goes when both sides have closed it.
    private let reading: FileHandle

    var pid: Int32 { process.processIdentifier }

    /// - Parameter errors: the file its standard error goes to; dropped without one.
    init(_ executable: String, _ arguments: [String], errors: String? = nil) throws {
        let path = NSTemporaryDirectory() + "backstop-bench-" + UUID().uuidString
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let reading = FileHandle(forReadingAtPath: path),
            let writing = FileHandle(forWritingAtPath: path)
        else { throw BenchmarkFailure("cannot create \(path)") }
        try FileManager.default.removeItem(atPath: path)
        self.reading = reading
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = writing
        process.standardError = FileHandle.nullDevice
        if let errors, FileManager.default.createFile(atPath: errors, contents: nil) {
            process.standardError = FileHandle(forWritingAtPath: errors)
        }
        try process.run()
    }

    deinit {
        if process.isRunning {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }

    var isRunning: Bool { process.isRunning }

    /// - Throws: when it has not ended by then; it is ended.
    func wait(atMost patience: TimeSpan) throws -> Ended {
        let deadline = MonotonicClock.now() + patience
        while process.isRunning {
            guard MonotonicClock.now() < deadline else {
                throw BenchmarkFailure(
                    "\(process.executableURL?.lastPathComponent ?? "a child") did not end in time")
            }
            Thread.sleep(forTimeInterval: Self.look)
        }
        return Ended(status: process.terminationStatus, output: try output())
    }

    /// Asks it to end, and waits for it.
    func end() throws -> Ended {
        if process.isRunning { process.terminate() }
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
