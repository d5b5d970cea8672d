import Core

/// The broker's positions and deals were held against the log (docs/decisions/0016).
public struct ReconciliationReport: EventFields {
    public var cause: ReconciliationCause
    public var outcome: ReconciliationOutcome
    /// At the broker.
    public var positions: Int
    /// That the history told.
    public var deals: Int
    /// Deals that the log had.
    public var matched: Int
    /// Openings that were missing in the log.
    public var backfilled: Int
    /// Closes that nobody had seen.
    public var completed: Int
    /// Neither explained nor guessed at.
    public var orphans: Int
    /// Stops and take-profits changed meanwhile.
    public var edits: Int
    public var took: TimeSpan

    public init(
        cause: ReconciliationCause, outcome: ReconciliationOutcome, positions: Int, deals: Int, matched: Int,
        backfilled: Int, completed: Int, orphans: Int, edits: Int, took: TimeSpan
    ) {
        self.cause = cause
        self.outcome = outcome
        self.positions = positions
        self.deals = deals
        self.matched = matched
        self.backfilled = backfilled
        self.completed = completed
        self.orphans = orphans
        self.edits = edits
        self.took = took
    }

    init() {
        self.init(
            cause: .start, outcome: .failed, positions: 0, deals: 0, matched: 0, backfilled: 0, completed: 0,
            orphans: 0, edits: 0, took: .zero)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.word("cause", &cause)
        fields.word("outcome", &outcome)
        fields.count("positions", &positions)
        fields.count("deals", &deals)
        fields.count("matched", &matched)
        fields.count("backfilled", &backfilled)
        fields.count("completed", &completed)
        fields.count("orphans", &orphans)
        fields.count("edits", &edits)
        fields.field("took_ns", &took)
    }
}
