import Core
import Runtime

/// Exchanges frames of the same sizes with the bare echo. Owner: one thread.
struct EchoClient {
    private let dealer: Dealer
    private let request: [UInt8]

    init(_ endpoint: String, boot: UInt64, requestBytes: Int) throws {
        dealer = try Dealer(endpoint, boot: boot)
        request = [UInt8](repeating: 5, count: requestBytes)
    }

    /// From the frame handed to the socket to the answer received.
    func exchange() throws -> TimeSpan {
        let started = MonotonicClock.now()
        try request.withUnsafeBytes { try dealer.send($0) }
        _ = try dealer.receive()
        return MonotonicClock.now() - started
    }
}
