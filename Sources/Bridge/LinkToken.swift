import Core
import Crypto

/// The secret that daemon and EA share; each proves to the other that it knows it, and neither says it.
///
/// It is never printed: its description is a placeholder, and there is no way to read it back.
public struct LinkToken: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// Shorter tokens can be guessed by another local process.
    public static let bytesMin = 16

    private let key: SymmetricKey

    /// - Returns: `nil` for a text of fewer than 16 bytes of UTF-8.
    public init?(_ text: String) {
        guard text.utf8.count >= LinkToken.bytesMin else { return nil }
        key = SymmetricKey(data: Array(text.utf8))
    }

    public var description: String { "(link token)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// What the daemon proves itself with.
    public func daemonCode(ea: Nonce, daemon: Nonce) -> AuthenticationCode {
        code(LinkToken.daemonText(ea: ea, daemon: daemon))
    }

    /// What the EA proves itself with.
    public func terminalCode(
        ea: Nonce, daemon: Nonce, account: AccountNumber, bootID: BootID
    ) -> AuthenticationCode {
        code(LinkToken.terminalText(ea: ea, daemon: daemon, account: account, bootID: bootID))
    }

    /// Judges the EA's proof in constant time.
    public func accepts(
        _ proof: AuthenticationCode, ea: Nonce, daemon: Nonce, account: AccountNumber, bootID: BootID
    ) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(
            LinkToken.bytes(of: [proof.first, proof.second, proof.third, proof.fourth]),
            authenticating: LinkToken.terminalText(
                ea: ea, daemon: daemon, account: account, bootID: bootID),
            using: key)
    }

    private static func daemonText(ea: Nonce, daemon: Nonce) -> [UInt8] {
        Array("backstop-daemon".utf8) + bytes(of: [ea.first, ea.second, daemon.first, daemon.second])
    }

    private static func terminalText(
        ea: Nonce, daemon: Nonce, account: AccountNumber, bootID: BootID
    ) -> [UInt8] {
        Array("backstop-ea".utf8)
            + bytes(of: [daemon.first, daemon.second, ea.first, ea.second, account.rawValue, bootID.rawValue])
    }

    private static func bytes(of words: [UInt64]) -> [UInt8] {
        words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    }

    private func code(_ text: [UInt8]) -> AuthenticationCode {
        let words = HMAC<SHA256>.authenticationCode(for: text, using: key).withUnsafeBytes { bytes in
            (0..<4).map { UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)) }
        }
        return AuthenticationCode(words[0], words[1], words[2], words[3])
    }
}
