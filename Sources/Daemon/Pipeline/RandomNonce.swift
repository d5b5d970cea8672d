import CLinux
import Core

/// Nonces that nobody can foresee.
enum RandomNonce {
    /// The kernel's random source does not fail once the machine has started.
    static func next() -> Nonce {
        var words: (UInt64, UInt64) = (0, 0)
        let outcome = withUnsafeMutableBytes(of: &words) { clinux_random_bytes($0.baseAddress, $0.count) }
        precondition(outcome == 0, "the kernel gives no random bytes")
        return Nonce(words.0, words.1)
    }
}
