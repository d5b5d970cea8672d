import MQL5Runtime

/// Bytes as a libzmq ROUTER writes them, and what the EA's parser makes of any bytes.
struct ZmtpStream {
    var bytes: [UInt8] = []

    static let greeting: [UInt8] =
        [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 1] + Array("NULL".utf8) + [UInt8](repeating: 0, count: 48)

    /// Greeting and READY of a ROUTER.
    static var handshake: ZmtpStream {
        var stream = ZmtpStream(bytes: greeting)
        stream.command("READY", property("Socket-Type", "ROUTER") + property("Identity", ""))
        return stream
    }

    static func property(_ name: String, _ value: String) -> [UInt8] {
        [UInt8(name.utf8.count)] + Array(name.utf8) + [0, 0, 0, UInt8(value.utf8.count)] + Array(value.utf8)
    }

    mutating func command(_ name: String, _ data: [UInt8]) {
        let body = [UInt8(name.utf8.count)] + Array(name.utf8) + data
        bytes += [4, UInt8(body.count)] + body
    }

    mutating func message(_ body: [UInt8]) {
        if body.count <= 255 {
            bytes += [0, UInt8(body.count)] + body
        } else {
            bytes += [2] + (0..<8).map { UInt8(truncatingIfNeeded: body.count >> (56 - 8 * $0)) } + body
        }
    }

    /// Feeds the parser in pieces of that many bytes; 0: in random ones. Nil if MetaTrader would have ended the EA.
    func parsed(piece: Int = 0, seed: UInt64 = 1) -> backstop_zmtp_outcome? {
        var outcome = backstop_zmtp_outcome()
        return backstop_zmtp_run(bytes, bytes.count, piece, seed, &outcome) == 0 ? outcome : nil
    }
}
