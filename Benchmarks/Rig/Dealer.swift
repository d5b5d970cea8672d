import CPeers
import CZMQ
import Core
import Glibc
import Runtime

/// A DEALER that sends one frame and waits for the next one, as an EA does. Owner: the thread that made it.
final class Dealer {
    private static let patience_ms: Int32 = 5_000
    private let context: UnsafeMutableRawPointer
    private let socket: UnsafeMutableRawPointer
    private let buffer: UnsafeMutableRawBufferPointer
    /// Readable when the socket may have something to do.
    private let descriptor: Int32

    init(_ endpoint: String, boot: UInt64) throws {
        guard let context = zmq_ctx_new(), let socket = zmq_socket(context, ZMQ_DEALER) else {
            throw BenchmarkFailure("no DEALER socket")
        }
        self.context = context
        self.socket = socket
        buffer = .allocate(byteCount: WireLimits.frameBytes, alignment: 16)
        let digits = String(boot, radix: 16)
        let name = "bs-" + String(repeating: "0", count: 16 - digits.count) + digits
        var linger: Int32 = 0
        var patience = Dealer.patience_ms
        var descriptor: Int32 = -1
        var size = MemoryLayout<Int32>.size
        guard zmq_setsockopt(socket, ZMQ_ROUTING_ID, name, name.utf8.count) == 0,
            zmq_setsockopt(socket, ZMQ_LINGER, &linger, size) == 0,
            zmq_setsockopt(socket, ZMQ_RCVTIMEO, &patience, size) == 0,
            zmq_connect(socket, endpoint) == 0,
            zmq_getsockopt(socket, ZMQ_FD, &descriptor, &size) == 0
        else { throw BenchmarkFailure("the DEALER cannot connect to \(endpoint)") }
        self.descriptor = descriptor
    }

    deinit {
        zmq_close(socket)
        zmq_ctx_term(context)
        buffer.deallocate()
    }

    func send(_ frame: UnsafeRawBufferPointer) throws {
        guard zmq_send(socket, frame.baseAddress, frame.count, 0) == Int32(frame.count) else {
            throw BenchmarkFailure("a frame could not be sent")
        }
    }

    /// The next frame, valid until the next call.
    func receive() throws -> UnsafeRawBufferPointer {
        let count = zmq_recv(socket, buffer.baseAddress, buffer.count, 0)
        guard count >= 0 else { throw BenchmarkFailure("no answer within \(Dealer.patience_ms) ms") }
        return UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[0..<Int(count)])
    }

    /// A frame that is there already, valid until the next call.
    func receiveIfReady() throws -> UnsafeRawBufferPointer? {
        let count = zmq_recv(socket, buffer.baseAddress, buffer.count, ZMQ_DONTWAIT)
        guard count >= 0 else {
            guard zmq_errno() == EAGAIN else { throw BenchmarkFailure("the DEALER cannot receive") }
            return nil
        }
        return UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[0..<Int(count)])
    }

    /// Waits until something may have come, or `deadline`. `receiveIfReady` must have found nothing since the
    /// last frame was sent: the descriptor tells changes only.
    func wait(until deadline: Instant) {
        let left = max(TimeSpan.zero, deadline - MonotonicClock.now())
        cpeers_wait_readable(descriptor, left.nanoseconds)
    }
}
