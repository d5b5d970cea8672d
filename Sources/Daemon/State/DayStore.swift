import Core

/// Remembers, per account, what belongs to its day: how many stop requests it has seen, the balance it began with,
/// and whether its loss has reached the limit.
///
/// One line a file: the day, the number of requests, the balance in units of 1e-8 or `-`, `below` or `reached`,
/// and whether the daemon that wrote it was still at work. If it was, it may have sent more than it has kept, and
/// `slack` is added when the file is read.
struct DayStore: Sendable {
    private let directory: StateDirectory
    private let slack: Int

    init(in directory: StateDirectory, limits: FlowLimits) {
        self.directory = directory
        // Kept once a second: what a second and a late disk may let pass, and a window on top.
        slack = 2 * limits.ratePerSecond + limits.window
    }

    private static let unknown = "-"

    private enum Loss: String {
        case below
        case reached
    }

    enum Moment: String {
        case running
        case ended
    }

    /// - Throws: `CommandFailure`: `data` when what is there cannot be understood.
    func day(of account: AccountNumber) throws(CommandFailure) -> DayState {
        let name = Self.file(account)
        guard let bytes = try directory.read(name) else { return DayState(day: 0, used: 0) }
        let parts = String(decoding: bytes, as: UTF8.self).prefix { $0 != "\n" }.split(separator: " ")
        guard parts.count == 5, let day = Int64(parts[0]), let used = Int(parts[1]),
            (0...1_000_000).contains(day), (0...1_000_000_000).contains(used),
            let loss = Loss(rawValue: String(parts[3])), let moment = Moment(rawValue: String(parts[4])),
            parts[2] == Self.unknown || Int64(parts[2]) != nil
        else { throw CommandFailure(.data, "\(directory.path)/\(name) does not hold a day") }
        var state = DayState(
            day: day, used: used, balance: Int64(parts[2]).map(Money.init(units:)),
            isLossReached: loss == .reached)
        switch moment {
        case .running: state.used += slack
        case .ended: break
        }
        return state
    }

    /// Durable when this returns.
    func keep(
        _ state: DayState, of account: AccountNumber, _ moment: Moment
    ) throws(CommandFailure) {
        let balance = state.balance.map { "\($0.units)" } ?? Self.unknown
        let loss = state.isLossReached ? Loss.reached : .below
        let line = "\(state.day) \(state.used) \(balance) \(loss.rawValue) \(moment.rawValue)\n"
        try directory.replace(Self.file(account), with: Array(line.utf8))
    }

    private static func file(_ account: AccountNumber) -> String { "day-\(account.rawValue)" }
}
