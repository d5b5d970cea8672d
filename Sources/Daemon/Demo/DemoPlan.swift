import Core

/// What a demo is to do.
struct DemoPlan {
    /// The cap of every demo position, in account currency.
    static let cap = "3.00"

    var market: MarketOptions
    var seconds: Int
    var speed: Double
    /// A table that follows the market, or silence until the end.
    var isLive: Bool
    /// `nil`: a temporary one.
    var stateDirectory: String?
    var driver = DriverWish()

    /// Any free port, everything managed, profits kept and followed at distances that the built-in data reach
    /// within seconds.
    func configuration(tokenFile: String) throws(CommandFailure) -> Configuration {
        guard let amount = Money(Self.cap), let cap = LossCap(amount: amount) else {
            throw CommandFailure(.software, "the demo's cap is not an amount")
        }
        // Distances outside gold's spread, which is some hundred points: a stop within it is hit by the next
        // wide quote, and what is sent to it meanwhile finds no position.
        let gold = RuleSet(
            name: "gold", cap: cap, allowance: CostAllowance(),
            trailing: TrailingStop(points: 1_500, step: 100, distance: 1_200),
            breakEven: BreakEven(points: 800, offset: 100),
            profitLock: ProfitLock(points: [(at: 1_000, lock: 200), (at: 2_000, lock: 900)]))
        let euro = RuleSet(
            name: "euro", cap: cap, allowance: CostAllowance(),
            trailing: TrailingStop(points: 60, step: 5, distance: 40),
            breakEven: BreakEven(points: 20, offset: 2),
            profitLock: ProfitLock(points: [(at: 30, lock: 10), (at: 50, lock: 25)]))
        let others = RuleSet(
            name: "everything else", cap: cap, allowance: CostAllowance(), trailing: nil)
        let rules = [
            Self.selection(gold, ["XAUUSD*"]), Self.selection(euro, ["EURUSD*"]), Self.selection(others, []),
        ]
        var link = Configuration.Link(token: .file(path: tokenFile))
        link.port = 0
        return Configuration(
            mode: .manage, stateDirectory: nil, link: link, account: Configuration.AccountCheck(),
            rules: rules, driver: driver)
    }

    private static func selection(_ rules: RuleSet, _ symbols: [String]) -> Settings.Selection {
        Settings.Selection(
            filter: PositionFilter(symbols: symbols.map { SymbolPattern($0) }, includesManual: true),
            rules: rules)
    }
}

extension TrailingStop {
    fileprivate init?(points start: Int64, step: Int64, distance: Int64) {
        self.init(
            start: Distance(points: start), step: Distance(points: step), distance: Distance(points: distance)
        )
    }
}

extension BreakEven {
    fileprivate init?(points trigger: Int64, offset: Int64) {
        self.init(trigger: Distance(points: trigger), offset: Distance(points: offset))
    }
}

extension ProfitLock {
    fileprivate init?(points rungs: [(at: Int64, lock: Int64)]) {
        self.init(rungs.map { Rung(at: Distance(points: $0.at), lock: Distance(points: $0.lock)) })
    }
}
