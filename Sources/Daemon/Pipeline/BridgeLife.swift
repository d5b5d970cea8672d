import Bridge
import Dispatch
import Runtime
import Synchronization

/// The bridge thread from its start to its end, and what the thread that started it is told of both.
final class BridgeLife: Sendable {
    private struct State {
        var start: Result<String, CommandFailure>?
        var failure: SocketError?
    }

    private let state = Mutex(State())
    private let isStarted = DispatchSemaphore(value: 0)

    /// Everything the thread does; called on it, once.
    func live(_ plan: BridgePlan, board: ReportBoard, wake: WakeSignal) {
        var loop: BridgeLoop
        do throws(CommandFailure) {
            loop = try BridgeLoop(plan, board: board, wake: wake)
        } catch {
            settle(.failure(error))
            return
        }
        settle(.success(loop.endpoint))
        do throws(SocketError) {
            try loop.run()
        } catch {
            state.withLock { $0.failure = error }
        }
    }

    /// Waits until the socket is bound. Once, by the thread that started this one.
    ///
    /// - Returns: the endpoint really bound.
    func waitForStart() throws(CommandFailure) -> String {
        isStarted.wait()
        switch state.withLock({ $0.start }) {
        case .success(let endpoint)?: return endpoint
        case .failure(let error)?: throw error
        case nil: throw CommandFailure(.software, "the bridge thread did not start")
        }
    }

    /// Why the thread ended, if the socket failed.
    var failure: SocketError? { state.withLock { $0.failure } }

    private func settle(_ result: Result<String, CommandFailure>) {
        let isFirst = state.withLock { state in
            guard state.start == nil else { return false }
            state.start = result
            return true
        }
        if isFirst { isStarted.signal() }
    }
}
