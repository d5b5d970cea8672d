import Broker
import Core

/// One position as the report's JSON has it; prices and amounts are decimal text.
struct PositionEntry: Encodable {
    let ticket: UInt64
    let symbol: String
    let side: String
    let lots: String
    let rules: String?
    let opened: String
    let openPrice: String
    /// The one in force at the end.
    let stop: String?
    let stopsMoved: Int
    let peakProfit: String
    let result: String
    /// `nil`: open when the market ended.
    let exit: String?
    /// Whose stop it was, or why the guardian closed it.
    let exitBy: String?
    let exitPrice: String?
    let closed: String?
    let firstStopMs: Int64?

    init(_ position: TestedPosition, _ contracts: [Contract]) {
        let contract = contracts[position.opening.symbol.rawValue]
        ticket = position.ticket.rawValue
        symbol = contract.name
        side = position.side.name
        lots = position.opening.volume.lots
        rules = position.rules?.name
        opened = position.opening.opened.text
        openPrice = position.opening.openPrice.text(digits: contract.digits)
        stop = position.stops.last?.stop?.text(digits: contract.digits)
        stopsMoved = position.stopsMoved
        peakProfit = position.peak.text
        result = position.result.text
        exit = position.ending?.cause.key
        exitPrice = position.ending?.price.text(digits: contract.digits)
        closed = position.ending?.time.text
        firstStopMs = position.firstStopAfter.map { ($0.nanoseconds + 999_999) / 1_000_000 }
        switch position.ending?.cause {
        case .stop(let source): exitBy = source.key
        case .guardian(let reason): exitBy = reason.key
        case .takeProfit, .owner, .stopOut, nil: exitBy = nil
        }
    }
}
