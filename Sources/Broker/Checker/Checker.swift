import Core

/// Judges what a guardian did to an account, from the broker's side alone.
///
/// It sees quotes and `LedgerEntry`s: which requests arrived, what they changed, what the terminal had
/// been told by then. It shares no rule with the guardian, so that a mistake there is not repeated
/// here. Every request a terminal submits is the guardian's; everybody else acts through the server
/// directly.
///
/// Arithmetic: exact integers; a loss is rounded up to 1e-8 of the account currency, which is beyond
/// any quantity compared, and limits are compared as products, unrounded. Where a symbol's worth
/// depends on a conversion rate, the rate most favourable to the guardian within `rateAge` counts: it cannot
/// know a rate before the terminal does.
///
/// One owner thread; moments must not go backwards.
public struct Checker: Sendable {
    public let settings: CheckerSettings
    public internal(set) var summary = Summary()
    /// What was found, oldest first.
    public internal(set) var findings: [Finding] = []

    var valuation: Valuation
    /// Copies of the quotes about one second apart, newest last.
    var earlier: [(at: Instant, valuation: Valuation)] = []
    var watched: [PositionID: WatchedPosition] = [:]
    var owners: [RequestNumber: PositionID] = [:]
    var uncovered: [PositionID] = []
    var isTerminalUp = true
    var isConnected = true
    var marketTime = MarketTime.unknown
    var elapsedTo = Instant.zero
    var lastJumps: [Int64]
    var excusedUntil = Instant.zero

    public init(_ settings: CheckerSettings, contracts: [Contract], currency: String) {
        self.settings = settings
        valuation = Valuation(contracts: contracts, currency: currency)
        lastJumps = Array(repeating: 0, count: contracts.count)
    }

    /// Positions without a stop right now.
    public var uncoveredCount: Int { uncovered.count }

    /// The terminal program started or ended: without it nothing can be asked of the guardian.
    public mutating func terminal(isUp: Bool, at now: Instant) {
        elapse(to: now)
        isTerminalUp = isUp
        guard !isUp else { return }
        // The next program cannot know what this one still had under way.
        for (identifier, var record) in watched {
            for index in record.inFlight.indices { record.inFlight[index].isForgotten = true }
            watched[identifier] = record
        }
    }

    /// A position that was open before the checker began to watch. A stop it has counts as the guardian's
    /// first one.
    public mutating func adopt(_ position: Position) {
        var record = WatchedPosition(position)
        if position.stopLoss != nil {
            record.stopAuthor = .guardian
            record.guardianChanges = 1
        } else {
            uncovered.append(position.identifier)
        }
        watched[position.identifier] = record
    }

    /// A quote, before the broker acts on it.
    public mutating func quoted(_ tick: Tick, at now: Instant) {
        summary.ticks += 1
        if !uncovered.isEmpty { elapse(to: now) }
        if let last = valuation.quote(tick.symbol) {
            // How far the market moved at once; a long silence counts as a jump of any size.
            let silence = tick.time.milliseconds - marketTime.milliseconds
            lastJumps[tick.symbol.rawValue] =
                silence > Timeline.silenceMax.milliseconds
                ? Int64.max
                : max(
                    abs(tick.quote.bid.points - last.bid.points), abs(tick.quote.ask.points - last.ask.points)
                )
        }
        marketTime = max(marketTime, tick.time)
        if (earlier.last.map { now - $0.at } ?? .seconds(2)) >= .seconds(1) {
            earlier.append((now, valuation))
            if let oldest = earlier.first, now - oldest.at > settings.rateAge { earlier.removeFirst() }
        }
        valuation.apply(tick)
    }

    /// Something struck the terminal or its link until `end`: a position that is without a stop meanwhile
    /// is excused for it.
    public mutating func excuse(until end: Instant, at now: Instant) {
        elapse(to: now)
        excusedUntil = max(excusedUntil, end)
        for identifier in uncovered { watched[identifier]?.isExcused = true }
    }

    public mutating func observe(_ entry: LedgerEntry) {
        elapse(to: entry.at)
        switch entry.event {
        case .submitted(let number, let request): submitted(number, request, at: entry.at)
        case .executed(let number, _, let code):
            summary.verdicts[code, default: 0] += 1
            executed(number)
        case .answered(let number): answered(number)
        case .opened(let position): opened(position, at: entry.at)
        case .resized(_, let position, let deal): resized(position, deal, at: entry.at)
        case .closed(let position, let deal): closed(position, deal, at: entry.at)
        case .stopsChanged(let old, let new, let author): stopsChanged(old, new, author, at: entry.at)
        case .restated(let position): watched[position.identifier]?.actual = position
        case .told(let position): watched[position.identifier]?.learn(position, at: entry.at)
        case .connected(let isConnected): self.isConnected = isConnected
        case .struck(let number, let name): struck(number, name)
        }
    }

    /// Brings the clocks of uncovered positions up to `now`, and counts those that run over.
    public mutating func elapse(to now: Instant) {
        defer { elapsedTo = max(elapsedTo, now) }
        guard isTerminalUp, isConnected, now > elapsedTo else { return }
        let span = now - elapsedTo
        for identifier in uncovered {
            guard var position = watched[identifier] else { continue }
            let contract = valuation[position.actual.symbol]
            guard contract.tradeMode != .disabled, contract.sessions.isOpen(at: marketTime),
                !isFrozen(position.actual, contract)
            else { continue }
            position.uncovered = position.uncovered + span
            if position.uncovered > settings.uncoveredMax, !position.isCountedUncovered {
                position.isCountedUncovered = true
                find(position.isExcused ? .uncoveredByFault : .uncovered, identifier, at: now)
            }
            watched[identifier] = position
        }
    }

    /// No broker changes a position while the market is within the freeze level of its take-profit.
    private func isFrozen(_ position: Position, _ contract: Contract) -> Bool {
        guard contract.freezeLevel > 0, let target = position.takeProfit,
            let quote = valuation.quote(position.symbol)
        else { return false }
        let exit = position.side == .buy ? quote.bid : quote.ask
        return (target.points - exit.points) * position.side.sign <= contract.freezeLevel
    }

    // MARK: What the broker did

    private mutating func opened(_ position: Position, at now: Instant) {
        summary.positionsOpened += 1
        var record = WatchedPosition(position)
        record.isExcused = now < excusedUntil
        watched[position.identifier] = record
        if position.stopLoss == nil { uncovered.append(position.identifier) }
    }

    private mutating func resized(_ position: Position, _ deal: Deal, at now: Instant) {
        watched[position.identifier]?.actual = position
        if deal.entry != .in {
            // The deal's commission is part of what the position's deals have cost so far.
            let sum = deal.profit + deal.swap
            let before = watched[position.identifier]?.realised ?? .zero
            watched[position.identifier]?.realised = before + sum
            if deal.reason == .expert { judgePart(deal.volume, of: position.identifier, at: now) }
        }
        // A netting deal can carry levels of its own.
        setCovered(position.identifier, position.stopLoss != nil)
    }

    private mutating func judgePart(_ part: Volume, of identifier: PositionID, at now: Instant) {
        summary.partsClosed += 1
        guard var record = watched[identifier], let most = settings.partsMaxPermille else { return }
        record.partsClosed = record.partsClosed + part
        watched[identifier] = record
        guard Int128(record.partsClosed.units) * 1_000 > Int128(record.initial.units) * Int128(most) else {
            return
        }
        find(
            .partsBeyondShare, identifier, at: now,
            "\(record.partsClosed.lots) of \(record.initial.lots), \(most) permille are allowed")
    }

    private mutating func closed(_ position: Position, _ deal: Deal, at now: Instant) {
        summary.positionsClosed += 1
        guard let record = watched.removeValue(forKey: position.identifier) else { return }
        uncovered.removeAll { $0 == position.identifier }
        summary.closedBy[cause(deal, record), default: 0] += 1
        if deal.entry == .inOut, deal.reason == .expert {
            find(.closeBeyondOpen, position.identifier, at: now, "turned round")
        }
        let opening = position.commission
        let net = record.realised + deal.profit + deal.commission + deal.swap + opening
        if -net > settings.cap {
            summary.lossesBeyondCap[lossCause(position, deal, record, net), default: 0] += 1
        }
        for request in record.inFlight { owners[request.number] = nil }
    }

    private func cause(_ deal: Deal, _ record: WatchedPosition) -> Summary.ClosedBy {
        switch deal.reason {
        case .takeProfit: .takeProfit
        case .expert: .closedByUs
        case .client: .client
        case .stopOut: .other
        case .stopLoss:
            switch record.stopAuthor {
            case .guardian: record.guardianChanges > 1 ? .trailing : .firstStop
            case .person: .stopMoved
            case .nobody: .other
            }
        }
    }

    private mutating func stopsChanged(
        _ old: Position, _ new: Position, _ author: LedgerEvent.Author, at now: Instant
    ) {
        guard var record = watched[new.identifier] else { return }
        record.actual = new
        let movesStop = new.stopLoss != old.stopLoss
        switch author {
        case .person:
            // Who moves the stop alone says nothing of a target that a late request may just have overwritten.
            if new.takeProfit != old.takeProfit { record.ownersTarget = new.takeProfit }
            if movesStop {
                record.stopAuthor = new.stopLoss == nil ? .nobody : .person
            }
        case .terminal(let number):
            let wasCounted = record.inFlight.first { $0.number == number }?.isCounted ?? false
            if new.side.isLooser(new.stopLoss, than: old.stopLoss), !wasCounted {
                find(
                    .lateRegression, new.identifier, at: now,
                    "\(Self.text(old.stopLoss)) to \(Self.text(new.stopLoss))")
            }
            if new.takeProfit != old.takeProfit, new.takeProfit != record.ownersTarget {
                find(
                    .takeProfitRace, new.identifier, at: now,
                    "\(Self.text(old.takeProfit)) to \(Self.text(new.takeProfit))")
            }
            if movesStop {
                record.stopAuthor = .guardian
                record.guardianChanges += 1
                summary.stopsPlaced += 1
            }
        }
        if new.stopLoss != nil, !record.hasHadStop {
            record.hasHadStop = true
            summary.firstStop.add(record.uncovered)
        }
        watched[new.identifier] = record
        setCovered(new.identifier, new.stopLoss != nil)
    }

    private mutating func setCovered(_ identifier: PositionID, _ isCovered: Bool) {
        let place = uncovered.firstIndex(of: identifier)
        if isCovered, let place {
            uncovered.remove(at: place)
            watched[identifier]?.uncovered = .zero
            watched[identifier]?.isCountedUncovered = false
            watched[identifier]?.isExcused = false
        } else if !isCovered, place == nil {
            uncovered.append(identifier)
        }
    }
}
