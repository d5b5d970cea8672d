import Core

/// Decimal text that a program with binary floating point wrote: "21.131320000000002" is meant as 21.13132.
enum RoundedDecimal {
    /// More decimals than this are noise.
    static let decimalsMax = 8

    /// Decimals of a price as it was meant; `nil` for one with so many that they say nothing.
    static func decimals(of text: String) -> Int? {
        guard let point = text.firstIndex(of: ".") else { return 0 }
        let count = text.utf8.distance(from: point, to: text.endIndex) - 1
        return count <= decimalsMax ? count : nil
    }

    /// The number scaled by `10^decimals`, half away from zero.
    static func scaled(_ text: String, decimals: Int) -> Int64? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard fraction.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let value = DecimalText.parse("\(whole).\(fraction.prefix(decimals))0".utf8, decimals: decimals)
        else { return nil }
        guard let next = fraction.dropFirst(decimals).utf8.first, next >= UInt8(ascii: "5") else {
            return value
        }
        let (rounded, overflow) = value.addingReportingOverflow(whole.hasPrefix("-") ? -1 : 1)
        return overflow ? nil : rounded
    }
}
