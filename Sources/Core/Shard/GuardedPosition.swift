/// One managed position as its shard remembers it.
struct GuardedPosition: Codable, Sendable {
    var position: Position
    let shared: SharedRules
    /// Proposed and not yet settled.
    var wanted: StopMove?
    /// A stop that was confirmed and that a late execution undid.
    var floor: Price?
    var isClosing = false
    /// How far the market has lately come to its levels.
    var reach: RecentReach?
    var caution: Int64 = 0
    /// The stop it had when it was first seen, or that a person gave it since.
    var tradersStop: Price?
    /// Where its first stop belongs, once that is settled: what R is measured from.
    var initialStop: Price?
    /// What its deals have opened and closed; `nil` until they are known.
    var traded: TradedVolumes?
    /// A part that was proposed to be closed; forgotten when its volume changes or anything else is settled.
    var reducing: Reduction?
    /// Which of the desk's studies its rules look at.
    var study: Int?

    init(position: Position, rules: SharedRules) {
        self.position = position
        shared = rules
        tradersStop = position.stopLoss
    }

    var rules: RuleSet { _read { yield shared.rules } }

    /// Takes what is known of the same position from before; what was proposed then no longer counts.
    mutating func remember(_ former: GuardedPosition) {
        floor = former.floor
        caution = former.caution
        tradersStop = former.tradersStop
        initialStop = former.initialStop
        traded = former.traded
    }

    /// No proposal is open any more.
    mutating func settle() {
        wanted = nil
        isClosing = false
        reducing = nil
    }

    /// A floor that the present stop has reached is a floor no longer.
    mutating func dropReachedFloor() {
        guard let reached = floor, let stop = position.stopLoss,
            !position.side.isTighter(reached, than: stop)
        else { return }
        floor = nil
    }
}
