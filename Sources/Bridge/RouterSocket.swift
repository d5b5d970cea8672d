import CZMQ
import Core
import Glibc
import Runtime

/// A bound ROUTER socket: the one door through which EAs reach the daemon.
///
/// Never blocks except in `wait`. Owner: the bridge thread; libzmq sockets are not for sharing. Receiving and
/// sending add no allocation to what libzmq itself does.
public final class RouterSocket: FrameSender {
    /// What one attempt to receive gave.
    public enum Received: Hashable, Sendable {
        case frame
        /// Nothing is waiting.
        case empty
        /// A message that no EA sends (several parts, a foreign name); it is gone and counted.
        case refused
    }

    public struct Counters: Hashable, Sendable {
        /// Messages of more than one part, or of none.
        public var multipart: UInt64 = 0
        /// Messages from peers whose name is not an EA's.
        public var foreignNames: UInt64 = 0
        /// Calls that failed in a way that has no answer but to try again later.
        public var failures: UInt64 = 0
    }

    /// The endpoint really bound, with its port.
    public let endpoint: String
    public private(set) var counters = Counters()

    private let context: UnsafeMutableRawPointer
    private let socket: UnsafeMutableRawPointer
    private let name: UnsafeMutablePointer<zmq_msg_t>
    private let body: UnsafeMutablePointer<zmq_msg_t>
    private let polled: UnsafeMutablePointer<zmq_pollitem_t>

    /// Opens and binds.
    ///
    /// - Parameter wake: ends `wait` early when signalled.
    public init(_ endpoint: LoopbackEndpoint, wake: WakeSignal?) throws(SocketError) {
        guard let context = zmq_ctx_new() else { throw SocketError.last(.context) }
        guard let socket = zmq_socket(context, ZMQ_ROUTER) else {
            let error = SocketError.last(.socket)
            zmq_ctx_term(context)
            throw error
        }
        do throws(SocketError) {
            for (option, value) in RouterSocket.options {
                guard RouterSocket.set(socket, option, value) == 0 else { throw .last(.option(option)) }
            }
            // A frame is at most this long; a peer that sends a longer one is disconnected by libzmq before
            // the frame is read. This option alone is an int64.
            var frameMax = Int64(WireLimits.frameBytes)
            guard zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &frameMax, MemoryLayout<Int64>.size) == 0 else {
                throw .last(.option(ZMQ_MAXMSGSIZE))
            }
            guard zmq_bind(socket, endpoint.description) == 0 else {
                throw .last(.bind(endpoint.description))
            }
        } catch {
            zmq_close(socket)
            zmq_ctx_term(context)
            throw error
        }
        self.context = context
        self.socket = socket
        self.endpoint = RouterSocket.boundEndpoint(of: socket) ?? endpoint.description
        name = .allocate(capacity: 1)
        body = .allocate(capacity: 1)
        polled = .allocate(capacity: 2)
        zmq_msg_init(name)
        zmq_msg_init(body)
        polled[0] = zmq_pollitem_t(socket: socket, fd: -1, events: Int16(ZMQ_POLLIN), revents: 0)
        polled[1] = zmq_pollitem_t(
            socket: nil, fd: wake?.descriptor ?? -1, events: Int16(ZMQ_POLLIN), revents: 0)
        polledCount = wake == nil ? 1 : 2
        self.wake = wake
    }

    private let polledCount: Int32
    /// Kept alive as long as its descriptor is polled.
    private let wake: WakeSignal?

    deinit {
        zmq_msg_close(name)
        zmq_msg_close(body)
        zmq_close(socket)
        // Waits for peers no longer than LINGER: not at all, or what `lingerAtClose` allowed.
        zmq_ctx_term(context)
        name.deallocate()
        body.deallocate()
        polled.deallocate()
    }

    /// Waits until a message or a wake-up is there, at most for `span` (whole milliseconds, rounded up).
    ///
    /// - Returns: `false` when the time is over. A signal interrupts the wait: that counts as awake.
    public func wait(atMost span: TimeSpan) throws(SocketError) -> Bool {
        let milliseconds = max(0, min(span.nanoseconds, 60_000_000_000) + 999_999) / 1_000_000
        let ready = zmq_poll(polled, polledCount, Int(milliseconds))
        if ready < 0 {
            guard zmq_errno() == EINTR else { throw .last(.poll) }
            return true
        }
        if polledCount == 2, polled[1].revents != 0 { wake?.drain() }
        return ready > 0
    }

    /// Takes one message if there is one and hands its frame to `use`, whose buffer is valid inside it only.
    ///
    /// `connection` is the descriptor of the TCP connection it came on.
    public func receive(
        _ use: (_ frame: UnsafeRawBufferPointer, _ peer: RoutingID, _ connection: Int32) -> Void
    ) throws(SocketError) -> Received {
        guard try receivePart(into: name) else { return .empty }
        guard zmq_msg_more(name) == 1, try receivePart(into: body) else {
            counters.multipart += 1
            return .refused
        }
        guard zmq_msg_more(body) == 0 else {
            // Parts of one message arrive together: what follows is already here.
            while zmq_msg_more(body) == 1, try receivePart(into: body) {}
            counters.multipart += 1
            return .refused
        }
        guard let peer = RoutingID(RouterSocket.bytes(of: name)) else {
            counters.foreignNames += 1
            return .refused
        }
        use(RouterSocket.bytes(of: body), peer, zmq_msg_get(body, ZMQ_SRCFD))
        return .frame
    }

    public func send(_ frame: UnsafeRawBufferPointer, to peer: RoutingID) -> SendOutcome {
        let named = withUnsafeTemporaryAllocation(byteCount: RoutingID.byteCount, alignment: 1) { bytes in
            peer.write(to: bytes)
            return attempt {
                zmq_send(socket, bytes.baseAddress, bytes.count, ZMQ_DONTWAIT | ZMQ_SNDMORE)
            }
        }
        guard named == .sent else { return named }
        return attempt { zmq_send(socket, frame.baseAddress, frame.count, ZMQ_DONTWAIT) }
    }

    /// At the close, frames already handed over may take this long to leave. For the last words only: until
    /// then it is 0, so that a failure never waits.
    func lingerAtClose(_ span: TimeSpan) {
        if RouterSocket.set(socket, ZMQ_LINGER, Int32(clamping: span.milliseconds)) != 0 {
            counters.failures += 1
        }
    }

    private func attempt(_ call: () -> Int32) -> SendOutcome {
        while true {
            if call() >= 0 { return .sent }
            switch zmq_errno() {
            case EINTR: continue
            case EAGAIN: return .blocked
            case EHOSTUNREACH: return .unreachable
            default:
                counters.failures += 1
                return .unreachable
            }
        }
    }

    /// - Returns: `false` when nothing is waiting.
    private func receivePart(into message: UnsafeMutablePointer<zmq_msg_t>) throws(SocketError) -> Bool {
        while zmq_msg_recv(message, socket, ZMQ_DONTWAIT) < 0 {
            switch zmq_errno() {
            case EINTR: continue
            case EAGAIN: return false
            default: throw .last(.receive)
            }
        }
        return true
    }

    private static func bytes(of message: UnsafeMutablePointer<zmq_msg_t>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: zmq_msg_data(message), count: zmq_msg_size(message))
    }

    private static func set(_ socket: UnsafeMutableRawPointer, _ option: Int32, _ value: Int32) -> Int32 {
        var value = value
        return zmq_setsockopt(socket, option, &value, MemoryLayout<Int32>.size)
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

extension SocketError {
    fileprivate static func last(_ call: Call) -> SocketError {
        let number = zmq_errno()
        return SocketError(call: call, errno: number, reason: String(cString: zmq_strerror(number)))
    }
}
