import Core

/// One thing the checker did not like, for a person to look into.
public struct Finding: Equatable, Sendable, CustomStringConvertible {
    public enum Kind: String, Sendable {
        case capViolation = "cap_violation"
        case ratchetViolation = "ratchet_violation"
        case takeProfitViolation = "tp_violation"
        case uncovered = "uncovered_over_1s"
        case uncoveredByFault = "uncovered_by_fault"
        case doubledRequest = "doubled_request"
        case closeBeyondOpen = "close_beyond_open"
        case partsBeyondShare = "parts_beyond_share"
        case opening
        case lateRegression = "late_regression"
        case takeProfitRace = "tp_race"
    }

    public let at: Instant
    public let kind: Kind
    /// Absent where no position is meant.
    public let position: PositionID?
    public let detail: String

    public var description: String {
        let place = position.map { " position \($0.rawValue)" } ?? ""
        let text = detail.isEmpty ? "" : ": \(detail)"
        return "checker: \(at.nanoseconds / 1_000_000) ms \(kind.rawValue)\(place)\(text)"
    }
}

extension Checker {
    /// How many findings are kept; later ones are only counted.
    public static let findingsMax = 200

    mutating func find(
        _ kind: Finding.Kind, _ position: PositionID?, at now: Instant,
        _ detail: @autoclosure () -> String = ""
    ) {
        switch kind {
        case .capViolation: summary.capViolations += 1
        case .ratchetViolation: summary.ratchetViolations += 1
        case .takeProfitViolation: summary.takeProfitViolations += 1
        case .uncovered: summary.uncoveredOver1s += 1
        case .uncoveredByFault: summary.uncoveredByFault += 1
        case .doubledRequest: summary.doubledRequests += 1
        case .closeBeyondOpen: summary.closesBeyondOpen += 1
        case .partsBeyondShare: summary.partsBeyondShare += 1
        case .opening: summary.openings += 1
        case .lateRegression: summary.lateRegressions += 1
        case .takeProfitRace: summary.takeProfitRaces += 1
        }
        guard findings.count < Self.findingsMax else { return }
        findings.append(Finding(at: now, kind: kind, position: position, detail: detail()))
    }

    static func text(_ price: Price?) -> String { price.map { "\($0.points)" } ?? "none" }
}
