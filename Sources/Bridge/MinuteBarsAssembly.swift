import Core

/// Collects the parts of one answer about a symbol's past minutes. Bound: `BarHistory.minutesMax` minutes and the one
/// at hand; of more, one is kept, so that the end finds out.
struct MinuteBarsAssembly: Sendable {
    private static let barsMax = BarHistory.minutesMax + 1

    private let request: UInt32
    private let symbol: SymbolID
    private var bars: [MinuteBar] = []

    private init(_ part: MinuteBars) {
        request = part.request
        symbol = part.symbol
    }

    /// Adds a part to the answer it belongs to. One of another answer begins that.
    static func take(_ part: MinuteBars, into assembly: inout MinuteBarsAssembly?) {
        if assembly?.request != part.request || assembly?.symbol != part.symbol {
            assembly = MinuteBarsAssembly(part)
        }
        let room = barsMax + 1 - (assembly?.bars.count ?? 0)
        assembly?.bars.append(contentsOf: part.bars.prefix(max(room, 0)))
    }

    /// - Parameter assembly: `nil` if no part was heard.
    static func answer(of assembly: MinuteBarsAssembly?, _ end: MinuteBarsEnd) -> MinuteBarsAnswer {
        var answer = MinuteBarsAnswer(request: end.request, symbol: end.symbol, outcome: .damaged)
        switch end.outcome {
        case .notYet, .changed: answer.outcome = .notYet
        case .complete:
            if end.minutes == 0, assembly == nil { answer.outcome = .complete([]) }
            if let assembly, assembly.request == end.request, assembly.symbol == end.symbol,
                assembly.bars.count == Int(end.minutes), assembly.bars.count <= barsMax
            {
                answer.outcome = .complete(assembly.bars)
            }
        }
        return answer
    }
}
