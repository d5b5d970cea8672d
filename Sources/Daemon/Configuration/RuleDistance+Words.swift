import Core

/// How units are written in a configuration file.
extension RuleDistance.Unit {
    /// The end of a key's name.
    var suffix: String {
        switch self {
        case .points: "points"
        case .money: "money"
        case .riskPermille: "r"
        case .entryMillionths: "percent"
        case .atrPermille: "atr"
        case .balanceMillionths: "balance_percent"
        }
    }

    var kind: ConfigurationKey.Kind {
        switch self {
        case .points: .integer
        case .money: .money
        case .riskPermille, .entryMillionths, .atrPermille, .balanceMillionths: .decimal
        }
    }

    /// Decimals that a person may write: a percentage of millionths has four.
    var decimals: Int {
        switch self {
        case .points: 0
        case .money: 8
        case .riskPermille, .atrPermille: 3
        case .entryMillionths, .balanceMillionths: 4
        }
    }

    /// The greatest amount that is not surely a mistake.
    var amountMax: Int64 {
        switch self {
        case .points: 1_000_000_000
        case .money: RuleDistance.amountMax
        case .riskPermille, .atrPermille: 1_000_000
        case .entryMillionths: 100_000_000
        case .balanceMillionths: 1_000_000
        }
    }
}
