import Core

/// Who knows how an account stands.
public protocol LinkStatusSource {
    /// What the daemon's heartbeat says of an account.
    func status(of account: AccountNumber) -> LinkStatus
}

/// Who owns the machines behind the link. Called by the bridge, on the bridge's thread, within one wake-up.
public protocol LinkOwner: LinkStatusSource {
    /// One event of one account.
    ///
    /// - Parameters:
    ///   - received: when the frame behind the event was taken from the socket, on this machine's monotonic
    ///     clock; a latency to the request it causes is counted from here.
    ///   - outbox: what is put here is sent at the end of this wake-up.
    mutating func receive(_ notice: LinkNotice, received: Instant, into outbox: inout Outbox)

    /// Everything of this wake-up has been received: the last call before the frames are sent.
    mutating func finishWakeUp(at now: Instant, into outbox: inout Outbox)

    /// The last call before the poll; `nextWake` is read after it.
    mutating func willSleep()

    /// The first call after the poll.
    mutating func didWake()

    /// When the owner wants a wake-up although nothing came.
    var nextWake: Instant { get }
}

extension LinkOwner {
    /// For owners that no other thread wakes.
    public mutating func willSleep() {}
    public mutating func didWake() {}
}
