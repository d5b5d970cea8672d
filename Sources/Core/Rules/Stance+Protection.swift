/// What protects whatever the position has earned: the cap, the first stop, the repair.
extension Stance {
    /// A floating loss that has used the whole cap, and no stop at the broker that keeps within it.
    var isLossAtCap: Bool {
        guard let cap, let limits, let worstCase, !isCovered else { return false }
        return worstCase.loss(at: limits.exit) >= cap.amount
    }

    /// Whether the rules want the position closed because the market leaves no room for any stop within the cap.
    var isCloseWanted: Bool {
        guard rules.unreachable == .close, let cap, let limits, let worstCase, !isCovered else {
            return false
        }
        return worstCase.loss(at: limits.tightestStop) > cap.amount
    }

    /// The stop that the cap, the first stop or a repair asks for, whether or not the market leaves room for it.
    var urgentTarget: Price? {
        switch (protective?.stop, repair?.stop) {
        case (let cap?, let floor?): side.tighter(cap, floor)
        case (let cap?, nil): cap
        case (nil, let floor): floor
        }
    }

    /// The stop of cap and first stop, where there is none or the present one risks too much.
    var protective: StopMove? {
        guard let cap else { return nil }
        let isDistrusted = caution >= Self.cautionMax
        guard let worstCase, !isDistrusted || position.stopLoss != nil else {
            guard position.stopLoss == nil, let limits else { return nil }
            return StopMove(
                stop: limits.tightestStop, lane: .firstStop, rule: .tightest, isCapUnreachable: true)
        }
        let own = initialTarget
        guard let present = position.stopLoss else {
            return protection(capStop(cap, worstCase), own, lane: .firstStop, isDistrusted)
        }
        if worstCase.loss(at: present) > cap.tolerance {
            return protection(capStop(cap, worstCase), own, lane: .cap, isDistrusted)
        }
        guard let own, side.isTighter(own, than: present) else { return nil }
        return StopMove(stop: own, lane: .firstStop, rule: .initial, isCapUnreachable: false)
    }

    private func protection(
        _ capStop: Price, _ own: Price?, lane: Lane, _ isDistrusted: Bool
    ) -> StopMove {
        guard let own, side.isTighter(own, than: capStop) else {
            return StopMove(stop: capStop, lane: lane, rule: .protective, isCapUnreachable: isDistrusted)
        }
        return StopMove(stop: own, lane: lane, rule: .initial, isCapUnreachable: isDistrusted)
    }

    /// The loosest stop within the limit; never farther from the opening price than this itself, so that
    /// a cap larger than the whole position still gives a stop that a broker can hold.
    func capStop(_ cap: LossCap, _ worstCase: WorstCase) -> Price {
        let limit = Money(saturating: Int128(cap.limit.units) * Int128(1000 - caution) / 1000)
        let stop = worstCase.loosestStop(within: limit, tick: spec.tickSize)
        let span = Distance(points: max(0, position.openPrice.points - spec.tickSize.points))
        let farthest = side.favoured(position.openPrice, by: -span)
        return side.tighter(stop, side.tighterOnGrid(farthest, tick: spec.tickSize))
    }

    var repair: StopMove? {
        guard let floor else { return nil }
        if let present = position.stopLoss, !side.isTighter(floor, than: present) { return nil }
        return StopMove(stop: floor, lane: .cap, rule: .repair, isCapUnreachable: false)
    }

    /// The first stop where it is asked for: of a position that came without a stop, or is to be taken over.
    private var initialTarget: Price? {
        guard let initial = rules.initial else { return nil }
        switch initial.existing {
        case .respected: guard context.tradersStop == nil else { return nil }
        case .takenOver: break
        }
        return context.initialStop ?? initialLevel(of: initial)?.stop
    }

    /// The first stop as far as it is known, and whether everything that it depends on is.
    struct InitialLevel {
        var stop: Price
        var isComplete: Bool
    }

    /// Where the first stop belongs: what R is measured from. `nil` where nothing is known of it.
    ///
    /// A trader's own stop that risks something is taken at its word; else it is the tightest of the cap's and
    /// the rules' own.
    var initialLevel: InitialLevel? {
        let capLevel: InitialLevel?
        if let cap, let worstCase {
            capLevel = InitialLevel(stop: capStop(cap, worstCase), isComplete: true)
        } else {
            capLevel = nil
        }
        let isRespected = rules.initial?.existing != .takenOver
        if isRespected, let stop = context.tradersStop,
            side.gain(from: stop, to: position.openPrice) > .zero
        {
            guard cap != nil else { return InitialLevel(stop: stop, isComplete: true) }
            return capLevel.map { InitialLevel(stop: side.tighter(stop, $0.stop), isComplete: true) }
        }
        guard let initial = rules.initial else { return capLevel }
        guard let own = initialLevel(of: initial) else {
            return capLevel.map { .init(stop: $0.stop, isComplete: false) }
        }
        guard cap != nil else { return own }
        guard let capLevel else { return InitialLevel(stop: own.stop, isComplete: false) }
        return InitialLevel(stop: side.tighter(own.stop, capLevel.stop), isComplete: own.isComplete)
    }

    private func initialLevel(of rule: InitialStop) -> InitialLevel? {
        var level: InitialLevel?
        var isComplete = true
        func take(_ stop: Price?) {
            guard let stop else {
                isComplete = false
                return
            }
            level = InitialLevel(stop: level.map { side.tighter($0.stop, stop) } ?? stop, isComplete: true)
        }
        if let distance = rule.distance { take(behind(yardstick.points(distance, .down))) }
        if let multiple = rule.atrPermille {
            take(behind(yardstick.points(RuleDistance(unit: .atrPermille, amount: multiple), .down)))
        }
        if let millionths = rule.balanceMillionths {
            let amount = share(of: context.balance, millionths: millionths)
            take(
                amount.flatMap { amount in
                    worstCase?.loosestStop(within: amount, tick: spec.tickSize)
                })
        }
        level?.isComplete = isComplete
        return level
    }

    /// A stop as far behind the opening price, on the grid, not farther.
    private func behind(_ points: Int64?) -> Price? {
        points.map {
            side.tighterOnGrid(
                side.favoured(position.openPrice, by: Distance(points: -$0)), tick: spec.tickSize)
        }
    }
}
