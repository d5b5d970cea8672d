import Core

/// The EA's own guard: a managed position still without a stop some time after it was seen gets one, daemon
/// or no daemon. It never loosens anything, keeps the take-profit, and rests in shadow and freeze.
///
/// Also what the chart's FLATTEN does: it closes the managed positions without the daemon.
extension Agent {
    private static let earlyDelay = TimeSpan.milliseconds(300)

    private var activePolicy: GuardPolicy? {
        guard let policy = memory.policy, policy.mode != .shadow, memory.effectiveLatch != .freeze,
            policy.entries.contains(where: { $0.cap != nil })
        else { return nil }
        return policy
    }

    /// When the guard has something to look at; `never` without an uncovered position.
    var guardDue: Instant {
        guard activePolicy != nil || memory.latch == .flatten else { return .never }
        var due = Instant.never
        for position in positions {
            if memory.latch == .flatten {
                due = min(due, position.guardAt.map(host) ?? .zero)
            } else if position.wire.stopLoss == nil {
                due = min(due, position.guardAt.map(host) ?? .zero)
            }
        }
        return due
    }

    private func entry(_ policy: GuardPolicy, for position: AgentPosition) -> GuardEntry? {
        policy.entry(for: position.wire, symbol: valuation[position.place].name)
    }

    func runGuard(at now: Instant) {
        guard let policy = activePolicy else { return }
        let clock = clock(now)
        for index in positions.indices where positions[index].wire.stopLoss == nil {
            guard positions[index].stopLoss(at: clock) == nil else { continue }
            if positions[index].guardAt == nil {
                let delay = TimeSpan.milliseconds(Int64(policy.guardDelay_ms))
                let isEarly = positions[index].isEarly && positions[index].bareSince == nil
                positions[index].guardAt =
                    (positions[index].bareSince ?? positions[index].wire.seen)
                    + (isEarly ? min(delay, Self.earlyDelay) : delay)
            }
            guard let due = positions[index].guardAt, clock >= due else { continue }
            guard inFlight < settings.inFlightMax, !isInFlight(positions[index].wire.ticket),
                let entry = entry(policy, for: positions[index]), let cap = entry.cap
            else {
                positions[index].guardAt = clock + .milliseconds(100)
                continue
            }
            protect(
                index, cap.bounded(by: venue.server.account.balance), entry.allowance, at: now)
        }
    }

    private func protect(
        _ index: Int, _ cap: LossCap, _ allowance: CostAllowance, at now: Instant
    ) {
        let contract = valuation[positions[index].place]
        guard permissionRefusal(contract) == nil else {
            // Not an attempt: when the broker is back the position must not wait for a grown back-off.
            positions[index].guardAt = clock(now) + .milliseconds(100)
            return
        }
        let stop = guardStop(positions[index], cap, allowance, contract)
        postpone(index, at: now)
        guard let stop else { return }
        let position = positions[index]
        counters.guardActions += 1
        var request = ownRequest(.modify, position, at: now)
        request.wantedStop = stop
        request.wantedTakeProfit = position.takeProfit(at: clock(now))
        send(&request, stopOrder(position, stop, request.wantedTakeProfit), at: now)
    }

    private func ownRequest(
        _ kind: AgentRequest.Kind, _ position: AgentPosition, at now: Instant
    ) -> AgentRequest {
        let id = RequestID(nextOwnRequest | 1 << 63)
        nextOwnRequest += 1
        var request = AgentRequest(
            id: id, origin: .guardian, kind: kind, ticket: position.wire.ticket, received: clock(now))
        aim(&request, at: position, now: now)
        return request
    }

    private func postpone(_ index: Int, at now: Instant) {
        let wait = min(Int64(100) << Int64(min(positions[index].guardAttempts, 6)), 5_000)
        positions[index].guardAttempts += 1
        positions[index].guardAt = clock(now) + .milliseconds(wait)
    }

    /// The widest stop within the cap, searched outwards from the tightest the broker takes; the tightest
    /// itself where the cap cannot be placed.
    private func guardStop(
        _ position: AgentPosition, _ cap: LossCap, _ allowance: CostAllowance, _ contract: Contract
    ) -> Price? {
        guard let quote = valuation.quote(position.place) else { return nil }
        let side = position.wire.side
        let tick = Distance(points: contract.tickSize)
        let spread = max(quote.spread.points, contract.tickSize)
        let least =
            max(contract.stopsLevel, contract.freezeLevel + 1) + spread
            * Int64(min(position.guardAttempts, 10))
        let tightest = side.looserOnGrid(
            side.favoured(quote.closing(side), by: Distance(points: -least)), tick: tick)
        guard tightest.isQuotable else { return nil }
        func isWithin(_ steps: Int64) -> Bool {
            let stop = side.favoured(tightest, by: Distance(points: -steps * contract.tickSize))
            return stop.isQuotable && worstCase(position, stop, allowance) <= cap.limit
        }
        guard isWithin(0) else { return tightest }
        var good: Int64 = 0
        var bad: Int64 = 1
        while isWithin(bad), bad < 1 << 40 { (good, bad) = (bad, bad * 2) }
        while bad - good > 1 {
            let middle = good + (bad - good) / 2
            if isWithin(middle) { good = middle } else { bad = middle }
        }
        return side.favoured(tightest, by: Distance(points: -good * contract.tickSize))
    }

    private func worstCase(
        _ position: AgentPosition, _ stop: Price, _ allowance: CostAllowance
    ) -> Money {
        let slipped = position.wire.side.favoured(stop, by: -allowance.slippage)
        let price = slipped.points < 1 ? Price(points: 1) : slipped
        let closing = Money(
            saturating: (Int128(max(.zero, allowance.commissionPerLot).units)
                * Int128(position.wire.volume.units)
                + Int128(Volume.unitsPerLot) - 1) / Int128(Volume.unitsPerLot))
        return loss(of: position, at: price) + max(.zero, -position.wire.swap)
            + max(.zero, -position.wire.commission) + closing
    }

    // MARK: - Flatten

    /// A person presses a button on the chart: latched at once, and made to last.
    public func press(_ level: KillLevel, at now: Instant) {
        guard isRunning else { return }
        memory.latch = max(memory.latch, level)
        panelPresses.append(PanelPressed(level: level))
        wakeSoon(now)
    }

    func runFlatten(at now: Instant) {
        guard memory.latch == .flatten, mirror.isConnected else { return }
        let clock = clock(now)
        let limit = venue.server.terms.marginMode == .netting ? 1 : settings.inFlightMax
        var left = 0
        for index in positions.indices {
            if let policy = memory.policy, entry(policy, for: positions[index]) == nil { continue }
            left += 1
            guard inFlight < limit, !isInFlight(positions[index].wire.ticket),
                positions[index].guardAt.map({ clock >= $0 }) ?? true
            else { continue }
            positions[index].guardAt = clock + .milliseconds(500)
            guard permissionRefusal(valuation[positions[index].place]) == nil else { continue }
            var request = ownRequest(.close, positions[index], at: now)
            sendClose(&request, positions[index], volume: positions[index].wire.volume, at: now)
        }
        if left == 0, inFlight == 0, scans > 0 { memory.latch = .freeze }
    }
}
