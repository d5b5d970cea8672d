import Broker
import Core
import Glibc
import Testing

/// The folder with recorded data: BACKSTOP_DATA, or `../shared/data` beside the package.
enum RecordedData {
    static let folder: String? = {
        let package = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let candidates = [
            getenv("BACKSTOP_DATA").map { String(cString: $0) },
            "/" + package + "/../shared/data", "/" + package + "/../../shared/data",
        ]
        return candidates.compactMap { $0 }.first { access($0 + "/ticks", R_OK) == 0 }
    }()

    static func ticks(_ name: String) -> String { (folder ?? "") + "/ticks/" + name }

    static func rows(_ name: String) -> [[Substring]] {
        guard let file = fopen((folder ?? "") + "/" + name, "r") else { return [] }
        defer { fclose(file) }
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let got = fread(&chunk, 1, chunk.count, file), got > 0 { text += chunk[..<got] }
        return String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
    }
}

@Suite(.enabled(if: RecordedData.folder != nil, "no recorded data: set BACKSTOP_DATA"))
struct RealDataTests {
    @Test func aRealSymbolWithASuffixAndCrossedQuotesIsPlayedWhole() throws {
        var market = try Market(files: [RecordedData.ticks("EURUSD.fxcm_20140508.csv")])
        var count = 0
        var crossed = 0
        var locked = 0
        while let tick = market.next() {
            count += 1
            if tick.quote.spread.points < 0 { crossed += 1 }
            if tick.quote.spread.points == 0 { locked += 1 }
        }
        #expect(market.contracts[0].name == "EURUSD.fxcm")
        #expect(count == 167_466)
        #expect(crossed == 18_285)
        #expect(locked == 19_051)
        #expect(market.badLines[0].lines.total == 0)
    }

    @Test func twoSymbolsRunOnOneClockAcrossAWeekend() throws {
        var market = try Market(
            files: ["XAUUSD_20140504.csv", "XAUUSD_20140502.csv", "EURUSD_20140502.csv"].map(
                RecordedData.ticks))
        var counts = [0, 0]
        var last = MarketTime.unknown
        var longestSilence: Int64 = 0
        while let tick = market.next() {
            #expect(tick.time >= last)
            if last != .unknown {
                longestSilence = max(longestSilence, tick.time.milliseconds - last.milliseconds)
            }
            last = tick.time
            counts[tick.symbol.rawValue] += 1
        }
        #expect(counts == [265_015 + 9_889, 49_341])
        #expect(longestSilence > 48 * 3_600_000)
    }

    /// The broker of the session rounded to cents, and so do we: within one cent, always.
    @Test(arguments: [("BTCUSDm", 2), ("XAUUSDm", 3)])
    func profitsAgreeWithARealBrokerWithinOneCent(symbol: String, digits: Int) throws {
        let valuation = Broker.Valuation(contracts: [.known(symbol)], currency: "USD")
        var compared = 0
        for row in RecordedData.rows("reference-session/positions.csv") where row[2] == symbol {
            let open = try #require(price(row[5], digits))
            let current = try #require(price(row[6], digits))
            let volume = try #require(Volume(lots: row[4]))
            let stated = Money(units: try #require(price(row[8], 2)).points * 1_000_000)
            let side: Side = row[3] == "BUY" ? .buy : .sell
            let ours = Valuation.cents(
                valuation.profit(SymbolIndex(0), side, volume, from: open, to: current))
            #expect(abs(ours.units - stated.units) <= 1_000_000, "\(row)")
            compared += 1
        }
        #expect(compared > 100)
    }

    /// The file holds binary fractions such as 21.131320000000002: rounded to the symbol's digits.
    private func price(_ text: Substring, _ digits: Int) -> Price? {
        guard let value = Double(text) else { return nil }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        return Price(points: Int64((value * scale).rounded()))
    }
}
