import Core

/// What a demo is to do.
struct DemoPlan {
    /// The cap of every position under the built-in rules.
    private static let builtInCap = Money(units: 3 * Money.unitsPerWhole)

    /// What every position may lose at most, in account currency.
    let cap: Money
    /// The rules of a file; `nil` for the built-in ones.
    private let given: Settings?
    var market: MarketOptions
    var seconds: Int
    var speed: Double
    /// A table that follows the market, or silence until the end.
    var isLive: Bool
    /// `nil`: a temporary one.
    var stateDirectory: String?
    var driver: DriverWish

    /// - Parameter stateDirectory: `nil` for a temporary one.
    /// - Throws: `CommandFailure` when a given configuration cannot be used.
    init(
        market: MarketOptions, seconds: Int, speed: Double, isLive: Bool, stateDirectory: String?,
        driver: DriverWish
    ) throws(CommandFailure) {
        let trial = try market.configuration()?.onTrial()
        given = trial?.settings
        cap = trial?.cap ?? Self.builtInCap
        self.market = market
        self.seconds = seconds
        self.speed = speed
        self.isLive = isLive
        self.stateDirectory = stateDirectory
        self.driver = driver
    }

    /// Any free port, everything managed.
    func configuration(tokenFile: String) -> Configuration {
        var link = Configuration.Link(token: .file(path: tokenFile))
        link.port = 0
        var configuration = Configuration(
            mode: .manage, stateDirectory: nil, link: link, account: Configuration.AccountCheck(),
            rules: given?.selections ?? builtIn, driver: driver)
        configuration.flow = given?.flow ?? .standard
        configuration.exposure = given?.exposure ?? .none
        return configuration
    }

    /// Profits are kept and followed at distances that the built-in data reach within seconds.
    private var builtIn: [Settings.Selection] {
        let cap = LossCap(amount: cap)
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
        return [
            Self.selection(gold, ["XAUUSD*"]), Self.selection(euro, ["EURUSD*"]), Self.selection(others, []),
        ]
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
