/// What a running daemon says of itself: an immutable value, taken by the bridge thread between two wake-ups.
///
/// Its JSON form (snake case) is what `backstop status --json` prints and what goes over the control socket.
/// Money and prices are decimal text, so that nothing is rounded on the way.
struct DaemonReport: Codable, Sendable {
    var version: String
    var pid: Int32
    /// "shadow", "protect" or "manage".
    var mode: String
    var endpoint: String
    var stateDir: String
    var epoch: UInt64
    var uptimeSeconds: Double
    /// Why the daemon is not ready; empty when it is.
    var notReady: [String]
    /// From a wake-up of the bridge thread to its last frame handed to the socket.
    var loopMs: Percentiles
    /// Wake-ups longer than 50 ms.
    var loopsOverBudget: UInt64
    /// `nil` where nothing is recorded.
    var journal: JournalReport?
    var watchdog: WatchdogFigures
    var leases: LeaseFigures
    var driver: DriverFigures
    var link: LinkReport
    var accounts: [AccountReport]

    /// Percentiles of a latency, in the unit its name ends with.
    struct Percentiles: Codable, Sendable {
        var count: UInt64
        var p50: Double
        var p99: Double
        var p999: Double
        var max: Double
    }

    struct WatchdogFigures: Codable, Sendable {
        var checks: UInt64
        /// How much later than planned its checks began.
        var latenessMs: Percentiles
        /// Checks that began more than 10 ms late.
        var lateChecks: UInt64
        var findings: UInt64
    }

    /// How the position locks fare, over all accounts.
    struct LeaseFigures: Codable, Sendable {
        var acquisitions: UInt64
        /// Requests that another one's lease kept from being sent; the account should have known.
        var contention: UInt64
        /// Reclaimed because their time was up; of `acquisitions`.
        var timeouts: UInt64
        /// Reclaimed for either reason: time, or the end of their worker.
        var reclaimed: UInt64
        /// Outlived their limit unnoticed, or their position.
        var stale: UInt64
        /// Under way.
        var active: UInt64
        /// From the lane's wish to the end of the lease it waited for.
        var waitMs: Percentiles
        var holdMs: Percentiles
    }

    /// Who steps the shards.
    struct DriverFigures: Codable, Sendable {
        /// "inline" or "pool".
        var mode: String
        /// "spin", "adaptive" or "park"; none inline.
        var wait: String?
        /// Decisions that came too late to count; the worker had decided again by then.
        var outdated: UInt64
        /// Symbols that have gone to another worker.
        var moves: UInt64
        var replacements: UInt64
        var workers: [WorkerFigures]
    }

    struct WorkerFigures: Codable, Sendable {
        /// Messages given to it, and those it has dealt with.
        var given: UInt64
        var done: UInt64
        /// Messages that wait in its ring, and beyond it.
        var queued: Int
        var backlog: Int
        /// Ticks merged into waiting ones because its ring was full.
        var conflated: UInt64
        var refused: UInt64
        var waitsForRoom: UInt64
        var wakeUps: UInt64
        var replacements: UInt64
    }

    struct LinkReport: Codable, Sendable {
        var framesIn: UInt64
        var framesOut: UInt64
        var messagesIn: UInt64
        var messagesOut: UInt64
        var established: UInt64
        var refused: UInt64
        var refusedMalformed: UInt64
        var timedOut: UInt64
        var notReading: UInt64
        var replaced: UInt64
        var sequenceGaps: UInt64
        var unknownSymbols: UInt64
        var snapshots: UInt64
        var snapshotsRejected: UInt64
        /// Trade events that EAs told, of them those they had told before, and what they had to drop untold.
        var events: UInt64
        var eventsAgain: UInt64
        var eventsLost: UInt64
        var acknowledgements: UInt64
        var sendsBlocked: UInt64
        var undeliverable: UInt64
    }
}

struct AccountReport: Codable, Sendable {
    var account: UInt64
    var currency: String
    var server: String
    var marginMode: String
    /// Whether the EA of this account is connected.
    var linked: Bool
    var mode: String
    /// The kill level in force: "none", "pause", "freeze" or "flatten".
    var latch: String
    /// Open positions that some rule set is for, and how many of them have a stop at the broker.
    var managed: Int
    var guarded: Int
    /// What all guarded positions could lose together at their stops.
    var worstCase: String

    var ticks: UInt64
    var ticksRefused: UInt64
    var ticksCrossed: UInt64
    var ticksOutOfOrder: UInt64
    var decisions: UInt64
    var proposals: UInt64

    var stopsSent: UInt64
    var stopsConfirmed: UInt64
    var stopsRejected: UInt64
    var stopsRefused: UInt64
    var stopsUnknown: UInt64
    var stopsNotApplied: UInt64
    var notFound: UInt64
    var closesSent: UInt64
    var closesConfirmed: UInt64
    var capUnreachable: UInt64
    /// Late regressions, and take-profits that a request of ours overwrote.
    var racesDetected: UInt64
    /// Calls of the terminal that kept the EA from answering for more than 500 ms.
    var terminalBlocks: UInt64
    var lateRegressions: UInt64
    var lateAnswers: UInt64
    var foreignStops: UInt64
    var resynchronizations: UInt64
    var shadowed: UInt64
    /// Questions about the past of bars: taken, nothing there yet, not believed.
    var barsAsked: UInt64
    var barsTaken: UInt64
    var barsPostponed: UInt64
    var barsRefused: UInt64
    /// Stops that the EA's own guard placed.
    var guardStops: UInt64
    var links: UInt64
    var flow: FlowReport
    var reconciliation: ReconciliationFigures
    /// Those under which something has closed since the daemon started, by name.
    var ruleSets: [RuleSetReport]

    /// From the frame with a tick taken from the socket to the stop request it caused handed to it.
    var tickToRequestUs: DaemonReport.Percentiles
    /// From the request to the broker's own position event that proves it.
    var requestToConfirmMs: DaemonReport.Percentiles
    /// From the EA first seeing a position without a stop to the broker's confirmation of one.
    var firstStopMs: DaemonReport.Percentiles
    var positions: [PositionReport]
}

struct PositionReport: Codable, Sendable {
    var account: UInt64
    var ticket: UInt64
    /// Of the program that opened it; 0: a person.
    var magic: UInt64
    var symbol: String
    /// "buy" or "sell".
    var side: String
    /// As the broker has it.
    var comment: String
    var lots: String
    var entry: String
    /// The price at which it could be closed.
    var price: String?
    var stop: String?
    /// The stop decided on and not yet proven at the broker.
    var wanted: String?
    var takeProfit: String?
    /// The most it can cost at its stop, in account money; negative: it earns at least that.
    var worstCase: String?
    /// The rule set that governs it; none: not managed.
    var rules: String?
    var ageSeconds: Double
}
