/// What each rule asks for, before market, ratchet and step are considered.
///
/// Of the rules of one lane the tightest stands for it; ties go to the rule that is offered first, which changes
/// its name in the record and nothing else.
struct StopCandidates {
    var protective: StopMove?
    var repair: StopMove?
    private(set) var profitLock: StopMove?
    private(set) var breakEven: StopMove?
    private(set) var trailing: StopMove?
    /// By rule.
    var stops = RuleStops()
    let side: Side

    init(side: Side) { self.side = side }

    mutating func offer(_ stop: Price?, _ rule: Rule, in lane: Lane) {
        guard let stop else { return }
        stops[rule] = stop
        let move = StopMove(stop: stop, lane: lane, rule: rule, isCapUnreachable: false)
        switch lane {
        case .profitLock: profitLock = tighter(profitLock, move)
        case .breakEven: breakEven = tighter(breakEven, move)
        case .trailing: trailing = tighter(trailing, move)
        case .flatten, .cap, .firstStop: preconditionFailure("protection is not offered")
        }
    }

    var urgent: StopMove? { tighter(protective, repair) }

    /// The tightest of what may wait.
    var profit: StopMove? { tighter(profitLock, tighter(breakEven, trailing)) }

    func tighter(_ left: StopMove?, _ right: StopMove?) -> StopMove? {
        guard let left, let right else { return left ?? right }
        return side.isTighter(right.stop, than: left.stop) ? right : left
    }
}

extension Stance {
    /// Asks every rule.
    var candidates: StopCandidates {
        var all = StopCandidates(side: side)
        all.protective = protective
        all.repair = repair
        if let protective = all.protective { all.stops[protective.rule] = protective.stop }
        all.stops.repair = all.repair?.stop
        guard tightening == .allowed else { return all }
        all.offer(kept(by: rules.profitLock), .profitLock, in: .profitLock)
        all.offer(kept(by: rules.steps), .profitSteps, in: .profitLock)
        all.offer(kept(by: rules.share), .peakShare, in: .profitLock)
        all.offer(kept(by: rules.breakEven), .breakEven, in: .breakEven)
        all.offer(ageBreakEven, .ageBreakEven, in: .breakEven)
        all.offer(followed(by: rules.trailing), .trailing, in: .trailing)
        all.offer(chandelier, .chandelier, in: .trailing)
        all.offer(swing, .swing, in: .trailing)
        all.offer(parabolic, .parabolic, in: .trailing)
        all.offer(ageTightening, .ageTightening, in: .trailing)
        all.offer(sessionEnd, .sessionEnd, in: .trailing)
        all.offer(weekEnd, .weekEnd, in: .trailing)
        return all
    }

    /// The most urgent lane for which moving from `present` to `stop` is worth a request; `nil` for none.
    ///
    /// Cap and repair take what reaches their target, or a good part of what is missing where the market
    /// leaves no room for all of it; so do profit locks and break-even; what follows the market takes whole steps,
    /// each rule its own.
    func lane(of all: StopCandidates, from present: Price?, to stop: Price) -> Lane? {
        guard let present else {
            return (all.repair ?? all.protective ?? all.profitLock ?? all.breakEven ?? all.trailing)?.lane
        }
        if let lane = worthwhileLane(all.repair, from: present, to: stop) { return lane }
        if let lane = worthwhileLane(all.protective, from: present, to: stop) { return lane }
        if let lane = worthwhileLane(all.profitLock, from: present, to: stop) { return lane }
        if let lane = worthwhileLane(all.breakEven, from: present, to: stop) { return lane }
        guard let trailing = all.trailing else { return nil }
        let isStep =
            isStep(rules.trailing?.step, all.stops.trailing, from: present, to: stop)
            || isStep(rules.chandelier?.step, all.stops.chandelier, from: present, to: stop)
            || isStep(rules.swing?.step, all.stops.swing, from: present, to: stop)
            || isStep(rules.parabolic?.step, all.stops.parabolic, from: present, to: stop)
            || isStep(rules.ageTightening?.step, all.stops.ageTightening, from: present, to: stop)
            || isStep(rules.sessionEnd?.step, all.stops.sessionEnd, from: present, to: stop)
            || isStep(rules.weekEnd?.step, all.stops.weekEnd, from: present, to: stop)
        return isStep ? trailing.lane : nil
    }

    private func isStep(_ step: Distance?, _ target: Price?, from present: Price, to stop: Price) -> Bool {
        guard let step, let target else { return false }
        return side.gain(from: present, to: side.looser(stop, target)) >= widened(step)
    }

    private func worthwhileLane(_ move: StopMove?, from present: Price, to stop: Price) -> Lane? {
        guard let move else { return nil }
        let gap = side.gain(from: present, to: move.stop)
        let gain = side.gain(from: present, to: side.looser(stop, move.stop))
        let isWorthwhile = gain > .zero && (gain == gap || gain.points * Self.worthwhile >= gap.points)
        return isWorthwhile ? move.lane : nil
    }
}
