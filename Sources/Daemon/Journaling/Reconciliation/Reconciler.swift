import Bridge
import Core
import Journal

/// When the broker's books are held against the log, and what is asked of the terminal for it.
///
///     idle --link, gap, 30 s--> waiting --snapshot and book are there--> asking --all answered--> idle
///                                  \------------ 30 s, or the link is lost ----------------------/
///
/// One question is out at a time. A span that holds too many deals is halved; a terminal that cannot tell is
/// asked again after a second. No answer, and no part of one, is ever taken to mean that there was nothing.
///
/// Decides nothing about trades and records nothing. Owner: the bridge thread.
struct Reconciler: Sendable {
    /// A course that lasts longer ends with what it has.
    static let limit = TimeSpan.seconds(30)
    static let interval = TimeSpan.seconds(30)
    static let retryPause = TimeSpan.seconds(1)

    /// Server time from `from` to `to`, both inclusive; `nil` for up to now.
    struct Span: Hashable, Sendable {
        var from: MarketTime
        var to: MarketTime?
    }

    /// What is to be done next.
    enum Step: Hashable, Sendable {
        case ask(DealHistoryRequest)
        /// Every span is answered, or the time is up.
        case end(ReconciliationOutcome)
    }

    /// One comparison of the broker's books with the log.
    private struct Course: Sendable {
        let cause: ReconciliationCause
        let begun: Instant
        /// Not asked yet, the earliest last; empty with `isAsking` once all are answered.
        var spans: [Span] = []
        /// Under which number the last one is asked at the moment.
        var asked: UInt32?
        var answered = 0
        var retryAt: Instant?
        var isAsking = false
    }

    private var course: Course?
    /// A reason to begin anew that came while a course was under way.
    private var following: ReconciliationCause?
    private var numbers: UInt32 = 0
    private var nextPeriodic = Instant.never
    /// How many courses have ended.
    private(set) var ended: UInt64 = 0

    /// The cause of the course that waits for its first question; `nil` if none does.
    var waiting: ReconciliationCause? { course.flatMap { $0.isAsking ? nil : $0.cause } }
    /// The cause and the age of the course under way.
    var underWay: (cause: ReconciliationCause, begun: Instant)? { course.map { ($0.cause, $0.begun) } }

    /// Whether this is the question under way.
    func isAsking(_ request: UInt32) -> Bool { course?.asked == request }

    /// Begins a course; after the one under way, if there is one.
    mutating func begin(_ cause: ReconciliationCause, at now: Instant) {
        guard course == nil else {
            following = following ?? cause
            return
        }
        course = Course(cause: cause, begun: now)
    }

    /// All that can be known without the terminal is known: the first question about everything since `from`.
    mutating func ask(since from: MarketTime) -> DealHistoryRequest? {
        guard course?.isAsking == false else { return nil }
        course?.isAsking = true
        course?.spans = [Span(from: from, to: nil)]
        return askNext()
    }

    /// An answer of the terminal.
    ///
    /// - Parameter serverTime: what ends an open span where it has to be halved.
    /// - Returns: `nil` where nothing follows from it at this moment.
    mutating func take(_ history: DealHistory, serverTime: MarketTime, at now: Instant) -> Step? {
        guard course?.asked == history.request else { return nil }
        course?.asked = nil
        switch history.outcome {
        case .complete:
            course?.answered += 1
            course?.spans.removeLast()
            return askNext().map(Step.ask) ?? .end(.complete)
        case .failed(.changed), .failed(.damaged): return askNext().map(Step.ask)
        case .failed(.tooMany) where halve(upTo: serverTime): return askNext().map(Step.ask)
        case .failed(.terminal), .failed(.tooMany):
            course?.retryAt = now + Self.retryPause
            return nil
        }
    }

    /// What is due by time alone.
    mutating func timePassed(at now: Instant) -> Step? {
        if course == nil, nextPeriodic <= now { begin(.periodic, at: now) }
        guard let course else { return nil }
        if now - course.begun >= Self.limit { return .end(course.answered > 0 ? .partial : .failed) }
        guard let retryAt = course.retryAt, retryAt <= now else { return nil }
        self.course?.retryAt = nil
        return askNext().map(Step.ask)
    }

    /// The course is over and has been reported; what came meanwhile begins now, else the next is due in a while.
    mutating func finish(at now: Instant) {
        course = nil
        ended += 1
        nextPeriodic = now + Self.interval
        if let cause = following {
            following = nil
            begin(cause, at: now)
        }
    }

    /// Nothing can be asked until there is another link, and that begins a course of its own.
    mutating func linkLost() {
        course = nil
        following = nil
        nextPeriodic = .never
    }

    /// Something is missing that should have come by itself: the next course does not wait for its turn.
    mutating func hurry(at now: Instant) { nextPeriodic = min(nextPeriodic, now) }

    private mutating func askNext() -> DealHistoryRequest? {
        guard let span = course?.spans.last else { return nil }
        numbers &+= 1
        course?.asked = numbers
        return DealHistoryRequest(request: numbers, from: span.from, to: span.to)
    }

    /// The earlier half is asked for first.
    ///
    /// - Returns: whether it could be halved; the terminal knows nothing finer than a second.
    private mutating func halve(upTo serverTime: MarketTime) -> Bool {
        guard let span = course?.spans.last else { return false }
        let end = max(span.to ?? serverTime, span.from)
        let length = end.milliseconds - span.from.milliseconds
        guard length > 2_000 else { return false }
        let middle = MarketTime(milliseconds: span.from.milliseconds + length / 2)
        course?.spans.removeLast()
        course?.spans.append(Span(from: MarketTime(milliseconds: middle.milliseconds + 1), to: span.to))
        course?.spans.append(Span(from: span.from, to: middle))
        return true
    }
}
