/// What the account of one terminal is told.
public enum AccountEvent: Codable, Sendable {
    /// A session is established; nothing is known until its snapshot.
    case linkRestored(MarginMode)
    case linkLost
    /// The EA's monotonic clock, from the header of a frame that arrived just now.
    case terminalClock(Instant)
    case snapshot(Snapshot)
    case symbol(SymbolSpec)
    case valuation(Valuation)
    case position(Position)
    case gone(Ticket)
    /// What the terminal and the broker permit at this moment.
    case permitted(Bool)
    /// Count and checksum of the positions as the EA sees them.
    case checksum(count: Int, sum: PositionChecksum)
    case proposed(Proposal)
    case result(RequestResult)
    case readBack(ReadBack)
    case guardActed(GuardActed)
    /// The broker's server clock, as the terminal or a tick last showed it.
    case serverTime(MarketTime)
    /// What an earlier run has kept of the day.
    case day(DayState)
    /// A call has kept the EA from answering for this long.
    case terminalBlocked(TerminalHeartbeat.SlowCall, TimeSpan)
    /// A request has held its position's lease for longer than it may; heeded once a request.
    case leaseExpired(Ticket, RequestID)
    /// The owner of these symbols is gone: what it proposed is forgotten, what is under way is read back.
    case shardLost([SymbolID])
    case timePassed
    case control(ControlMode, KillLevel)
    case settings(Settings)
    /// The account's figures as the terminal last showed them.
    case funds(balance: Money, equity: Money)
    /// The terminal's own minutes of a symbol, for the shard that owns it, or that there are none yet.
    case minuteBars(MinuteBarsAnswer)
    /// What an earlier run knew of the positions; once it is known which are open.
    case recalled([PositionMemory])
    /// What the deals of a position have opened and closed so far, for as much as all of them are known.
    case traded(Ticket, TradedVolumes)
    /// Requests from here on are numbered above this.
    case epoch(Epoch)
    case reconciliation(Reconciliation)
}

/// Whether the broker's books have been held against the record of what happened before.
public enum Reconciliation: UInt8, Codable, Sendable, BitwiseCopyable {
    /// Not yet: nothing is tightened beyond what protection asks for.
    case awaited
    /// Once at least, or nobody keeps a record.
    case ended
}

/// What the account wants done.
public enum AccountEffect: Codable, Sendable {
    /// Comes before the command it belongs to.
    case lease(LeaseChange)
    case modify(ModifyStop)
    case close(ClosePosition)
    case readBack(ReadBackRequest)
    /// Ask the terminal for the past of a symbol's bars.
    case minuteBars(MinuteBarsRequest)
    /// The view of the terminal is in doubt: ask for everything.
    case resynchronize
    /// For the shard that owns the position's symbol.
    case shard(ShardEvent)
    case note(AccountNote)
    /// What is remembered of the day has changed; to be kept.
    case day(DayState)
}

/// What happened to a request or a position: the account's word for journal, counters and alerts.
public enum AccountNote: Hashable, Codable, Sendable {
    case stopSent(RequestID, Ticket, StopMove)
    case closeSent(RequestID, Ticket, StopPlan.CloseReason)
    /// A part of the position is to be closed at a target.
    case partSent(RequestID, Ticket, Volume)
    /// The send-to-proof time belongs to the daemon's monotonic clock.
    case confirmed(RequestID, Ticket, after: TimeSpan)
    case ended(RequestID, Ticket, RequestLifecycle.Ending)
    /// No answer in time; it is being read back.
    case becameUnknown(RequestID, Ticket)
    /// The request has been under way for as long as a lease may last; it is being read back.
    case leaseTimeout(Ticket, RequestID, held: TimeSpan)
    /// Less urgent work waits, urgent work probes, until an answer comes in time.
    case breakerOpened(BreakerScope, BreakerCause)
    case breakerClosed(BreakerScope)
    /// `ea_blocked`: a call of the terminal kept the EA from answering; the terminal's breaker is open.
    case terminalBlocked(TerminalHeartbeat.SlowCall, for: TimeSpan)
    /// Its answers were slow for so long that its less urgent work waits for up to a minute.
    case setAside(Ticket, waited: TimeSpan)
    /// Trailing steps are wider from here on, for the day's requests to last.
    case budgetLow(used: Int, limit: Int)
    /// An answer to a request that had ended before.
    case lateAnswer(RequestID)
    case denied(Ticket, Denial)
    /// An old request was executed late and loosened the stop; it is tightened again.
    case lateRegression(Ticket, from: Price, to: Price?)
    /// Somebody else changed or removed the stop.
    case foreignStop(Ticket, from: Price?, to: Price?)
    /// A request of ours overwrote a take-profit that a person had just set; it is being restored.
    case takeProfitOverwritten(Ticket, lost: Price?)
    /// The take-profit could not be put back; it stays as it is.
    case takeProfitNotRestored(Ticket, lost: Price?)
    /// A managed position has had no stop for this long.
    case uncovered(Ticket, for: TimeSpan, UncoveredReason)
    /// What all positions together may risk or lose a day is reached; with the kill level that was latched for it, if any.
    case limitReached(ExposureLimit, amount: Money, limit: Money, latched: KillLevel)
    /// No managed position is left after a flatten: frozen from here on.
    case flattened
    case opened(Ticket)
    case closed(Ticket)
    case viewDiffers
    /// In shadow mode: what would have been sent.
    case wouldSend(Ticket, Proposal.Action)
}

/// Why a proposal was not sent.
public enum Denial: UInt8, Hashable, Codable, Sendable, BitwiseCopyable, CaseIterable {
    /// The stop in place is already as tight.
    case noImprovement
    /// The worst case would exceed the limit and the stop would lower nothing.
    case beyondCap
    case offGrid
    case killed
    /// A stop rests at the broker that keeps within the cap: the reason to close is gone.
    case covered
    case notManaged
    case positionGone
    /// It is being closed, or said to be closed; decided again in case it stays open.
    case closing
}
