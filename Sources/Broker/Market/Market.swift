import Core

/// All quotes of all symbols in the order of one market clock.
///
/// Either recorded (tick files; several of one symbol play one after another) or made up from a
/// seed. Equal times keep the order of the symbols' list. One owner thread.
public struct Market {
    /// Where one symbol's quotes come from.
    private enum Source {
        case files([TickFile], index: Int)
        case walk(RandomWalk)

        mutating func next() -> Tick? {
            switch self {
            case .walk(var walk):
                let tick = walk.next()
                self = .walk(walk)
                return tick
            case .files(let files, let index):
                var index = index
                while index < files.count {
                    if let tick = files[index].next() { return tick }
                    index += 1
                    self = .files(files, index: index)
                }
                return nil
            }
        }
    }

    public let contracts: [Contract]
    private var sources: [Source]
    private var heads: [Tick?]
    private var latest = MarketTime.unknown

    /// Plays tick files. Files of one symbol play in the order of their first quote.
    ///
    /// - Throws: `TickFile.Failure` for a file that cannot be read or has no usable line.
    public init(files paths: [String], from start: MarketTime? = nil) throws(TickFile.Failure) {
        var names: [String] = []
        for path in paths {
            let name = TickFile.symbolName(path: path)
            if !names.contains(name) { names.append(name) }
        }
        var contracts: [Contract] = []
        var sources: [Source] = []
        for (index, name) in names.enumerated() {
            let own = paths.filter { TickFile.symbolName(path: $0) == name }
            var digits = 0
            for path in own { digits = max(digits, try TickFile.decimals(path: path)) }
            let contract = Contract.known(name, digits: digits)
            contracts.append(contract)
            sources.append(.files(try Self.ordered(own, SymbolIndex(index), contract), index: 0))
        }
        self.init(contracts: contracts, sources: sources, from: start)
    }

    private static func ordered(
        _ paths: [String], _ symbol: SymbolIndex, _ contract: Contract
    ) throws(TickFile.Failure) -> [TickFile] {
        var starts: [(start: MarketTime, path: String)] = []
        for path in paths {
            let probe = try TickFile(path: path, symbol: symbol, contract: contract)
            guard let first = probe.next() else { throw .empty(path: path) }
            starts.append((first.time, path))
        }
        var files: [TickFile] = []
        for (_, path) in starts.sorted(by: { $0.start < $1.start }) {
            files.append(try TickFile(path: path, symbol: symbol, contract: contract))
        }
        return files
    }

    /// Makes up quotes of `contracts` from a seed, starting at `start`.
    public init(
        seed: UInt64, contracts: [Contract] = Market.builtInContracts,
        from start: MarketTime = Market.builtInStart
    ) {
        var sources: [Source] = []
        for (index, contract) in contracts.enumerated() {
            sources.append(
                .walk(
                    RandomWalk(
                        symbol: SymbolIndex(index), contract: contract, temper: .usual(for: contract),
                        start: start, seed: seed)))
        }
        self.init(contracts: contracts, sources: sources, from: nil)
    }

    private init(contracts: [Contract], sources: [Source], from start: MarketTime?) {
        self.contracts = contracts
        self.sources = sources
        heads = []
        for index in sources.indices {
            var head = self.sources[index].next()
            if let start { while let tick = head, tick.time < start { head = self.sources[index].next() } }
            heads.append(head)
        }
    }

    public static let builtInContracts = [Contract.gold, .euro, .yen]
    /// Thursday 2025-06-05 12:00 server time: 36 hours before a weekend.
    public static let builtInStart = MarketTime(milliseconds: 1_749_124_800_000)

    /// The next quote of any symbol, or `nil` when every file has ended.
    public mutating func next() -> Tick? {
        var chosen = -1
        for index in heads.indices {
            guard let tick = heads[index] else { continue }
            if chosen >= 0, let best = heads[chosen], best.time <= tick.time { continue }
            chosen = index
        }
        guard chosen >= 0, var tick = heads[chosen] else { return nil }
        heads[chosen] = sources[chosen].next()
        // The second file of a symbol may overlap the first: the merged clock never goes back.
        if tick.time < latest { tick.time = latest }
        latest = tick.time
        return tick
    }

    /// What could not be used of each file played.
    public var badLines: [(path: String, lines: BadLines)] {
        sources.flatMap { source in
            switch source {
            case .walk: [(path: String, lines: BadLines)]()
            case .files(let files, _): files.map { (path: $0.path, lines: $0.badLines) }
            }
        }
    }
}
