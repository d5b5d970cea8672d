import Glibc

/// Has what was received acknowledged at once, where no answer carries the acknowledgement.
///
/// Why: an EA cannot turn Nagle's algorithm off. Its second small write waits in its own kernel until the first
/// is acknowledged, and a receiver's kernel delays that by 40 ms while it hopes for an answer to send along. A
/// tick would reach the decision that much later, whenever the tick before it called for none.
///
/// One system call for each connection heard, after everything was sent. A descriptor that libzmq has closed in
/// the meantime, or that names something else by then, makes the call fail or ask another connection to
/// acknowledge: neither does harm. Owner: the bridge thread. Bound: `heardMax` connections; of more, the
/// rest are acknowledged as the kernel pleases.
struct Acknowledgements: Sendable {
    static let heardMax = 64

    private var heard: [Int32] = []
    /// Calls that were made.
    private(set) var count: UInt64 = 0

    init() { heard.reserveCapacity(Self.heardMax) }

    /// A frame came on this connection.
    mutating func hear(_ connection: Int32) {
        guard connection >= 0, heard.last != connection, heard.count < Self.heardMax,
            !heard.contains(connection)
        else { return }
        heard.append(connection)
    }

    /// The wake-up is over.
    ///
    /// - Parameter framesSent: in this wake-up. An answer to the only connection heard carries the
    ///   acknowledgement already.
    mutating func flush(framesSent: UInt64) {
        if framesSent == 0 || heard.count > 1 {
            for connection in heard {
                Self.acknowledge(connection)
                count += 1
            }
        }
        heard.removeAll(keepingCapacity: true)
    }

    /// tcp(7), TCP_QUICKACK: sends an acknowledgement that is due, and delays none for a while.
    static func acknowledge(_ connection: Int32) {
        var quick: Int32 = 1
        // Fails only where there is no TCP connection any more, and then there is nothing to acknowledge.
        _ = setsockopt(
            connection, Int32(IPPROTO_TCP), TCP_QUICKACK, &quick, socklen_t(MemoryLayout<Int32>.size))
    }
}
