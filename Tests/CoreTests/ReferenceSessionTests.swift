import Foundation
import Testing

@testable import Core

/// Our price arithmetic against a real broker's valuation of 1,881 readings of open positions, within a cent.
///
/// What one price unit is worth per lot is not in the data and is derived from it. BTCUSDm and XAUUSDm earn
/// in the account's currency, so their worth is a contract constant (1 and 100). BTCXAUm earns in gold and its
/// worth follows the price of gold: for each reading it is taken from the *other* readings of that symbol
/// within a minute, as the sum of their |profit| over the sum of their |price move| x lots, which is what a
/// terminal's own profit calculation would have said about then. The reading itself takes no part.
@Suite struct ReferenceSessionTests {
    struct Reading {
        var time: TimeInterval
        var symbol: String
        var position: Position
        var current: Price
        /// Units of 1e-8 of the account currency, rounded to cents by the broker.
        var profit: Int64
        /// |price move| in points x volume in 1e-8 lots.
        var moved: Int64
    }

    static let file: URL? = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["BACKSTOP_DATA"].map { URL(filePath: $0) }
        return [named, package.deletingLastPathComponent().appending(path: "shared/data")].compactMap { $0 }
            .map { $0.appending(path: "reference-session/positions.csv") }
            .first { FileManager.default.fileExists(atPath: $0.path()) }
    }()

    /// Prices at five decimals, which is finer than any of the three symbols quotes.
    private static func points(_ text: Substring) throws -> Int64 {
        Int64((try #require(Double(text)) * 100_000).rounded())
    }

    static func readings() throws -> [Reading] {
        let text = try String(contentsOf: try #require(file), encoding: .utf8)
        return try text.split(whereSeparator: \.isNewline).dropFirst().map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            let open = try points(fields[5])
            let current = try points(fields[6])
            var position = Sample.position(
                try #require(UInt64(fields[1])), fields[3] == "BUY" ? .buy : .sell, open: open)
            position.volume = try #require(Volume(lots: fields[4]))
            let stamp = try Date(
                String(fields[0]),
                strategy: .iso8601.year().month().day().dateTimeSeparator(.space)
                    .time(includingFractionalSeconds: false))
            return Reading(
                time: stamp.timeIntervalSince1970, symbol: String(fields[2]), position: position,
                current: Price(points: current),
                profit: Int64((try #require(Double(fields[8])) * 100).rounded()) * 1_000_000,
                moved: abs(current - open) * position.volume.units)
        }
    }

    /// What one lot is worth over 100,000 points (one price unit), in units of 1e-8.
    private static func worth(of index: Int, in all: [Reading]) -> Int64 {
        let one = all[index]
        switch one.symbol {
        case "BTCUSDm": return Money.unitsPerWhole
        case "XAUUSDm": return 100 * Money.unitsPerWhole
        default:
            let others = all.indices.filter {
                $0 != index && all[$0].symbol == one.symbol && abs(all[$0].time - one.time) <= 60
            }
            let profit = others.reduce(Int128(0)) { $0 + Int128(abs(all[$1].profit)) }
            let moved = others.reduce(Int128(0)) { $0 + Int128(all[$1].moved) }
            guard moved > 0 else { return 0 }
            return Int64(profit * 100_000 * Int128(Volume.unitsPerLot) / moved)
        }
    }

    @Test(
        .enabled(
            if: file != nil,
            "skipped: no reference-session/positions.csv in BACKSTOP_DATA or ../shared/data"))
    func everyReadingOfTheRealSessionIsValuedWithinACent() throws {
        let all = try Self.readings()
        #expect(all.count == 1_881)
        for (index, reading) in all.enumerated() {
            let amount = Money(units: Self.worth(of: index, in: all))
            let valuation = try #require(
                Valuation(
                    symbol: Sample.symbol, reference: Distance(points: 100_000), buyLoss: amount,
                    buyProfit: amount, sellLoss: amount, sellProfit: amount))
            let worst = WorstCase(of: reading.position, valuation: valuation, allowance: CostAllowance())
            let ours = -worst.priceLoss(at: reading.current).units
            #expect(
                abs(ours - reading.profit) <= Money.unitsPerWhole / 100,
                "row \(index + 2): \(reading.symbol) \(Money(units: ours).text) is not \(Money(units: reading.profit).text)"
            )
        }
    }
}
