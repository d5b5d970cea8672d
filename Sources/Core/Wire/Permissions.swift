/// What the terminal allows at this moment; all of them are needed to trade.
public struct Permissions: OptionSet, Hashable, Sendable, BitwiseCopyable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The terminal is connected to the broker.
    public static let connected = Permissions(rawValue: 1 << 0)
    /// Algorithmic trading is enabled in the terminal.
    public static let terminal = Permissions(rawValue: 1 << 1)
    /// Trading is allowed for this EA.
    public static let program = Permissions(rawValue: 1 << 2)
    /// Trading is allowed for the account.
    public static let account = Permissions(rawValue: 1 << 3)
    /// EA trading is allowed for the account.
    public static let accountPrograms = Permissions(rawValue: 1 << 4)
    public static let all: Permissions = [.connected, .terminal, .program, .account, .accountPrograms]
}
