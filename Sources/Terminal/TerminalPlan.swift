import Broker
import Core
import Glibc

/// What the command line asks for, checked and in the program's own values.
struct TerminalPlan {
    var host: String
    var port: UInt16
    var tickFiles: [String]
    var from: MarketTime?
    var settings: Venue.Settings
    var commission: Money
    var token: String
    var stateFolder: String?
    /// `nil`: no times are recorded.
    var stagesFile: String?
    var runLimit: TimeSpan?
    var reportInterval: TimeSpan?
    var output: Int32
    var isHeadless: Bool
    var isQuiet: Bool
    /// The process it ends with, where it is somebody's child.
    var parent: pid_t?

    struct Problem: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    init(_ options: TerminalOptions) throws {
        (host, port) = try Self.endpoint(options.connect)
        tickFiles = options.ticks
        from = try options.from.map {
            guard let time = MarketTime(text: $0) else {
                throw Problem("--from \"\($0)\" is not a time like 2014-05-02 15:25")
            }
            return time
        }
        commission = try Self.money(options.commission, "--commission", least: .zero)
        token = try Self.token(options)
        stateFolder = options.stateDir
        stagesFile = options.stages
        if let seconds = options.seconds, seconds < 1 { throw Problem("--for must be at least 1 second") }
        runLimit = options.seconds.map { .seconds(Int64($0)) }
        if let interval = options.reportInterval, interval < 10 {
            throw Problem("--report-interval must be at least 10 milliseconds")
        }
        reportInterval = options.reportInterval.map { .milliseconds(Int64($0)) }
        output = options.summaryFd ?? STDOUT_FILENO
        isHeadless = options.headless || options.parent != nil
        isQuiet = options.quiet
        parent = options.parent
        settings = try Self.settings(options)
    }

    private static func settings(_ options: TerminalOptions) throws -> Venue.Settings {
        guard let mode = AccountTerms.MarginMode(rawValue: options.marginMode) else {
            throw Problem("--margin-mode is hedging or netting, not \"\(options.marginMode)\"")
        }
        guard (0...500).contains(options.positions) else { throw Problem("--positions is 0 to 500") }
        guard (0...60_000).contains(options.brokerLatency) else {
            throw Problem("--broker-latency is 0 to 60000 milliseconds")
        }
        guard let speed = DecimalText.parse(options.speed.utf8, decimals: 3), (1...10_000_000).contains(speed)
        else {
            throw Problem("--speed is a number from 0.001 to 10000, not \"\(options.speed)\"")
        }
        guard (1...1000).contains(options.capMargin) else { throw Problem("--cap-margin is 1 to 1000") }
        let cap = try money(options.cap, "--cap", least: Money(units: 1))
        return Venue.Settings(
            terms: AccountTerms(number: AccountNumber(options.account), marginMode: mode), seed: options.seed,
            latency: .milliseconds(Int64(options.brokerLatency)),
            faults: try options.fault.flatMap { try FaultSpec.parse($0) },
            schedule: .init(
                positions: options.positions, magic: Magic(options.magic), cap: cap,
                firstDelay: .milliseconds(1_500)),
            checker: CheckerSettings(cap: cap, marginPermille: options.capMargin), speedPermille: speed)
    }

    private static func money(_ text: String, _ option: String, least: Money) throws -> Money {
        guard let money = Money(text), money >= least else {
            throw Problem("\(option) is an amount of at least \(least.text), not \"\(text)\"")
        }
        return money
    }

    private static func endpoint(_ text: String) throws -> (String, UInt16) {
        var rest = Substring(text)
        if rest.hasPrefix("tcp://") { rest = rest.dropFirst(6) }
        guard let colon = rest.lastIndex(of: ":"), colon != rest.startIndex,
            let port = UInt16(rest[rest.index(after: colon)...]), port > 0
        else { throw Problem("--connect is HOST:PORT, not \"\(text)\"") }
        return (String(rest[..<colon]), port)
    }

    private static func token(_ options: TerminalOptions) throws -> String {
        if let token = options.token { return token }
        guard let path = options.tokenFile else { return "" }
        guard let file = fopen(path, "re") else {
            throw Problem("cannot read --token-file \(path): \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 1_024)
        guard fgets(&line, Int32(line.count), file) != nil else {
            throw Problem("--token-file \(path) is empty")
        }
        let text = line.prefix { $0 != 0 && $0 != 10 && $0 != 13 }
        return String(decoding: text.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// Why the terminal could not run.
enum TerminalFailure: Error, CustomStringConvertible {
    case market(TickFile.Failure)
    case state(StateFile.Failure)
    case folder(path: String, errno: Int32)
    case restore(SavedState.Failure)
    case noProgram

    var description: String {
        switch self {
        case .market(let failure): failure.description
        case .state(let failure): failure.description
        case .folder(let path, let code): "cannot create \(path): \(String(cString: strerror(code)))"
        case .restore(let failure): failure.description
        case .noProgram: "the expert advisor is not compiled in"
        }
    }

    /// From sysexits.h.
    var exitCode: Int32 {
        switch self {
        case .market: EX_NOINPUT
        case .state, .restore: EX_DATAERR
        case .folder: EX_CANTCREAT
        case .noProgram: EX_SOFTWARE
        }
    }
}
