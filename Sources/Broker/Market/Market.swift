import Core

/// All quotes of all symbols in the order of one market clock.
///
/// Either recorded (tick files; several of one symbol play one after another) or made up from a
/// seed. Equal times keep the order of the symbols' list. One owner thread.
public struct Market {
    /// Where one symbol's quotes come from, by its place in `walks` or `files`.
    private enum Source {
        case files(Int)
        case walk(Int)
        case list
    }

    /// The files of one symbol, and which of them is playing.
    private struct Recording {
        var files: [TickFile]
        var playing = 0

        mutating func next() -> Tick? {
            while playing < files.count {
                if let tick = files[playing].next() { return tick }
                playing += 1
            }
            return nil
        }
    }

    public private(set) var contracts: [Contract]
    private let sources: [Source]
    private var walks: [RandomWalk]
    private var recordings: [Recording]
    private var list: ArraySlice<Tick>
    private var heads: [Tick?]
    private var latest = MarketTime.unknown
    /// Quoted before the market was entered, by symbol; empty where it was entered at its beginning.
    private var skipped: [MinuteTrail]
    /// What came before a made-up market, by symbol.
    private let pasts: [PastMinutes]

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
        var recordings: [Recording] = []
        for (index, name) in names.enumerated() {
            let own = paths.filter { TickFile.symbolName(path: $0) == name }
            var digits = 0
            for path in own { digits = max(digits, try TickFile.decimals(path: path)) }
            let contract = Contract.known(name, digits: digits)
            contracts.append(contract)
            recordings.append(Recording(files: try Self.ordered(own, SymbolIndex(index), contract)))
        }
        self.init(contracts: contracts, recordings: recordings, from: start)
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
        let walks = contracts.enumerated().map { index, contract in
            RandomWalk(
                symbol: SymbolIndex(index), contract: contract, temper: .usual(for: contract), start: start,
                seed: seed)
        }
        let pasts = contracts.enumerated().map { index, contract in
            PastMinutes(
                symbol: SymbolIndex(index), contract: contract, temper: .usual(for: contract), start: start,
                seed: seed)
        }
        self.init(contracts: contracts, walks: walks, pasts: pasts, from: nil)
    }

    /// Plays quotes that are there already, in their order, which must be that of their times.
    public init(contracts: [Contract], quotes: [Tick], from start: MarketTime? = nil) {
        self.init(contracts: contracts, list: quotes[...], from: start)
    }

    private init(
        contracts: [Contract], walks: [RandomWalk] = [], pasts: [PastMinutes] = [],
        recordings: [Recording] = [], list: ArraySlice<Tick> = [], from start: MarketTime?
    ) {
        self.pasts = pasts
        skipped = contracts.map { _ in MinuteTrail() }
        self.contracts = contracts
        self.walks = walks
        self.recordings = recordings
        self.list = list
        let lists: [Source] = list.isEmpty ? [] : [.list]
        sources = walks.indices.map { .walk($0) } + recordings.indices.map { .files($0) } + lists
        heads = []
        for index in sources.indices {
            var head = pull(index)
            if let start {
                while let tick = head, tick.time < start {
                    skipped[index].add(tick)
                    head = pull(index)
                }
            }
            heads.append(head)
        }
    }

    /// The next quote of one symbol.
    private mutating func pull(_ index: Int) -> Tick? {
        switch sources[index] {
        case .walk(let place): walks[place].next()
        case .files(let place): recordings[place].next()
        case .list: list.popFirst()
        }
    }

    public static let builtInContracts = [Contract.gold, .euro, .yen]
    /// Thursday 2025-06-05 12:00 server time: 36 hours before a weekend.
    public static let builtInStart = MarketTime(milliseconds: 1_749_124_800_000)

    /// The time of the next quote; that of the built-in market where there is none.
    public var start: MarketTime { heads.compactMap { $0?.time }.min() ?? Self.builtInStart }

    /// The next quote of any symbol, or `nil` when every file has ended.
    public mutating func next() -> Tick? {
        var chosen = -1
        for index in heads.indices {
            guard let tick = heads[index] else { continue }
            if chosen >= 0, let best = heads[chosen], best.time <= tick.time { continue }
            chosen = index
        }
        guard chosen >= 0, var tick = heads[chosen] else { return nil }
        heads[chosen] = pull(chosen)
        // The second file of a symbol may overlap the first: the merged clock never goes back.
        if tick.time < latest { tick.time = latest }
        latest = tick.time
        return tick
    }

    /// The minutes of a symbol before the market's first quote, the oldest first: recorded, or made up for a made-up
    /// market. Costs their making.
    public func past(of symbol: SymbolIndex) -> [MarketMinute] {
        pasts.isEmpty ? skipped[symbol.rawValue].minutes : pasts[symbol.rawValue].made()
    }

    /// Changes what the broker charges for a deal, on every symbol.
    public mutating func setCommission(perLot commission: Money) {
        for index in contracts.indices { contracts[index].commissionPerLot = commission }
    }

    /// What could not be used of each file played.
    public var badLines: [(path: String, lines: BadLines)] {
        recordings.flatMap(\.files).map { (path: $0.path, lines: $0.badLines) }
    }
}
