import Broker
import Core

/// The inputs of one or two runs, read and checked once: files, options, configurations.
struct BacktestPlan {
    /// `nil` where the market is tick files.
    let session: RecordedSession?
    let events: BotEvents?
    let latency: TimeSpan
    private let command: BacktestCommand
    private let balance: Money
    private let start: MarketTime?
    private let end: MarketTime?
    /// `nil`: made up.
    private let table: CSVTable?

    /// - Throws: `CommandFailure`: `usage`, `noInput`, or `data` with every mistake and its line.
    init(_ command: BacktestCommand) throws(CommandFailure) {
        self.command = command
        latency = .milliseconds(Int64(command.brokerLatency))
        start = try Self.time(command.from, "--from")
        end = try Self.time(command.to, "--to")
        if let start, let end, end <= start { throw CommandFailure(.usage, "--to must be later than --from") }
        guard let balance = Money(command.balance), balance > .zero else {
            throw CommandFailure(.usage, "--balance must be an amount above 0, such as 10000.00")
        }
        self.balance = balance
        table = try Self.table(command.positions)
        let isSession = table.map { SessionFile.isSession($0.header) } ?? false
        if isSession, !command.ticks.isEmpty {
            throw CommandFailure(
                .usage,
                "\(command.positions ?? "") is a recorded session and brings its own prices: leave --ticks out"
            )
        }
        if isSession, start != nil || end != nil {
            throw CommandFailure(.usage, "a recorded session is played as a whole: leave --from and --to out")
        }
        guard isSession || !command.ticks.isEmpty else {
            throw CommandFailure(
                .usage, "--ticks is missing: at least one tick file, or a recorded session in --positions")
        }
        guard isSession || command.events == nil else {
            throw CommandFailure(.usage, "--events belongs to a recorded session in --positions")
        }
        if isSession, let table, let path = command.positions {
            session = try Self.checked(path) { () throws(InputProblems) in
                try RecordedSession(try SessionFile.read(table), currency: "USD")
            }
        } else {
            session = nil
        }
        if let path = command.events, let table = try Self.table(path) {
            events = try Self.checked(path) { () throws(InputProblems) in try BotEvents(table) }
        } else {
            events = nil
        }
    }

    /// Plays one configuration.
    func run(_ path: String) throws(CommandFailure) -> BacktestReport {
        let configuration = try ConfigurationFile(path: path).load()
        var settings = configuration.settings
        settings.mode = .manage
        if let number = configuration.account.number { settings = settings.restricted(to: number) }
        let market = try market(from: start)
        var inputs = BacktestInputs(
            settings: settings, writtenMode: configuration.mode, positions: try positions(market.contracts),
            market: market)
        inputs.currency = configuration.account.currency ?? "USD"
        inputs.balance = balance
        inputs.latency = latency
        inputs.seed = command.seed
        inputs.end = end
        inputs.session = session
        if command.svg != nil { inputs.trailPoints = 600 }
        if settings.selections.contains(where: { $0.rules.bars != nil }) { inputs.minutes = try minutes() }
        try Self.requireCap(settings, path)
        var run = BacktestRun(inputs)
        do throws(CommandFailure) {
            try run.run()
        } catch {
            throw CommandFailure(error.code, "\(command.positions ?? ""): \(error.message)")
        }
        return BacktestReport(run, notes: notes(run, settings))
    }

    // MARK: - Files

    private static func table(_ path: String?) throws(CommandFailure) -> CSVTable? {
        guard let path else { return nil }
        let bytes = try SmallFile.read(path, bytesMax: CSVTable.fileBytesMax)
        return try checked(path) { () throws(InputProblems) in try CSVTable(bytes) }
    }

    private static func checked<Value>(
        _ path: String, _ read: () throws(InputProblems) -> Value
    ) throws(CommandFailure) -> Value {
        do throws(InputProblems) {
            return try read()
        } catch {
            throw CommandFailure(.data, error.text(file: path))
        }
    }

    private static func time(_ text: String?, _ option: String) throws(CommandFailure) -> MarketTime? {
        guard let text else { return nil }
        guard let time = MarketTime(written: text) else {
            throw CommandFailure(.usage, "\(option) must be \"YYYY-MM-DD HH:MM\"")
        }
        return time
    }

    private func market(from start: MarketTime?) throws(CommandFailure) -> Market {
        if let session { return Market(contracts: session.contracts, quotes: session.quotes) }
        do throws(TickFile.Failure) {
            return try Market(files: command.ticks, from: start)
        } catch {
            switch error {
            case .unreadable: throw CommandFailure(.noInput, error.description)
            case .empty: throw CommandFailure(.data, error.description)
            }
        }
    }

    private func positions(_ contracts: [Contract]) throws(CommandFailure) -> BacktestInputs.Positions {
        if let session { return .recorded(session.positions) }
        guard let table, let path = command.positions else { return .scheduled(command.positionsCount) }
        return .recorded(
            try Self.checked(path) { () throws(InputProblems) in
                try PositionFile.read(table, contracts: contracts)
            })
    }

    /// The minutes before the start, from the same files.
    private func minutes() throws(CommandFailure) -> [SymbolIndex: [MinuteBar]] {
        guard let start, session == nil else { return [:] }
        var market = try market(from: nil)
        var collector = MinuteCollector(symbols: market.contracts.count)
        while let tick = market.next(), tick.time < start { collector.take(tick) }
        return collector.closed(by: start)
    }

    private static func requireCap(_ settings: Settings, _ path: String) throws(CommandFailure) {
        for selection in settings.selections where selection.rules.cap == nil {
            throw CommandFailure(
                .configuration,
                "\(path): rule set \"\(selection.rules.name)\" has no \"cap\", and could not be armed without one"
            )
        }
    }

    private func notes(_ run: BacktestRun, _ settings: Settings) -> [String] {
        var notes: [String] = []
        for (path, lines) in run.badLines where lines.total > 0 {
            let kinds = BadLines.Kind.allCases.filter { lines.count($0) > 0 }
                .map { "\(lines.count($0)) \($0.rawValue)" }.joined(separator: ", ")
            notes.append("\(lines.total) lines of \(path) were not played: \(kinds)")
        }
        return notes
    }
}
