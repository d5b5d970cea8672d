import Broker
import Core

extension MarketTime {
    /// What `init(written:)` understands, for people.
    static let form = "a time such as 2014-05-02 15:30:00.250"

    /// Parses `2014-05-02 15:30[:00[.250]]`, dots instead of hyphens too, in the server's zone.
    init?(written text: String) {
        let halves = text.split(separator: " ", omittingEmptySubsequences: true)
        guard halves.count == 2 else {
            self.init(text: text)
            return
        }
        let clock = halves[1].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let seconds = clock.first, let whole = MarketTime(text: "\(halves[0]) \(seconds)") else {
            return nil
        }
        guard clock.count == 2 else {
            self = whole
            return
        }
        guard (1...3).contains(clock[1].utf8.count), seconds.utf8.count == 8,
            let fraction = DecimalText.parse("0.\(clock[1])".utf8, decimals: 3)
        else { return nil }
        self.init(milliseconds: whole.milliseconds + fraction)
    }

    private static let day_ms: Int64 = 86_400_000

    /// Days since 1970-01-01 in the server's zone.
    var day: Int64 { milliseconds / Self.day_ms }

    /// As in "2014-05-02".
    var dayText: String { Self.text(ofDay: day) }

    /// As in "2014-05-02 15:30:00.250"; without the fraction where it is nothing.
    var text: String {
        let rest = milliseconds % Self.day_ms
        let fraction = rest % 1_000
        return dayText + " " + Self.two(rest / 3_600_000) + ":" + Self.two(rest / 60_000 % 60) + ":"
            + Self.two(rest / 1_000 % 60)
            + (fraction == 0 ? "" : "." + String(String(fraction + 1_000).dropFirst()))
    }

    /// Source: the civil calendar in eras of 400 years that begin on March 1st.
    static func text(ofDay day: Int64) -> String {
        let shifted = day + 719_468
        let era = shifted / 146_097
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * ofYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(year)-" + two(month) + "-" + two(ofYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
