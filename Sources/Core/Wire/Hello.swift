/// Changes at every start of an EA: tells a restarted EA from a second one.
public struct BootID: Hashable, Sendable, BitwiseCopyable {
    public let rawValue: UInt64
    public init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

/// How the account keeps positions of one symbol.
public enum MarginMode: UInt8, Hashable, Codable, Sendable, BitwiseCopyable, CaseIterable {
    /// One position per symbol.
    case netting = 0
    /// One position per symbol, margin by exchange rules.
    case exchange = 1
    /// Any number of positions per symbol, in both directions.
    case hedging = 2
}

/// Whose money it is.
public enum AccountMode: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
    case demo = 0
    case contest = 1
    case real = 2
}

/// The EA's first words: who it is and which account it holds.
public struct Hello: Hashable, Sendable {
    /// major << 16, minor << 8, patch.
    public var eaVersion: UInt32
    public var terminalBuild: UInt32
    public var bootID: BootID
    public var account: AccountNumber
    public var marginMode: MarginMode
    public var accountMode: AccountMode
    public var permissions: Permissions
    /// The highest epoch the EA has ever accepted; commands of a lower one it refuses.
    public var lastEpoch: Epoch
    public var nonce: Nonce
    public var currency: String
    public var server: String
    public var company: String

    public init(
        eaVersion: UInt32, terminalBuild: UInt32, bootID: BootID, account: AccountNumber,
        marginMode: MarginMode, accountMode: AccountMode, permissions: Permissions, lastEpoch: Epoch,
        nonce: Nonce, currency: String, server: String, company: String
    ) {
        self.eaVersion = eaVersion
        self.terminalBuild = terminalBuild
        self.bootID = bootID
        self.account = account
        self.marginMode = marginMode
        self.accountMode = accountMode
        self.permissions = permissions
        self.lastEpoch = lastEpoch
        self.nonce = nonce
        self.currency = currency
        self.server = server
        self.company = company
    }

    init(_ fields: inout FieldReader) {
        eaVersion = fields.u32()
        terminalBuild = fields.u32()
        bootID = BootID(fields.u64())
        account = AccountNumber(fields.u64())
        marginMode = fields.choice(.netting)
        accountMode = fields.choice(.demo)
        permissions = fields.permissions()
        lastEpoch = Epoch(fields.u64())
        nonce = fields.nonce()
        currency = fields.text()
        server = fields.text()
        company = fields.text()
    }

    func write(to fields: inout FieldWriter) {
        fields.u32(eaVersion)
        fields.u32(terminalBuild)
        fields.u64(bootID.rawValue)
        fields.u64(account.rawValue)
        fields.choice(marginMode)
        fields.choice(accountMode)
        fields.permissions(permissions)
        fields.u64(lastEpoch.rawValue)
        fields.nonce(nonce)
        fields.text(currency)
        fields.text(server)
        fields.text(company)
    }
}
