import CLinux
import Glibc
import Synchronization

/// Stands between the EA and the daemon, so that the link can be stalled: nothing passes, nothing is closed.
///
/// Used only where the fault `link-stall` is armed; otherwise the EA connects directly. One thread of its
/// own carries the bytes; `stall` and `stop` may come from any other.
final class LinkProxy: Sendable {
    private static let pairsMax = 8
    private static let waitMilliseconds: Int32 = 20

    /// Where the EA connects, on loopback.
    let port: UInt16
    private let daemonPort: UInt16
    private let daemonHost: String
    private let listener: Int32
    private let stalledUntil = Atomic<Int64>(0)
    private let isStopped = Atomic<Bool>(false)

    /// `nil` when no port could be had.
    init?(to host: String, _ port: UInt16) {
        guard let (socket, own) = Self.listen() else { return nil }
        daemonHost = host
        daemonPort = port
        listener = socket
        self.port = own
    }

    /// A listening socket on a free port of loopback.
    private static func listen() -> (socket: Int32, port: UInt16)? {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard listener >= 0 else { return nil }
        var address = address("127.0.0.1", 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        guard withAddress(&address, { bind(listener, $0, $1) }) == 0, Glibc.listen(listener, 8) == 0,
            withAddress(&address, { pointer, _ in getsockname(listener, pointer, &length) }) == 0
        else {
            close(listener)
            return nil
        }
        return (listener, UInt16(bigEndian: address.sin_port))
    }

    /// Starts carrying, on a thread of its own; the proxy lives until `stop`.
    func start() {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let code = pthread_create(&thread, nil, linkProxyThread, context)
        if code == 0 { pthread_detach(thread) } else { Unmanaged<LinkProxy>.fromOpaque(context).release() }
    }

    func stall(milliseconds: Int64) {
        stalledUntil.store(clinux_monotonic_ns() + milliseconds * 1_000_000, ordering: .relaxed)
    }

    func stop() { isStopped.store(true, ordering: .relaxed) }

    fileprivate func run() {
        _ = clinux_set_thread_name("link-proxy")
        var pairs: [(ea: Int32, daemon: Int32)] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while !isStopped.load(ordering: .relaxed) {
            if clinux_monotonic_ns() < stalledUntil.load(ordering: .relaxed) {
                usleep(UInt32(Self.waitMilliseconds) * 1_000)
                continue
            }
            var polled = [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
            for pair in pairs {
                polled.append(pollfd(fd: pair.ea, events: Int16(POLLIN), revents: 0))
                polled.append(pollfd(fd: pair.daemon, events: Int16(POLLIN), revents: 0))
            }
            guard poll(&polled, nfds_t(polled.count), Self.waitMilliseconds) > 0 else { continue }
            for index in pairs.indices.reversed() {
                let (ea, daemon) = pairs[index]
                let isAlive =
                    carry(polled[1 + 2 * index], to: daemon, &buffer)
                    && carry(polled[2 + 2 * index], to: ea, &buffer)
                if !isAlive {
                    close(ea)
                    close(daemon)
                    pairs.remove(at: index)
                }
            }
            if polled[0].revents != 0, let pair = accept(), pairs.count < Self.pairsMax { pairs.append(pair) }
        }
        for pair in pairs {
            close(pair.ea)
            close(pair.daemon)
        }
        close(listener)
    }

    private func accept() -> (ea: Int32, daemon: Int32)? {
        let ea = Glibc.accept(listener, nil, nil)
        guard ea >= 0 else { return nil }
        let daemon = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.address(daemonHost, daemonPort)
        guard daemon >= 0, Self.withAddress(&address, { connect(daemon, $0, $1) }) == 0 else {
            close(ea)
            if daemon >= 0 { close(daemon) }
            return nil
        }
        return (ea, daemon)
    }

    /// Passes on what has come from one side.
    ///
    /// - Returns: whether both sides are still there.
    private func carry(_ from: pollfd, to: Int32, _ buffer: inout [UInt8]) -> Bool {
        guard from.revents != 0 else { return true }
        let got = recv(from.fd, &buffer, buffer.count, 0)
        guard got > 0 else { return false }
        var sent = 0
        while sent < got {
            let count = buffer[sent..<got].withUnsafeBytes {
                send(to, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private static func address(_ host: String, _ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, host == "localhost" ? "127.0.0.1" : host, &address.sin_addr)
        return address
    }

    private static func withAddress<Outcome>(
        _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Outcome
    ) -> Outcome {
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

/// The thread's entry, a plain function: it takes over the reference that `start` retained.
private func linkProxyThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<LinkProxy>.fromOpaque(context).takeRetainedValue().run() }
    return nil
}
