import Bridge
import Core

/// One account with its guardian and what the daemon remembers of its link. Owner: the bridge thread.
struct GuardedAccount: Sendable {
    let number: AccountNumber
    var guardian: Guardian
    var facts: LinkFacts
    var isLinked = false
    /// How often its EA has connected.
    var links: UInt64 = 0
    /// Stops that the EA's own guard placed.
    var guardStops: UInt64 = 0
    var latencies = AccountLatencies()
    /// When the first tick of this wake-up was taken from the socket.
    var tickReceived: Instant?
    /// Whether this wake-up has put a stop request into the outbox.
    var hasRequested = false
    var policies: UInt64 = 0
    var leases: LeaseBook
    /// Under which number its inputs are recorded; `nil` where nobody records.
    var inputs: Int?
    /// The request whose lease the table did not grant; its command is not sent.
    var refusedRequest: RequestID?
    /// How many comparisons with the log have been told of.
    var reconciliationsTold: UInt64 = 0
    /// What the trade log is told.
    var recorder: TradeRecorder

    init(_ facts: LinkFacts, guardian: Guardian, leases: LeaseBook) {
        self.leases = leases
        self.number = facts.account
        recorder = TradeRecorder(account: facts.account)
        self.facts = facts
        self.guardian = guardian
    }

    /// How often its link was lost.
    var disconnects: Int { Int(links) - (isLinked ? 1 : 0) }

    var isLatched: Bool { guardian.account.latch != .none }

    /// A number for the next guard policy, above all earlier ones, also across restarts.
    mutating func nextPolicyVersion(in epoch: Epoch) -> UInt64 {
        policies += 1
        return epoch.rawValue << 20 + policies
    }
}
