import Core

/// What the sessions tell the owner of the machines, per account and in order.
public enum LinkEvent: Sendable {
    /// The EA is authenticated; nothing is known of its positions until the first snapshot.
    case established(LinkFacts)
    /// The EA's monotonic clock when it sealed the frame whose messages follow.
    case clock(Instant)
    /// Complete, count and checksum verified; replaces everything known.
    case snapshot(Snapshot)
    /// Any message but those of the handshake, and those that a snapshot contains.
    case message(TerminalMessage)
    /// For the record only: the machines have the same from `message` and `snapshot`. Whoever keeps records
    /// says `Outbox.acknowledge` once this one is kept; until then the EA says it again after every snapshot.
    case event(TradeEvent)
    /// Events of the EA are lost for good: only the deal history can tell what they were.
    case eventsLost
    /// The answer to a *deal_history_request*; what the machines decide by does not change by it.
    case dealHistory(DealHistory)
    /// The answer to a *minute_bars_request*, for the machines.
    case minuteBars(MinuteBarsAnswer)
    /// Nothing can be sent until the next `established`.
    case lost(LinkLoss)
}

/// One event and whose it is.
public struct LinkNotice: Sendable {
    public var account: AccountNumber
    public var event: LinkEvent

    public init(account: AccountNumber, event: LinkEvent) {
        self.account = account
        self.event = event
    }
}

/// Who is at the other end.
public struct LinkFacts: Hashable, Sendable {
    public var account: AccountNumber
    public var currency: String
    public var marginMode: MarginMode
    public var accountMode: AccountMode
    public var permissions: Permissions
    public var server: String
    public var company: String
    public var bootID: BootID
    public var eaVersion: UInt32
    public var terminalBuild: UInt32
    /// The highest epoch the EA has ever accepted. An epoch below it is refused by the EA: the daemon's
    /// own must be raised above it.
    public var lastEpoch: Epoch

    init(_ hello: Hello) {
        account = hello.account
        currency = hello.currency
        marginMode = hello.marginMode
        accountMode = hello.accountMode
        permissions = hello.permissions
        server = hello.server
        company = hello.company
        bootID = hello.bootID
        eaVersion = hello.eaVersion
        terminalBuild = hello.terminalBuild
        lastEpoch = hello.lastEpoch
    }
}

/// Why a link ended.
public enum LinkLoss: Hashable, Sendable {
    /// Nothing heard for the link timeout.
    case silent
    case malformed(WireError)
    /// The EA said what its place in the conversation does not allow.
    case unexpected(MessageType)
    case version(UInt8)
    /// It said hello again, or another EA took over after it fell silent.
    case replaced
    /// The frames of one name came from another connection, without a hello.
    case connectionChanged
    /// The connection is gone: a send found nobody.
    case unreachable
    /// The peer has not read for as long as a link may be silent, or what it must hear no longer fits.
    case notReading
    case shuttingDown
}

/// What the daemon's heartbeat tells the EA's panel.
public struct LinkStatus: Hashable, Sendable {
    public var mode: ControlMode
    public var latch: KillLevel
    /// Managed positions that have a stop.
    public var guarded: UInt32
    public var managed: UInt32
    public var worstCaseLoss: Money

    public init(
        mode: ControlMode, latch: KillLevel, guarded: UInt32, managed: UInt32, worstCaseLoss: Money
    ) {
        self.mode = mode
        self.latch = latch
        self.guarded = guarded
        self.managed = managed
        self.worstCaseLoss = worstCaseLoss
    }
}
