/// Why lines of a tick file were not played, counted by kind; the first few are kept with their number.
public struct BadLines: Equatable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        /// Fewer columns than the layout has.
        case truncated
        /// A date, time, price or flag that is not a number.
        case notANumber = "not a number"
        /// A price of zero or less, or beyond what can be computed with.
        case impossiblePrice = "zero or negative price"
        /// Earlier than the line before it.
        case backwards = "time going backwards"
        /// More decimals than the symbol has, or between two ticks of its grid.
        case offGrid = "off the price grid"
    }

    public struct Example: Equatable, Sendable {
        public let line: Int
        public let kind: Kind
    }

    /// How many examples are kept.
    public static let examplesMax = 20

    public private(set) var examples: [Example] = []
    private var counts = [Int](repeating: 0, count: Kind.allCases.count)

    public init() {}

    public var total: Int { counts.reduce(0, +) }

    public func count(_ kind: Kind) -> Int {
        for (index, candidate) in Kind.allCases.enumerated() where candidate == kind { return counts[index] }
        return 0
    }

    mutating func add(_ kind: Kind, line: Int) {
        for (index, candidate) in Kind.allCases.enumerated() where candidate == kind { counts[index] += 1 }
        if examples.count < Self.examplesMax { examples.append(Example(line: line, kind: kind)) }
    }
}
