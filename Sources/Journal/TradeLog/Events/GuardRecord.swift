import Core

/// The EA's own guard acted without the daemon.
public struct GuardRecord: EventFields {
    public var kind: GuardActed.Kind
    public var symbol: TradedSymbol
    public var stop: Price?
    public var code: UInt32

    public init(kind: GuardActed.Kind, symbol: TradedSymbol, stop: Price?, code: UInt32) {
        self.kind = kind
        self.symbol = symbol
        self.stop = stop
        self.code = code
    }

    init() {
        self.init(kind: .failed, symbol: TradedSymbol(name: "", digits: 0), stop: nil, code: 0)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.word("kind", &kind)
        fields.field("symbol", &symbol)
        fields.price("stop", &stop, of: symbol)
        fields.code("retcode", &code)
    }
}
