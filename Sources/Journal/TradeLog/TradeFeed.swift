import Core
import Runtime

/// The producer's end of the journal: hands events over without ever waiting for the disk.
///
/// When the ring is full, what comes is kept here, in order, up to `keptMax`. Beyond that:
/// - an event that the EA delivered is refused, and so is every later delivery of that EA until the refused
///   one comes again. Nothing of it is acknowledged, so the EA delivers it again: late, but whole;
/// - an event of the daemon's own is counted, and as soon as there is room a `gap` record with the exact
///   number and the time it covers takes its place.
/// So the log is never silently incomplete, and the trading thread never stands still.
///
/// Cost while the ring has room: a copy and a fence. Owner: one thread, the bridge; whoever made the journal
/// hands it to that thread before it starts.
public final class TradeFeed: @unchecked Sendable {  // one owner at a time, as above
    public enum Outcome: Hashable, Sendable {
        case taken
        /// The ring is full; it is kept here.
        case kept
        /// A delivery; it must come again.
        case refused
        /// The daemon's own; it is counted.
        case counted
    }

    /// 8,192 events that wait beyond the ring are several seconds of the busiest market.
    public static let keptMax = 8_192

    /// Events refused or counted so far.
    public private(set) var refused: UInt64 = 0
    public private(set) var missing: UInt64 = 0

    private let lines: JournalLines
    private let keptMax: Int
    private var kept: ArraySlice<JournalInput> = []
    private var gaps: [AccountNumber: Gap] = [:]
    /// The first delivery of an account that was refused.
    private var refusals: [AccountNumber: Refusal] = [:]

    private struct Refusal {
        let delivery: Delivery
        var stage: Stage

        enum Stage {
            /// More of the same message may follow; it is refused too.
            case unfinished
            /// The message has ended: when it comes again, it comes whole.
            case over
        }
    }

    fileprivate struct Gap {
        var records: Int
        var first: LogEntry
        var last: LogEntry
    }

    init(_ lines: JournalLines, keptMax: Int = TradeFeed.keptMax) {
        self.lines = lines
        self.keptMax = keptMax
    }

    /// How many events wait here because the ring is full.
    public var waiting: Int { kept.count }

    /// Whether the next event of the daemon's own would be taken or kept.
    public var hasRoom: Bool { gaps.isEmpty && kept.count < keptMax }

    public func record(_ entry: LogEntry) -> Outcome {
        if let delivery = entry.delivery, isBehindRefusal(delivery, of: entry.account) {
            refused += 1
            return .refused
        }
        let outcome = hand(over: .entry(entry))
        guard outcome == .refused else { return outcome }
        if let delivery = entry.delivery {
            refusals[entry.account] = Refusal(delivery: delivery, stage: .unfinished)
            refused += 1
            return .refused
        }
        missing += 1
        var gap = gaps[entry.account] ?? Gap(records: 0, first: entry, last: entry)
        gap.records += 1
        gap.last = entry
        gaps[entry.account] = gap
        return .counted
    }

    /// Everything this message of the EA brought has been recorded: once that is durable, it is acknowledged.
    /// Not taken where any of it was refused.
    public func delivered(_ delivery: Delivery, account: AccountNumber) -> Outcome {
        if isBehindRefusal(delivery, of: account) {
            if refusals[account]?.delivery == delivery { refusals[account]?.stage = .over }
            return .refused
        }
        let outcome = hand(over: .delivered(account, delivery))
        if outcome == .refused { refusals[account] = Refusal(delivery: delivery, stage: .over) }
        return outcome
    }

    /// Whether `nextDurable` has something to tell.
    public var hasDurable: Bool { !lines.back.isEmpty }

    /// What has become durable since this was last asked; nil when that is all.
    public func nextDurable() -> DurableDelivery? { lines.back.pop() }

    /// Hands over what waits; call it now and then while `waiting` is not 0 and nothing is recorded.
    public func flush() {
        makeRoom()
        lines.doorbell.ring()
    }

    private func hand(over input: JournalInput) -> Outcome {
        makeRoom()
        if kept.isEmpty, gaps.isEmpty, lines.ring.count < lines.ring.capacity, lines.ring.push(input) {
            lines.doorbell.ring()
            return .taken
        }
        guard gaps.isEmpty, kept.count < keptMax else { return .refused }
        kept.append(input)
        return .kept
    }

    private func makeRoom() {
        while let next = kept.first, lines.ring.count < lines.ring.capacity, lines.ring.push(next) {
            kept.removeFirst()
        }
        for account in gaps.keys.sorted(by: { $0.rawValue < $1.rawValue }) where kept.count < keptMax {
            guard let gap = gaps.removeValue(forKey: account) else { continue }
            kept.append(.entry(gap.record))
        }
        while let next = kept.first, lines.ring.count < lines.ring.capacity, lines.ring.push(next) {
            kept.removeFirst()
        }
    }

    /// Whether an earlier delivery of this start of the EA was refused and has not come again.
    private func isBehindRefusal(_ delivery: Delivery, of account: AccountNumber) -> Bool {
        guard let refusal = refusals[account], refusal.delivery.boot == delivery.boot else {
            refusals[account] = nil
            return false
        }
        guard delivery.number == refusal.delivery.number else {
            return delivery.number > refusal.delivery.number
        }
        switch refusal.stage {
        case .unfinished: return true
        case .over:
            refusals[account] = nil
            return false
        }
    }
}

extension TradeFeed.Gap {
    var record: LogEntry {
        LogEntry(
            account: last.account, at: last.at, instant: last.instant, ticket: nil, delivery: nil,
            event: .gap(RecordsMissing(records: records, first: first.at, last: last.at)))
    }
}
