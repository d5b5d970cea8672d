/// The life of one request, from the send to a proven effect at the broker.
///
///     inFlight --result done--> verifying --position event matches--> ended(confirmed)
///        |  \--position event matches------------------------------->  "
///        |   \--result rejected | refused--> ended(rejected | refused)
///        |--deadline | unknown result | link lost--> unknown --read-back--> ended
///                                    verifying --time is up--> unknown
///
/// Nothing leads from `unknown` back to a send: what may have reached the broker is read back first, as
/// often as it takes. Pure: every event returns the action its owner must take.
public struct RequestLifecycle: Codable, Sendable {
    /// What a proven effect looks like.
    public enum Aim: Hashable, Codable, Sendable, BitwiseCopyable {
        case stop(Price)
        /// A stop that stays, and a person's take-profit that an earlier request overwrote.
        case restore(stop: Price, takeProfit: Price?)
        /// Closing `volume` of what was open before.
        case close(volume: Volume, before: Volume)
        /// Closing a part that leaves the position open. A smaller position alone proves nothing: a person may have
        /// closed a part as well.
        case reduce(by: Volume, from: Volume)

        /// The stop that stands once the request has taken effect; `nil` for a close.
        public var stop: Price? {
            switch self {
            case .stop(let stop), .restore(let stop, _): stop
            case .close, .reduce: nil
            }
        }

        public var isClose: Bool { isWholeClose || isPart }

        var isWholeClose: Bool {
            switch self {
            case .close: true
            case .stop, .restore, .reduce: false
            }
        }

        var isPart: Bool {
            switch self {
            case .reduce: true
            case .stop, .restore, .close: false
            }
        }

        /// Whether so much left open is what a close would leave.
        func isDone(leaving volume: Volume) -> Bool {
            switch self {
            case .close(let part, let before), .reduce(let part, let before): volume <= before - part
            case .stop, .restore: false
            }
        }
    }

    public enum State: Hashable, Codable, Sendable, BitwiseCopyable {
        case inFlight(deadline: Instant)
        /// Answered "done"; waiting for the position itself to say so.
        case verifying(until: Instant)
        /// May or may not have happened; asked again at `nextAsk`.
        case unknown(nextAsk: Instant, asked: Int)
    }

    public enum Ending: Hashable, Codable, Sendable, BitwiseCopyable {
        case confirmed
        case rejected(ReturnCodeClass)
        case refused(RequestResult.Refusal)
        /// Read back: it did not happen.
        case notApplied
        /// The position is closed.
        case gone
        /// It held the position for too long, and something urgent has taken its place; what becomes of it
        /// is seen in the position.
        case superseded
    }

    public enum Action: Hashable, Sendable, BitwiseCopyable {
        case wait
        case readBack
        case end(Ending)
    }

    public let request: RequestID
    public let aim: Aim
    public let lane: Lane
    public let sent: Instant
    public let timing: Timing
    public private(set) var state: State

    public init(request: RequestID, aim: Aim, lane: Lane, sent: Instant, timing: Timing) {
        self.request = request
        self.aim = aim
        self.lane = lane
        self.sent = sent
        self.timing = timing
        self.state = .inFlight(deadline: sent + timing.deadline)
    }

    /// How long each stage may take.
    public struct Timing: Hashable, Codable, Sendable, BitwiseCopyable {
        /// From the send to an answer.
        public var deadline: TimeSpan
        /// From the answer to the position event that proves it.
        public var verification: TimeSpan
        /// Between two read-backs of an unknown request; doubled up to eight times this.
        public var askAgain: TimeSpan

        public init(deadline: TimeSpan, verification: TimeSpan, askAgain: TimeSpan) {
            self.deadline = deadline
            self.verification = verification
            self.askAgain = askAgain
        }

        public static let standard = Timing(
            deadline: .seconds(1), verification: .milliseconds(500), askAgain: .milliseconds(500))
        /// A close is proven by the position's end: where that does not show at once, it is asked about.
        public static let closing = Timing(
            deadline: .seconds(1), verification: .milliseconds(100), askAgain: .milliseconds(500))
        public static let profitLock = Timing(
            deadline: .seconds(1), verification: .milliseconds(100), askAgain: .milliseconds(100))
        /// Without the explicit read-back of a profit lock: once answered, the position's own event proves it,
        /// or the snapshot that a checksum leads to. Only when neither has come for as long as this is it asked
        /// about, before its lease is overdue. A request without an answer is read back as any other.
        public static let lowRiskLock = Timing(
            deadline: .seconds(1), verification: .seconds(5), askAgain: .milliseconds(100))
    }

    /// How long a lease may last before a close that left no trace may be sent again.
    public static let leaseMax = TimeSpan.seconds(5)

    /// How long this request may hold its position's lease before that is said.
    public var leaseLimit: TimeSpan {
        switch lane {
        case .profitLock: .seconds(7)
        case .flatten, .cap, .firstStop, .breakEven, .trailing: Self.leaseMax
        }
    }

    /// When something must be done even if nothing is heard.
    public var wake: Instant {
        switch state {
        case .inFlight(let deadline): deadline
        case .verifying(let until): until
        case .unknown(let nextAsk, _): nextAsk
        }
    }

    public var isUnknown: Bool {
        if case .unknown = state { true } else { false }
    }
}

extension RequestLifecycle {
    /// The EA answered. Repeated and late answers are handled like the first.
    public mutating func answered(_ result: RequestResult, at now: Instant) -> Action {
        switch result.outcome {
        case .done: return accepted(result, at: now)
        case .refused:
            return .end(result.refusal == .noSuchPosition ? .gone : .refused(result.refusal))
        case .unknown: return becameUnknown(at: now)
        case .rejected:
            switch ReturnCodeClass(result.returnCode) {
            case .done, .unchanged: return accepted(result, at: now)
            case .gone: return .end(.gone)
            case .unknown: return becameUnknown(at: now)
            case .repriced, .busy, .marketClosed, .forbidden, .invalid:
                return .end(.rejected(ReturnCodeClass(result.returnCode)))
            }
        }
    }

    private mutating func accepted(_ result: RequestResult, at now: Instant) -> Action {
        switch state {
        case .inFlight: state = .verifying(until: now + timing.verification)
        case .verifying: break
        case .unknown: state = .verifying(until: now + timing.verification)
        }
        // The event that shows it may have come before.
        if aim.isPart, result.volume > .zero, aim.isDone(leaving: result.volume) { return .end(.confirmed) }
        return .wait
    }

    private mutating func becameUnknown(at now: Instant) -> Action {
        switch state {
        case .inFlight, .verifying:
            state = .unknown(nextAsk: now + timing.askAgain, asked: 1)
            return .readBack
        case .unknown: return .wait
        }
    }

    /// The broker's own position event arrived.
    public mutating func positionSeen(_ position: Position) -> Action {
        switch aim {
        case .stop(let wanted): return position.stopLoss == wanted ? .end(.confirmed) : .wait
        case .restore(_, let takeProfit):
            return position.takeProfit == takeProfit ? .end(.confirmed) : .wait
        case .close: return aim.isDone(leaving: position.volume) ? .end(.confirmed) : .wait
        case .reduce:
            guard case .verifying = state, aim.isDone(leaving: position.volume) else { return .wait }
            return .end(.confirmed)
        }
    }

    /// The position is no longer open.
    public mutating func positionGone() -> Action {
        switch aim {
        case .stop, .restore, .reduce: return .end(.gone)
        case .close: return .end(.confirmed)
        }
    }

    /// Time passed; call at or after `wake`.
    public mutating func timePassed(at now: Instant) -> Action {
        guard now >= wake else { return .wait }
        switch state {
        case .inFlight, .verifying: return becameUnknown(at: now)
        case .unknown(_, let asked):
            let pause = timing.askAgain.nanoseconds << Int64(min(asked, 3))
            state = .unknown(nextAsk: now + TimeSpan(nanoseconds: pause), asked: asked + 1)
            return .readBack
        }
    }

    /// Somebody has reason to doubt it: asked about at once, unless the link is down.
    public mutating func doubted(at now: Instant) -> Action {
        switch state {
        case .inFlight, .verifying: return becameUnknown(at: now)
        case .unknown(.never, _): return .wait
        case .unknown(_, let asked):
            state = .unknown(nextAsk: now + timing.askAgain, asked: asked + 1)
            return .readBack
        }
    }

    /// The link is gone: an answer may be lost, so nothing is known. Nothing is asked until it is back.
    public mutating func linkLost(at now: Instant) {
        state = .unknown(nextAsk: .never, asked: 0)
    }

    /// The view is whole again and the position is still open: ask what became of a request whose answer
    /// the link may have lost. One sent since then is left alone.
    public mutating func linkRestored(at now: Instant) -> Action {
        guard case .unknown(.never, _) = state else { return .wait }
        state = .unknown(nextAsk: now + timing.askAgain, asked: 1)
        return .readBack
    }

    /// The EA's answer to a read-back.
    public mutating func readBack(_ answer: ReadBack, at now: Instant) -> Action {
        guard answer.isOpen else { return positionGone() }
        switch aim {
        case .stop(let wanted):
            if answer.stopLoss == wanted { return .end(.confirmed) }
        case .restore(_, let takeProfit):
            if answer.takeProfit == takeProfit { return .end(.confirmed) }
        case .close: if aim.isDone(leaving: answer.volume) { return .end(.confirmed) }
        case .reduce: if answer.state == .done, aim.isDone(leaving: answer.volume) { return .end(.confirmed) }
        }
        switch answer.state {
        case .neverSeen, .refused, .rejected: return .end(.notApplied)
        case .inFlight: return .wait
        case .done:
            // Done, yet not there: somebody changed it since, or the copy is stale until the next event.
            return isUnknown && askedOften ? .end(.notApplied) : .wait
        case .fateUnknown:
            // A stop that is not there may be set again: the ratchet repairs a late execution. A close is
            // resolved from orders and deals alone: only when these have shown nothing for as long as a lease
            // may last is it taken as not executed, since flatten and cap may not wait for ever.
            switch aim {
            case .stop, .restore: return .end(.notApplied)
            case .close, .reduce: return now - sent >= Self.leaseMax ? .end(.notApplied) : .wait
            }
        }
    }

    private var askedOften: Bool {
        if case .unknown(_, let asked) = state { asked >= 2 } else { false }
    }
}
