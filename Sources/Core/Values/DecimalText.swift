/// Exact conversion between scaled integers and decimal text; the one place that knows how.
public enum DecimalText {
    /// Reads an optionally signed decimal number as an integer scaled by `10^decimals`.
    ///
    /// - Returns: `nil` when there is no digit, any other byte, a non-zero digit beyond `decimals`, or
    ///   when the value does not fit `Int64`. Nothing is ever rounded.
    public static func parse(_ bytes: some Sequence<UInt8>, decimals: Int) -> Int64? {
        var value: Int64 = 0
        var negative = false
        var digits = 0
        var fraction: Int?
        var first = true
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "-") where first: negative = true
            case UInt8(ascii: "+") where first: break
            case UInt8(ascii: ".") where fraction == nil: fraction = 0
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                let digit = Int64(byte - UInt8(ascii: "0"))
                if let places = fraction {
                    if places == decimals {
                        guard digit == 0 else { return nil }
                        break
                    }
                    fraction = places + 1
                }
                guard let next = appending(digit, to: value, negative: negative) else { return nil }
                value = next
            default: return nil
            }
            first = false
        }
        guard digits > 0 else { return nil }
        for _ in (fraction ?? 0)..<max(decimals, fraction ?? 0) {
            guard let next = appending(0, to: value, negative: negative) else { return nil }
            value = next
        }
        return value
    }

    private static func appending(_ digit: Int64, to value: Int64, negative: Bool) -> Int64? {
        let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
        guard !overflow else { return nil }
        let (sum, carry) =
            negative ? scaled.subtractingReportingOverflow(digit) : scaled.addingReportingOverflow(digit)
        return carry ? nil : sum
    }

    /// Writes `value / 10^decimals` exactly, with all `decimals`, or with trailing zeros dropped down to
    /// `keeping` of them.
    public static func format(_ value: Int64, decimals: Int, keeping: Int? = nil) -> String {
        var digits = String(value.magnitude)
        if digits.utf8.count <= decimals {
            digits = String(repeating: "0", count: decimals + 1 - digits.utf8.count) + digits
        }
        var fraction = String(digits.suffix(decimals))
        if let keeping {
            while fraction.utf8.count > keeping, fraction.hasSuffix("0") { fraction.removeLast() }
        }
        let whole = String(digits.dropLast(decimals))
        let sign = value < 0 ? "-" : ""
        return fraction.isEmpty ? sign + whole : sign + whole + "." + fraction
    }
}
