/// Where the daemon listens: a TCP port of this machine's own loopback interface.
///
/// Why nothing else can be built: the link is authenticated but not encrypted (CURVE is not provided), so on a
/// network others could read it. A terminal elsewhere comes through an SSH or WireGuard tunnel that ends on
/// the loopback interface.
public struct LoopbackEndpoint: Hashable, Sendable, CustomStringConvertible {
    public enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        /// Not of the form `tcp://ADDRESS:PORT`.
        case malformed(String)
        case notLoopback(String)

        public var description: String {
            switch self {
            case .malformed(let text):
                "'\(text)' is not an endpoint such as tcp://127.0.0.1:5555"
            case .notLoopback(let text):
                """
                '\(text)' is not on the loopback interface: the link is not encrypted, so the daemon listens on \
                127.0.0.1 only. Bring a terminal on another machine here through a tunnel, for example \
                ssh -L 5555:127.0.0.1:5555 from that machine
                """
            }
        }
    }

    /// "127.0.0.1" or another address of 127.0.0.0/8.
    public let address: String
    /// 0: any free port.
    public let port: UInt16

    public init(port: UInt16) {
        address = "127.0.0.1"
        self.port = port
    }

    /// Reads `tcp://127.0.0.1:5555`; the port may be `*` for any free one.
    public init(_ text: String) throws(Refusal) {
        let scheme = "tcp://"
        guard text.hasPrefix(scheme) else { throw .malformed(text) }
        let rest = text.dropFirst(scheme.count)
        guard let colon = rest.lastIndex(of: ":") else { throw .malformed(text) }
        let host = rest[..<colon]
        let portText = rest[rest.index(after: colon)...]
        guard let port = portText == "*" ? 0 : UInt16(portText), !host.isEmpty else { throw .malformed(text) }
        let name = host == "localhost" ? "127.0.0.1" : String(host)
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard parts.count == 4, parts[0] == 127, !parts.contains(nil) else { throw .notLoopback(text) }
        address = name
        self.port = port
    }

    public var description: String { "tcp://\(address):\(port == 0 ? "*" : String(port))" }
}
