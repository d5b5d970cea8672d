import CZMQ
import Core
import Runtime

/// Plays a terminal that asks the Python loop with every tick, JSON over REQ. Owner: the thread that made it.
final class PeerClient {
    private static let patience_ms: Int32 = 5_000
    private static let bytesMax = 4_096
    private let context: UnsafeMutableRawPointer
    private let socket: UnsafeMutableRawPointer
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytesMax, alignment: 16)
    private var bid = Scene.open

    init(_ endpoint: String) throws {
        guard let context = zmq_ctx_new(), let socket = zmq_socket(context, ZMQ_REQ) else {
            throw BenchmarkFailure("no REQ socket")
        }
        self.context = context
        self.socket = socket
        var linger: Int32 = 0
        var patience = PeerClient.patience_ms
        let size = MemoryLayout<Int32>.size
        guard zmq_setsockopt(socket, ZMQ_LINGER, &linger, size) == 0,
            zmq_setsockopt(socket, ZMQ_RCVTIMEO, &patience, size) == 0, zmq_connect(socket, endpoint) == 0
        else { throw BenchmarkFailure("the REQ socket cannot connect to \(endpoint)") }
        let stop = text(Scene.open - Scene.distance)
        _ = try ask(
            #"{"symbol":"EURUSD","bid":\#(text(bid)),"ask":\#(text(bid + 10)),"#
                + #""positions":[{"ticket":1,"side":"buy","sl":\#(stop)}]}"#)
    }

    deinit {
        zmq_close(socket)
        zmq_ctx_term(context)
        buffer.deallocate()
    }

    /// From a tick that needs the stop moved sent to the answer received, its text written and read included.
    func exchange() throws -> TimeSpan {
        bid += Scene.step
        let started = MonotonicClock.now()
        let answer = try ask(#"{"symbol":"EURUSD","bid":\#(text(bid)),"ask":\#(text(bid + 10))}"#)
        let spent = MonotonicClock.now() - started
        guard answer.contains(#""modify""#) else {
            throw BenchmarkFailure("the loop moved no stop: \(answer)")
        }
        return spent
    }

    private func ask(_ question: String) throws -> String {
        guard zmq_send(socket, question, question.utf8.count, 0) >= 0 else {
            throw BenchmarkFailure("a tick could not be sent")
        }
        let count = zmq_recv(socket, buffer.baseAddress, buffer.count, 0)
        guard count >= 0, count <= buffer.count else { throw BenchmarkFailure("the Python loop is silent") }
        return String(decoding: UnsafeRawBufferPointer(buffer)[0..<Int(count)], as: UTF8.self)
    }

    /// Five digits, as EURUSD is quoted.
    private func text(_ points: Int64) -> String {
        let fraction = String(points % 100_000)
        return "\(points / 100_000)." + String(repeating: "0", count: 5 - fraction.count) + fraction
    }
}
