import Broker
import Core

/// What one backtest is made of; with the program's version it decides every byte of its report.
struct BacktestInputs {
    enum Positions {
        case recorded([RecordedPosition])
        /// So many stay open: a closed one is replaced after a drawn delay.
        case scheduled(Int)
    }

    /// Of one rule set or more, armed.
    var settings: Settings
    /// What the configuration's mode was.
    var writtenMode: ControlMode
    var currency = "USD"
    var balance = Money(units: 100_000 * Money.unitsPerWhole)
    /// Round trip of one request at the broker.
    var latency = TimeSpan.milliseconds(60)
    var seed: UInt64 = 1
    var positions: Positions
    /// A fresh one for each run.
    var market: Market
    /// Quotes before this moment only warm up bars.
    var minutes: [SymbolIndex: [MinuteBar]] = [:]
    /// No quote from this moment on is played.
    var end: MarketTime?
    /// `nil`: prices and stops are not kept.
    var trailPoints: Int?
    /// Decisions are held against the rules at every quote.
    var session: RecordedSession?

    var contracts: [Contract] { market.contracts }
}
