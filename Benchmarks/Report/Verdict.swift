/// One target and what was measured of it.
struct Verdict: Encodable {
    /// What a target is judged by.
    enum Kind: String, Encodable {
        /// Against a baseline of the same run: holds on any machine.
        case ratio
        /// Counted, not timed: holds on any machine.
        case count
        /// The loop budgets of 50 ms and 100 ms, which even a debug build keeps.
        case budget
        /// A time: holds for this machine.
        case absolute
    }

    enum Outcome: String, Encodable {
        case pass = "PASS"
        case fail = "FAIL"
        /// A debug build is not what the target is for.
        case unjudged = "not judged"
    }

    /// On which side of the limit the target lies.
    enum Bound: String, Encodable {
        case atMost = "at most"
        case atLeast = "at least"
    }

    let what: String
    let kind: Kind
    let measured: Double
    let limit: Double
    let bound: Bound
    let unit: String
    let outcome: Outcome

    init(_ what: String, _ kind: Kind, _ measured: Double, atMost limit: Double, unit: String = "x") {
        self.init(what, kind, measured, .atMost, limit, unit)
    }

    init(_ what: String, _ kind: Kind, _ measured: Double, atLeast limit: Double, unit: String = "x") {
        self.init(what, kind, measured, .atLeast, limit, unit)
    }

    private init(
        _ what: String, _ kind: Kind, _ measured: Double, _ bound: Bound, _ limit: Double, _ unit: String
    ) {
        self.what = what
        self.kind = kind
        self.measured = measured
        self.limit = limit
        self.bound = bound
        self.unit = unit
        let isMet =
            switch bound {
            case .atMost: measured <= limit
            case .atLeast: measured >= limit
            }
        switch (Build.present, kind) {
        case (.debug, .ratio), (.debug, .count), (.debug, .absolute): outcome = .unjudged
        case (.debug, .budget), (.release, _): outcome = isMet ? .pass : .fail
        }
    }

    /// Whether it makes the whole run fail: what another machine may decide otherwise does not.
    var isFatal: Bool {
        switch kind {
        case .ratio, .count, .budget: outcome == .fail
        case .absolute: false
        }
    }
}
