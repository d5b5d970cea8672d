import Core

/// Remembers, per account, how many stop requests the day has seen.
///
/// One line a file: the day, the number, and whether the daemon that wrote it was still at work. If it was,
/// it may have sent more than it has kept, and `slack` is added when the file is read.
struct BudgetStore: Sendable {
    private let directory: StateDirectory
    private let slack: Int

    init(in directory: StateDirectory, limits: FlowLimits) {
        self.directory = directory
        // Kept once a second: what a second and a late disk may let pass, and a window on top.
        slack = 2 * limits.ratePerSecond + limits.window
    }

    enum Moment: String {
        case running
        case ended
    }

    /// - Throws: `CommandFailure`: `data` when what is there cannot be understood.
    func budget(of account: AccountNumber) throws(CommandFailure) -> BudgetState {
        let name = Self.file(account)
        guard let bytes = try directory.read(name) else { return BudgetState(day: 0, used: 0) }
        let parts = String(decoding: bytes, as: UTF8.self).prefix { $0 != "\n" }.split(separator: " ")
        guard parts.count == 3, let day = Int64(parts[0]), let used = Int(parts[1]),
            (0...1_000_000).contains(day), (0...1_000_000_000).contains(used),
            let moment = Moment(rawValue: String(parts[2]))
        else { throw CommandFailure(.data, "\(directory.path)/\(name) does not hold a budget") }
        switch moment {
        case .running: return BudgetState(day: day, used: used + slack)
        case .ended: return BudgetState(day: day, used: used)
        }
    }

    /// Durable when this returns.
    func keep(
        _ state: BudgetState, of account: AccountNumber, _ moment: Moment
    ) throws(CommandFailure) {
        let line = "\(state.day) \(state.used) \(moment.rawValue)\n"
        try directory.replace(Self.file(account), with: Array(line.utf8))
    }

    private static func file(_ account: AccountNumber) -> String { "budget-\(account.rawValue)" }
}
