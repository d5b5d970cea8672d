import Core

/// Where sealed frames go: the socket, or a simulated one.
public protocol FrameSender {
    /// Never waits.
    mutating func send(_ frame: UnsafeRawBufferPointer, to peer: RoutingID) -> SendOutcome
}

public enum SendOutcome: Hashable, Sendable {
    case sent
    /// The peer reads too slowly; the frame was not taken.
    case blocked
    /// No such peer, or the socket failed; the frame was not taken.
    case unreachable
}
