import Foundation

/// The independent Python EA of Tests/Peers/dealer.py, as a child process.
final class Peer {
    static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Peers/dealer.py").path

    static let isAvailable = ["/usr/bin/python3", "/usr/local/bin/python3"].contains {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    private let process = Process()
    private let output = Pipe()
    private let input = Pipe()

    init(_ scenario: String, port: Int, arguments: [String] = []) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", Peer.script, "--port", String(port)] + arguments + [scenario]
        process.standardOutput = output
        process.standardInput = input
        try process.run()
    }

    deinit { stop() }

    var isRunning: Bool { process.isRunning }

    /// Lets a scenario that waits for standard input end.
    func release() throws { try input.fileHandleForWriting.close() }

    /// Not SIGTERM: a child inherits the signals that a test runner blocks.
    func stop() { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// What it reported, line by line; waits for its end.
    func reports() throws -> [[String: Int]] {
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try String(decoding: data, as: UTF8.self).split(separator: "\n").map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            return object.mapValues { value in (value as? NSNumber)?.intValue ?? 1 }
        }
    }
}
