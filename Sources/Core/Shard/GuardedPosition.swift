/// One managed position as its shard remembers it.
struct GuardedPosition: Sendable {
    var position: Position
    let rules: RuleSet
    /// The best exit price since it was first seen or its ratchet base was set anew.
    var peak: Price?
    /// Proposed and not yet settled.
    var wanted: Price?
    var floor: Price?
    var isClosing = false
    var caution: Int64 = 0
    /// The exit price at which the next improvement becomes possible; `nil` when none can.
    var trigger: Price?
    /// Every tick may matter: uncovered, frozen, or waiting for room.
    var isRestless = true

    init(position: Position, rules: RuleSet) {
        self.position = position
        self.rules = rules
    }

    /// The tightest stop there is or will be, for all the shard knows.
    private var base: Price? {
        guard let wanted else { return position.stopLoss }
        guard let present = position.stopLoss else { return wanted }
        return position.side.tighter(present, wanted)
    }

    /// Works out which exit price must be reached before anything can change.
    ///
    /// With the peak's own target already better than the present stop, only room at the market is
    /// missing; otherwise a new peak is.
    mutating func rearm(after plan: StopPlan, mode: ControlMode, spec: SymbolSpec) {
        switch plan {
        case .keep(.frozen), .keep(.blind): isRestless = true
        case .keep(.noRoom): isRestless = position.stopLoss == nil
        case .keep(.settled), .keep(.forbidden), .move, .close: isRestless = base == nil && !isClosing
        }
        trigger = nextTrigger(mode: mode, spec: spec)
    }

    private func nextTrigger(mode: ControlMode, spec: SymbolSpec) -> Price? {
        guard mode != .protect, let rule = rules.trailing else { return nil }
        let side = position.side
        let open = position.openPrice
        guard let base else { return side.favoured(open, by: rule.start) }
        let next = side.favoured(base, by: rule.step)
        let room = max(spec.stopsLevel, spec.tickSize)
        if let peak, let target = rule.stop(side: side, open: open, peak: peak, tick: spec.tickSize),
            !side.isTighter(next, than: target)
        {
            return side.favoured(side.tighterOnGrid(next, tick: spec.tickSize), by: room)
        }
        let distance = max(rule.distance, room)
        let follows = side.favoured(side.tighterOnGrid(next, tick: spec.tickSize), by: distance)
        return side.tighter(side.favoured(open, by: rule.start), follows)
    }
}
