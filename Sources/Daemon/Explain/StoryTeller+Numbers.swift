import Core
import Journal

/// Numbers as a trader reads them.
extension StoryTeller {
    /// In the digits of the symbol.
    func price(_ price: Price) -> String {
        DecimalText.format(price.points, decimals: Int(symbol.digits))
    }

    func level(_ price: Price?) -> String { price.map { self.price($0) } ?? "none" }

    static func lots(_ volume: Volume) -> String { trimmed(volume.units, decimals: 8, keeping: 2) }

    /// To the nearest cent.
    static func money(_ money: Money) -> String {
        let cent = Money.unitsPerWhole / 100
        let (cents, rest) = money.units.quotientAndRemainder(dividingBy: cent)
        let away = rest.magnitude * 2 >= cent.magnitude ? money.units.signum() : 0
        return DecimalText.format(cents + away, decimals: 2)
    }

    /// Milliseconds, seconds below a minute, else hours, minutes and seconds.
    static func span(_ span: TimeSpan) -> String {
        let milliseconds = span.milliseconds
        guard milliseconds >= 1_000 else { return "\(milliseconds) ms" }
        guard milliseconds >= 60_000 else { return DecimalText.format(milliseconds, decimals: 3) + " s" }
        let seconds = milliseconds / 1_000
        let parts = [(seconds / 3_600, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")]
        return parts.drop { $0.0 == 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }

    static func slippage(_ points: Int64) -> String {
        switch points {
        case 0: "filled exactly there"
        case 1...: "filled \(points) points worse"
        default: "filled \(points.magnitude) points better"
        }
    }

    /// Without control characters, which a broker's text must not bring to a terminal.
    static func printable(_ text: String) -> String {
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : String($0) }
            .joined()
    }

    private static func trimmed(_ value: Int64, decimals: Int, keeping: Int) -> String {
        var text = Substring(DecimalText.format(value, decimals: decimals))
        var spare = decimals - keeping
        while spare > 0, text.last == "0" {
            text.removeLast()
            spare -= 1
        }
        return String(text)
    }
}
