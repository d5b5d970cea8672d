import Foundation
import Glibc

/// Asks the daemon that holds a state folder.
struct ControlClient {
    /// The longest answer: more than 10,000 positions need.
    private static let answerBytesMax = 16 << 20

    let stateDirectory: String

    /// - Throws: `CommandFailure`: `unavailable` when no daemon runs there or it does not answer.
    func report() throws(CommandFailure) -> DaemonReport {
        let response = try ask(ControlRequest(command: .status))
        if let report = response.report { return report }
        throw CommandFailure(.unavailable, response.failure ?? "the daemon gave no answer")
    }

    /// Lifts the kill latches of the connected accounts, and returns how things stand after it.
    func resume(because reason: String) throws(CommandFailure) -> DaemonReport {
        let response = try ask(ControlRequest(command: .resume, reason: reason))
        if let report = response.report { return report }
        throw CommandFailure(.unavailable, response.failure ?? "the daemon gave no answer")
    }

    private func ask(_ request: ControlRequest) throws(CommandFailure) -> ControlResponse {
        let connection = try connect()
        defer { close(connection) }
        ControlSocket.limit(connection, seconds: 3)
        let line = Array(try Console.json(request).utf8) + [UInt8(ascii: "\n")]
        guard ControlSocket.writeAll(line, to: connection),
            let answer = ControlSocket.readLine(connection, bytesMax: Self.answerBytesMax)
        else { throw CommandFailure(.unavailable, "the daemon in \(stateDirectory) does not answer") }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(ControlResponse.self, from: Data(answer))
        } catch {
            throw CommandFailure(.unavailable, "the daemon in \(stateDirectory) is of another version")
        }
    }

    private func connect() throws(CommandFailure) -> Int32 {
        let folder = open(stateDirectory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw noDaemon }
        defer { close(folder) }
        let connection = try ControlSocket.open()
        var address = ControlSocket.address(inFolder: folder)
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(connection, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard isConnected == 0 else {
            close(connection)
            throw noDaemon
        }
        return connection
    }

    private var noDaemon: CommandFailure {
        CommandFailure(.unavailable, "no daemon runs on the state folder \(stateDirectory)")
    }
}
