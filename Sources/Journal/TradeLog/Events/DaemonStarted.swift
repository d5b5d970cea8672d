import Core

/// The daemon began to guard the account.
public struct DaemonStarted: EventFields {
    /// Of Backstop.
    public var version: String
    public var mode: ControlMode
    public var epoch: Epoch
    /// Whose money it is, and whether the market was real.
    public var environment: Environment
    public var server: String
    /// Of the account: the unit of every amount of money in this log.
    public var currency: String
    public var marginMode: MarginMode
    /// The process id.
    public var process: Int

    public init(
        version: String, mode: ControlMode, epoch: Epoch, environment: Environment, server: String,
        currency: String, marginMode: MarginMode, process: Int
    ) {
        self.version = version
        self.mode = mode
        self.epoch = epoch
        self.environment = environment
        self.server = server
        self.currency = currency
        self.marginMode = marginMode
        self.process = process
    }

    init() {
        self.init(
            version: "", mode: .shadow, epoch: .none, environment: .demo, server: "", currency: "",
            marginMode: .netting, process: 0)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.text("version", &version)
        fields.word("mode", &mode)
        fields.field("epoch", &epoch)
        fields.word("environment", &environment)
        fields.text("server", &server)
        fields.text("currency", &currency)
        fields.word("margin_mode", &marginMode)
        fields.count("process", &process)
    }
}
