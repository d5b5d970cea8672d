/// The EA of a terminal connected.
public struct LinkEstablished: EventFields {
    public var company: String
    public var terminalBuild: UInt32
    /// Of the EA: major << 16, minor << 8, patch.
    public var version: UInt32
    /// Differs at every start of the EA.
    public var boot: UInt64

    public init(company: String, terminalBuild: UInt32, version: UInt32, boot: UInt64) {
        self.company = company
        self.terminalBuild = terminalBuild
        self.version = version
        self.boot = boot
    }

    init() {
        self.init(company: "", terminalBuild: 0, version: 0, boot: 0)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.text("company", &company)
        fields.code("terminal_build", &terminalBuild)
        fields.code("version", &version)
        fields.identifier("boot", &boot)
    }
}
