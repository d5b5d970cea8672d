import Core
import Testing

@Suite struct ValuesTests {
    @Test(arguments: [
        ("1.38694", 5, 138_694), ("1284.065", 3, 1_284_065), ("0", 0, 0), ("-0.5", 1, -5), ("+7", 2, 700),
        ("1.500", 1, 15), (".5", 1, 5), ("5.", 1, 50), ("92233720368547758.07", 2, Int64.max),
        ("-92233720368547758.08", 2, Int64.min), ("000012", 0, 12),
    ])
    func decimalTextIsReadExactly(text: String, decimals: Int, expected: Int64) {
        #expect(DecimalText.parse(text.utf8, decimals: decimals) == expected)
    }

    @Test(arguments: [
        ("", 2), (".", 2), ("-", 2), ("+-1", 2), ("1-", 2), ("1.234", 2), ("1e5", 2), (" 1", 2), ("1,5", 2),
        ("0x10", 0), ("1.2.3", 4), ("nan", 2), ("92233720368547758.08", 2), ("-92233720368547758.09", 2),
        ("99999999999999999999999999", 0), ("١", 2),
    ])
    func whatIsNotAnExactDecimalNumberIsRefused(text: String, decimals: Int) {
        #expect(DecimalText.parse(text.utf8, decimals: decimals) == nil)
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func decimalTextRoundTripsAtEveryScale(seed: UInt64) {
        var random = WireRandom(seed: seed)
        for _ in 0..<500 {
            let value = random.within(Int64.min...Int64.max)
            let decimals = random.below(19)
            let text = DecimalText.format(value, decimals: decimals)
            #expect(DecimalText.parse(text.utf8, decimals: decimals) == value, "seed \(seed): \(text)")
            let short = DecimalText.format(value, decimals: decimals, keeping: min(2, decimals))
            #expect(DecimalText.parse(short.utf8, decimals: decimals) == value, "seed \(seed): \(short)")
        }
    }

    @Test func textIsTheShortestExactFormWithTwoDecimals() {
        #expect(Money(units: 300_000_000).text == "3.00")
        #expect(Money(units: -28_500_000).text == "-0.285")
        #expect(Money(units: 1).text == "0.00000001")
        #expect(Money(units: Int64.min).text == "-92233720368.54775808")
        #expect(Volume(units: 1_000_000).lots == "0.01")
        #expect(Volume(units: 12_500_000).lots == "0.125")
        #expect(Price(points: 138_694).text(digits: 5) == "1.38694")
        #expect(Price(points: 7).text(digits: 0) == "7")
    }

    @Test func moneySaturatesInsteadOfWrapping() {
        let least = Money(units: Int64.min)
        #expect(Money.max + Money(units: 1) == .max)
        #expect(least - Money(units: 1) == least)
        #expect(-least == .max)
        #expect(Money(saturating: Int128.max) == .max)
        #expect(Money(saturating: Int128.min) == least)
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func moneyAddsAndSubtractsExactlyWithinItsRange(seed: UInt64) {
        var random = WireRandom(seed: seed)
        let bound: Int64 = 1 << 61
        for _ in 0..<500 {
            let left = Money(units: random.within(-bound...bound))
            let right = Money(units: random.within(-bound...bound))
            #expect(left + right - right == left, "seed \(seed)")
            #expect((left < right) == (left - right < .zero), "seed \(seed)")
            #expect(left + -left == .zero, "seed \(seed)")
        }
    }

    @Test func acceptedPricesCannotOverflowWhenSubtracted() {
        let high = Price(points: Price.limit)
        let low = Price(points: -Price.limit)
        #expect((high - low).points == 2 * Price.limit)
        #expect(low + (high - low) == high)
        #expect(!low.isQuotable)
        #expect(!Price(points: 0).isQuotable)
        #expect(high.isQuotable)
        #expect(!Price(points: Price.limit + 1).isQuotable)
    }

    @Test func anInstantBeyondTheClockIsNever() {
        #expect(Instant(nanoseconds: Int64.max - 1) + .milliseconds(1) == .never)
        #expect(Instant.never + .seconds(1) == .never)
        #expect(Instant(nanoseconds: 5) + TimeSpan(nanoseconds: -5) == .zero)
    }

    @Test func unitsConvertTowardZero() {
        #expect(TimeSpan(nanoseconds: 1_999_999).milliseconds == 1)
        #expect(TimeSpan(nanoseconds: -1_999_999).milliseconds == -1)
        #expect(TimeSpan.seconds(2).microseconds == 2_000_000)
    }

    @Test func theSideKnowsItsSignAndOpposite() {
        #expect(Side.buy.sign == 1)
        #expect(Side.sell.sign == -1)
        #expect(Side.allCases.map(\.opposite) == [.sell, .buy])
    }
}
