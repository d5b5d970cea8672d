import Bridge
import CPeers
import CZMQ
import Core
import Dispatch
import Runtime
import Synchronization

/// The least that a server over the same link can be: a bare ROUTER that answers every frame with a fixed one,
/// but for those whose first byte is `unanswered`.
///
/// Same library, same socket options and the same way of waiting as the daemon's socket. Owner: the thread
/// that made it; the socket lives on a thread of its own.
final class EchoServer {
    static let unanswered: UInt8 = 6

    let endpoint: String
    private let shared: ServerShared
    private let thread: NamedThread

    /// - Parameter replyBytes: the size of every answer.
    init(replyBytes: Int) throws {
        let shared = ServerShared()
        self.shared = shared
        thread = try NamedThread("bench-router") { EchoServer.serve(replyBytes, shared) }
        endpoint = try shared.waitForEndpoint()
    }

    /// What the serving thread has allocated so far.
    var allocations: UInt64 { shared.allocations.load(ordering: .acquiring) }

    func stop() {
        shared.mustStop.store(true, ordering: .releasing)
        thread.join()
    }

    private static func serve(_ replyBytes: Int, _ shared: ServerShared) {
        guard let context = zmq_ctx_new() else { return shared.publish(endpoint: nil) }
        defer { zmq_ctx_term(context) }
        guard let socket = zmq_socket(context, ZMQ_ROUTER) else { return shared.publish(endpoint: nil) }
        defer { zmq_close(socket) }
        for (option, value) in RouterSocket.options {
            var value = value
            guard zmq_setsockopt(socket, option, &value, MemoryLayout<Int32>.size) == 0 else {
                return shared.publish(endpoint: nil)
            }
        }
        guard zmq_bind(socket, "tcp://127.0.0.1:*") == 0 else { return shared.publish(endpoint: nil) }
        shared.publish(endpoint: boundEndpoint(of: socket))
        answer(on: socket, with: [UInt8](repeating: 7, count: replyBytes), shared)
    }

    private static func answer(
        on socket: UnsafeMutableRawPointer, with reply: [UInt8], _ shared: ServerShared
    ) {
        var polled = zmq_pollitem_t(socket: socket, fd: -1, events: Int16(ZMQ_POLLIN), revents: 0)
        var name = zmq_msg_t()
        var body = zmq_msg_t()
        zmq_msg_init(&name)
        zmq_msg_init(&body)
        while !shared.mustStop.load(ordering: .acquiring) {
            _ = zmq_poll(&polled, 1, 100)
            while zmq_msg_recv(&name, socket, ZMQ_DONTWAIT) >= 0 {
                _ = zmq_msg_recv(&body, socket, ZMQ_DONTWAIT)
                if zmq_msg_data(&body).load(as: UInt8.self) == unanswered { continue }
                _ = zmq_send(
                    socket, zmq_msg_data(&name), zmq_msg_size(&name), ZMQ_DONTWAIT | ZMQ_SNDMORE)
                _ = reply.withUnsafeBytes { zmq_send(socket, $0.baseAddress, $0.count, ZMQ_DONTWAIT) }
            }
            shared.allocations.store(cpeers_allocations(), ordering: .releasing)
        }
        zmq_msg_close(&name)
        zmq_msg_close(&body)
    }

    private static func boundEndpoint(of socket: UnsafeMutableRawPointer) -> String? {
        withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { bytes in
            var count = bytes.count
            guard zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, bytes.baseAddress, &count) == 0, count > 1
            else { return nil }
            return String(decoding: bytes[0..<count - 1], as: UTF8.self)
        }
    }
}
