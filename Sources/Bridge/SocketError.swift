/// What the operating system or libzmq refused.
public struct SocketError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Call: Hashable, Sendable {
        case context
        case socket
        /// The option's number in zmq.h.
        case option(Int32)
        case bind(String)
        case receive
        case poll
    }

    public var call: Call
    public var errno: Int32
    /// libzmq's words for `errno`.
    public var reason: String

    public var description: String { "\(call): \(reason) (\(errno))" }
}
