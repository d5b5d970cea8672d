import CLinux
import Core
import Foundation
import Glibc
import Runtime
import Synchronization

/// Answers commands that come through the control socket, one at a time, on its own thread.
///
/// Only the owner of the state folder can reach it (mode 0600). A client that neither writes nor reads is
/// given up after a second; a request longer than `ControlSocket.requestBytesMax` is not read.
final class ControlServer {
    private let listener: Int32
    private let folder: StateDirectory
    private let thread: NamedThread
    private let wake: WakeSignal
    private let isStopping: StopFlag

    init(in folder: StateDirectory, board: ReportBoard) throws(CommandFailure) {
        let listener = try Self.listen(in: folder)
        do {
            let wake = try WakeSignal()
            let flag = StopFlag()
            thread = try NamedThread("control") {
                ControlLoop(listener: listener, board: board, wake: wake, stop: flag).run()
            }
            self.wake = wake
            self.isStopping = flag
        } catch {
            close(listener)
            throw CommandFailure(.operatingSystem, "cannot start the control thread: \(error)")
        }
        self.listener = listener
        self.folder = folder
    }

    /// Ends the thread and removes the socket.
    func stop() {
        isStopping.raise()
        wake.signal()
        thread.join()
        unlinkat(folder.descriptor, ControlSocket.name, 0)
    }

    deinit { close(listener) }

    private static func listen(in folder: StateDirectory) throws(CommandFailure) -> Int32 {
        let listener = try ControlSocket.open()
        // A daemon that was killed left its socket; the lock on the folder says that it is gone.
        unlinkat(folder.descriptor, ControlSocket.name, 0)
        var address = ControlSocket.address(inFolder: folder.descriptor)
        let before = umask(0o177)
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        umask(before)
        guard isBound == 0, Glibc.listen(listener, 16) == 0 else {
            let failure = CommandFailure("cannot listen on \(folder.path)/\(ControlSocket.name)")
            close(listener)
            throw failure
        }
        return listener
    }
}

/// Raised once, seen by another thread.
final class StopFlag: Sendable {
    private let value = Atomic<Bool>(false)
    func raise() { value.store(true, ordering: .releasing) }
    var isRaised: Bool { value.load(ordering: .acquiring) }
}

/// The life of the control thread.
private struct ControlLoop {
    let listener: Int32
    let board: ReportBoard
    let wake: WakeSignal
    let stop: StopFlag

    func run() {
        while !stop.isRaised {
            var watched = [
                pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&watched, 2, -1) > 0, watched[0].revents != 0 else { continue }
            let client = accept(listener, nil, nil)
            guard client >= 0 else { continue }
            ControlSocket.limit(client, seconds: 1)
            if let request = ControlSocket.readLine(client, bytesMax: ControlSocket.requestBytesMax) {
                _ = ControlSocket.writeAll(Array(answer(request).utf8) + [UInt8(ascii: "\n")], to: client)
            }
            close(client)
        }
    }

    private func answer(_ request: [UInt8]) -> String {
        do {
            let response = respond(try JSONDecoder().decode(ControlRequest.self, from: Data(request)))
            return try Console.json(response)
        } catch {
            return "{\"failure\":\"this is not a request\"}"
        }
    }

    /// Answers once no connected account is latched any more, at the latest after two seconds.
    private func resume(because reason: String) -> ControlResponse {
        board.resume(because: reason)
        let deadline = MonotonicClock.now() + .seconds(2)
        var report: DaemonReport?
        repeat {
            report = board.freshReport()
            if let report, !report.accounts.contains(where: { $0.linked && $0.latch != KillLevel.none.name })
            {
                return ControlResponse(report: report)
            }
        } while MonotonicClock.now() < deadline
        return ControlResponse(
            report: report, failure: report == nil ? "the bridge thread does not answer" : nil)
    }

    private func respond(_ request: ControlRequest) -> ControlResponse {
        switch request.command {
        case .status:
            guard let report = board.freshReport() else {
                return ControlResponse(failure: "the bridge thread does not answer")
            }
            return ControlResponse(report: report)
        case .resume:
            guard let reason = request.reason, !reason.isEmpty else {
                return ControlResponse(failure: "resuming needs a reason")
            }
            return resume(because: reason)
        }
    }
}
