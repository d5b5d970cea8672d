import Broker
import Core

/// One line of a recorded session: an open position as a broker valued it at one moment.
struct SessionReading: Sendable {
    let line: Int
    let time: MarketTime
    let ticket: Ticket
    let symbol: SymbolIndex
    let side: Side
    let volume: Volume
    let openPrice: Price
    /// Where the position could be closed.
    let price: Price
    let stopLoss: Price?
    /// As the broker stated it, in whole cents.
    let profit: Money
    let age: TimeSpan

    /// |price move| in points times volume in 1e-8 lots.
    var moved: Int128 { Int128(abs(price.points - openPrice.points)) * Int128(volume.units) }
}
