import Core

/// Which account an agent serves, and how it proves itself on the link.
public struct AgentSettings: Sendable {
    /// What both ends of the link compute from their shared token.
    public struct Proofs: Sendable {
        /// What the daemon must answer a hello with.
        public var daemon: @Sendable (_ ea: Nonce, _ daemon: Nonce) -> AuthenticationCode
        /// What the EA answers a challenge with.
        public var terminal:
            @Sendable (_ ea: Nonce, _ daemon: Nonce, AccountNumber, BootID) -> AuthenticationCode

        public init(
            daemon: @escaping @Sendable (_ ea: Nonce, _ daemon: Nonce) -> AuthenticationCode,
            terminal:
                @escaping @Sendable (
                    _ ea: Nonce, _ daemon: Nonce, AccountNumber, BootID
                ) -> AuthenticationCode
        ) {
            self.daemon = daemon
            self.terminal = terminal
        }
    }

    public var proofs: Proofs
    public var seed: UInt64
    /// Requests this agent keeps in flight at the broker at most; further ones are refused as busy.
    public var inFlightMax = 32

    public init(proofs: Proofs, seed: UInt64) {
        self.proofs = proofs
        self.seed = seed
    }
}
