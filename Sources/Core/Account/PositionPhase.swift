/// Where one position stands between its opening and its end: what the account lets be proposed and sent to it.
///
///     opening, open --stopSent--> updating ----------ended--> opening | open
///     opening, open --closeSent-> closing(.ordered) --ended--> opening | open
///     any of these --saidClosed-> closing(.reported) --seen---> opening | open
///     any of these --seenClosed-> closed
///
/// Whether `opening` or `open` follows is a matter of the stop that rests at the broker. That a position is
/// said to be closed is an ordinary ending in every phase, never an error. Pure; owner: the account.
enum PositionPhase: Hashable, Codable, Sendable, BitwiseCopyable {
    /// Open at the broker, without a stop there: the clock of S3 runs, and nothing can travel with a stop.
    case opening
    /// Open, with a stop at the broker, and nothing is under way.
    case open
    /// A request that leaves it open is under way: it moves the stop, restores a take-profit or closes a part.
    case updating
    case closing(Closure)
    /// The broker's own event, or a snapshot without it, has shown its end.
    case closed

    enum Closure: Hashable, Codable, Sendable, BitwiseCopyable, CaseIterable {
        /// A close of ours is under way; parts may remain.
        case ordered
        /// Said to be closed by an answer or a read-back; its own event is still to come.
        case reported
    }

    /// Whether a stop rests at the broker.
    enum Coverage: Hashable, Sendable, BitwiseCopyable, CaseIterable {
        case covered
        case uncovered
    }

    enum Event: Hashable, Sendable, BitwiseCopyable {
        /// A request that leaves the position open.
        case stopSent
        case closeSent
        /// The request under way is over, and the position was open when that was found.
        case ended(Coverage)
        /// An answer or a read-back names a position that no longer exists.
        case saidClosed
        /// The broker's own event, or a snapshot, shows it open.
        case seen(Coverage)
        case seenClosed
    }

    /// How long a closure may take to show before it is asked about.
    static let closurePatience = RequestLifecycle.Timing.closing.verification

    /// What follows; `nil` where only a bug of ours could have led to `event` in this phase.
    func after(_ event: Event) -> PositionPhase? {
        switch self {
        case .opening, .open: afterAtRest(event)
        case .updating: afterUnderWay(event)
        case .closing(.ordered): afterUnderWay(event)
        case .closing(.reported): afterReported(event)
        case .closed: afterClosed(event)
        }
    }

    private func afterAtRest(_ event: Event) -> PositionPhase? {
        switch event {
        case .stopSent: .updating
        case .closeSent: .closing(.ordered)
        case .ended: nil
        case .saidClosed: .closing(.reported)
        case .seen(let coverage): PositionPhase(coverage)
        case .seenClosed: .closed
        }
    }

    /// S4: nothing is sent while a request is under way, and what is seen meanwhile does not end it.
    private func afterUnderWay(_ event: Event) -> PositionPhase? {
        switch event {
        case .stopSent, .closeSent: nil
        case .ended(let coverage): PositionPhase(coverage)
        case .saidClosed: .closing(.reported)
        case .seen: self
        case .seenClosed: .closed
        }
    }

    private func afterReported(_ event: Event) -> PositionPhase? {
        switch event {
        case .stopSent, .closeSent, .ended: nil
        case .saidClosed: self
        case .seen(let coverage): PositionPhase(coverage)
        case .seenClosed: .closed
        }
    }

    /// The end of its request may still be worked off.
    private func afterClosed(_ event: Event) -> PositionPhase? {
        switch event {
        case .stopSent, .closeSent, .seen: nil
        case .ended, .saidClosed, .seenClosed: .closed
        }
    }

    private init(_ coverage: Coverage) {
        switch coverage {
        case .covered: self = .open
        case .uncovered: self = .opening
        }
    }

    /// - Precondition: `after(event)` is not `nil`.
    mutating func apply(_ event: Event) {
        guard let next = after(event) else { preconditionFailure("\(event) in phase \(self)") }
        self = next
    }

    /// Whether a proposal of `lane` is taken in. While a close of ours is under way only what may take its
    /// lease once that lasts too long; nothing at all for what is said to be closed. What is not taken in is
    /// decided again when the close has ended, or when the position shows.
    func takes(_ lane: Lane) -> Bool {
        switch self {
        case .opening, .open, .updating: true
        case .closing(.ordered): lane.isUrgent
        case .closing(.reported), .closed: false
        }
    }
}

extension Position {
    var coverage: PositionPhase.Coverage { stopLoss == nil ? .uncovered : .covered }
}
