import Foundation
import Runtime
import Testing

@testable import Journal

/// Moments as text, without Foundation; held against Foundation.
@Suite struct UTCTests {
    @Test func momentsReadAsFoundationReadsThem() throws {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime]
        var random = SplitMix(seed: 3)
        for _ in 0..<5_000 {
            let seconds = Int64.random(in: 0...253_402_300_799, using: &random)
            let text = UTC(microseconds: seconds * 1_000_000 + 123_456).text
            let expected = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
            #expect(text == expected.dropLast() + ".123456Z")
            #expect(UTC(Array(text.utf8))?.microseconds == seconds * 1_000_000 + 123_456)
        }
    }

    @Test func whatLiesOutsideTheYearsIsShownAtTheirEnds() {
        #expect(UTC(WallTime(nanoseconds: -1)).text == "1970-01-01T00:00:00.000000Z")
        #expect(UTC(WallTime(nanoseconds: .max)).text == "2262-04-11T23:47:16.854775Z")
        #expect(UTC(microseconds: .max).text == "9999-12-31T23:59:59.999999Z")
    }

    @Test(arguments: [
        "2026-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32", "2026-1-01", "1969-12-31", "",
        "2026-11-27x", "२०२६-११-२७",
    ])
    func aDayThatDoesNotExistIsNone(text: String) {
        #expect(UTCDay(Array(text.utf8)) == nil)
    }

    @Test func aLeapDayExists() {
        #expect(UTCDay(Array("2028-02-29".utf8))?.text == "2028-02-29")
        #expect(UTCDay(Array("2000-02-29".utf8))?.text == "2000-02-29")
        #expect(UTCDay(Array("2100-02-29".utf8)) == nil)
    }

    @Test func namesOfFilesAreReadAsTheyAreWritten() {
        let day = UTC(microseconds: 1_795_768_227_000_000).day
        #expect(LogFileName(day: day, part: 1).text == "2026-11-27.jsonl")
        #expect(LogFileName(day: day, part: 12).text == "2026-11-27-12.jsonl")
        for part in [1, 2, 9, 10, 999_999_999] {
            #expect(LogFileName(LogFileName(day: day, part: part).text)?.part == part)
        }
        for stranger in [
            "2026-11-27-1.jsonl", "2026-11-27-02.jsonl", "2026-11-27-.jsonl", "2026-11-27_2.jsonl", ".jsonl",
            "2026-11-27.jsonl.torn-1", "2026-11-27-1234567890.jsonl", "store.sqlite",
        ] {
            #expect(LogFileName(stranger) == nil, "\(stranger)")
        }
    }
}
