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

    /// Any free port, everything managed, trailing at distances that the built-in data reach within seconds.
    func configuration(tokenFile: String) throws(CommandFailure) -> Configuration {
        guard let amount = Money(Self.cap), let cap = LossCap(amount: amount) else {
            throw CommandFailure(.software, "the demo's cap is not an amount")
        }
        let rules = [
            Self.rules("gold", ["XAUUSD*"], cap, TrailingStop(points: 600, step: 50, distance: 400)),
            Self.rules("euro", ["EURUSD*"], cap, TrailingStop(points: 60, step: 5, distance: 40)),
            Self.rules("everything else", [], cap, nil),
        ]
        var link = Configuration.Link(token: .file(path: tokenFile))
        link.port = 0
        return Configuration(
            mode: .manage, stateDirectory: nil, link: link, account: Configuration.AccountCheck(),
            rules: rules, driver: driver)
    }

    private static func rules(
        _ name: String, _ symbols: [String], _ cap: LossCap, _ trailing: TrailingStop?
    ) -> Settings.Selection {
        Settings.Selection(
            filter: PositionFilter(symbols: symbols.map { SymbolPattern($0) }, includesManual: true),
            rules: RuleSet(name: name, cap: cap, allowance: CostAllowance(), trailing: trailing))
    }
}

extension TrailingStop {
    fileprivate init?(points start: Int64, step: Int64, distance: Int64) {
        self.init(
            start: Distance(points: start), step: Distance(points: step), distance: Distance(points: distance)
        )
    }
}
