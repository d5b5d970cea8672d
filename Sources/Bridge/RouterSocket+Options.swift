import CZMQ

extension RouterSocket {
    /// The socket's options and why each is set.
    public static let options: [(Int32, Int32)] = [
        // A restarted or half-open EA gets its name back at once; otherwise libzmq would leave the later
        // connection nameless, in silence. That the name proves nothing is the session's business.
        (ZMQ_ROUTER_HANDOVER, 1),
        // A send to nobody is an error, not a loss in silence.
        (ZMQ_ROUTER_MANDATORY, 1),
        // Frames waiting for a peer that does not read: some seconds' worth, then the send says so.
        (ZMQ_SNDHWM, 128),
        // Bytes in the kernel are beyond recall; commands in them only grow stale.
        (ZMQ_SNDBUF, 256 * 1_024),
        // Frames read ahead per peer before its TCP connection is held back.
        (ZMQ_RCVHWM, 1_000),
        // Closing does not wait for peers that do not read.
        (ZMQ_LINGER, 0),
        // A connection that does not finish the ZMTP handshake is closed.
        (ZMQ_HANDSHAKE_IVL, 3_000),
        // No ZMTP heartbeats. Sessions have their own; and libzmq 4.3 aborts the process when the timer of one
        // fires on a connection that hung up while its input was held back (issue 4364 there). The kernel checks
        // idle connections instead.
        (ZMQ_TCP_KEEPALIVE, 1),
        (ZMQ_TCP_KEEPALIVE_IDLE, 30),
        (ZMQ_TCP_KEEPALIVE_INTVL, 10),
        (ZMQ_TCP_KEEPALIVE_CNT, 3),
        // Loopback addresses are IPv4.
        (ZMQ_IPV6, 0),
        // Connections not yet accepted: a machine has few terminals.
        (ZMQ_BACKLOG, 32),
    ]
}
