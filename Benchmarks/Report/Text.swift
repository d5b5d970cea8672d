import Foundation

extension Double {
    /// For people: three significant places or so.
    var text: String {
        let decimals = abs(self) >= 100 ? 0 : abs(self) >= 10 ? 1 : 2
        return String(format: "%.\(decimals)f", self)
    }

    /// A time of this many nanoseconds in the unit that suits it.
    var timeText: String {
        switch abs(self) {
        case 1_000_000...: (self / 1_000_000).text + " ms"
        case 1_000...: (self / 1_000).text + " us"
        default: text + " ns"
        }
    }
}

extension Verdict {
    /// The measured value and its limit.
    var text: String {
        unit == "ns"
            ? "\(measured.timeText), \(bound.rawValue) \(limit.timeText)"
            : "\(measured.text)\(unit.isEmpty ? "" : " " + unit), \(bound.rawValue) \(limit.text)"
    }
}
