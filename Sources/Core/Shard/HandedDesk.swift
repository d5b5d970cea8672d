/// Everything a shard knows of one symbol, on its way to another shard.
///
/// Why a class: it crosses two rings, which carry a reference where the desk itself would be copied twice. It
/// never changes.
public final class HandedDesk: Codable, Sendable {
    let desk: SymbolDesk

    init(_ desk: SymbolDesk) { self.desk = desk }

    public var symbol: SymbolID { desk.spec.symbol }
}
