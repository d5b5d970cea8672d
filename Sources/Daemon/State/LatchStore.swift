import Core

/// Remembers, per account, the kill level a person latched: it survives the daemon (S6).
struct LatchStore {
    private let directory: StateDirectory

    init(in directory: StateDirectory) { self.directory = directory }

    /// - Throws: `CommandFailure`: `data` when what is there cannot be understood. It is not taken for "none".
    func level(of account: AccountNumber) throws(CommandFailure) -> KillLevel {
        let name = Self.file(account)
        guard let bytes = try directory.read(name) else { return .none }
        let text = String(decoding: bytes, as: UTF8.self).prefix { $0 != "\n" }
        guard let level = KillLevel.allCases.first(where: { $0.name == text }) else {
            throw CommandFailure(.data, "\(directory.path)/\(name) does not hold a kill level")
        }
        return level
    }

    /// Durable when this returns.
    func keep(_ level: KillLevel, of account: AccountNumber) throws(CommandFailure) {
        try directory.replace(Self.file(account), with: Array("\(level.name)\n".utf8))
    }

    private static func file(_ account: AccountNumber) -> String { "latch-\(account.rawValue)" }
}
