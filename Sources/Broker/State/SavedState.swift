import Core

/// What of a broker outlives its process: the account, its positions and deals, and where the market was.
///
/// Requests on their way are not saved: a broker that restarts has lost them, and the terminal gets no
/// answer. Monotonic times are not saved either; they belong to a process.
///
/// Format: `BSTB`, version, payload, FNV-1a checksum of all before it. A file that is not exactly that is
/// refused as a whole.
public struct SavedState: Equatable, Sendable {
    public var account: AccountNumber
    public var marginMode: AccountTerms.MarginMode
    public var balance: Money
    public var time: MarketTime
    public var symbols: [String]
    public var positions: [Position]
    /// Open positions that the schedule counts as its own.
    public var scheduled: [PositionID]
    public var deals: [Deal]
    public var nextTicket: UInt64
    public var nextDeal: UInt64
    public var nextRevision: UInt64
    public var randomState: UInt64
    /// How often a broker was restored from this line of states: it varies the seeds, so that a restart
    /// does not repeat what followed the last one.
    public var generation: UInt64

    public enum Failure: Error, Equatable, CustomStringConvertible {
        case notAState
        case version(UInt32)
        case damaged
        /// The state belongs to another account, margin mode or list of symbols.
        case mismatch(String)

        public var description: String {
            switch self {
            case .notAState: "not a saved broker"
            case .version(let version): "saved by another version (\(version))"
            case .damaged: "the saved broker is damaged"
            case .mismatch(let what): "the saved broker has another \(what)"
            }
        }
    }

    static let magic: [UInt8] = Array("BSTB".utf8)
    static let version: UInt32 = 1

    public func encoded() -> [UInt8] {
        var writer = StateWriter()
        for byte in Self.magic { writer.put(byte) }
        writer.put(Self.version)
        writer.put(account.rawValue)
        writer.put(marginMode.rawValue)
        writer.put(balance.units)
        writer.put(time.milliseconds)
        writer.put(symbols) { $0.put($1) }
        writer.put(positions) { $0.put($1) }
        writer.put(scheduled) { $0.put($1.rawValue) }
        writer.put(deals) { $0.put($1) }
        for number in [nextTicket, nextDeal, nextRevision, randomState, generation] { writer.put(number) }
        writer.put(Self.checksum(writer.bytes[...]))
        return writer.bytes
    }

    /// - Throws: `Failure` for anything but a whole, undamaged state of this version.
    public init(_ bytes: [UInt8]) throws(Failure) {
        guard bytes.count >= 16, Array(bytes.prefix(4)) == Self.magic else { throw .notAState }
        let body = bytes.dropLast(8)
        var tail = StateReader(bytes[body.endIndex...])
        guard try tail.number(UInt64.self) == Self.checksum(body) else { throw .damaged }
        var reader = StateReader(body.dropFirst(4))
        let version = try reader.number(UInt32.self)
        guard version == Self.version else { throw .version(version) }
        account = AccountNumber(try reader.number())
        guard let mode = AccountTerms.MarginMode(rawValue: try reader.text()) else { throw .damaged }
        marginMode = mode
        balance = Money(units: try reader.number())
        time = MarketTime(milliseconds: try reader.number())
        symbols = try reader.list { (reader) throws(Failure) in try reader.text() }
        positions = try reader.list { (reader) throws(Failure) in try reader.position() }
        scheduled = try reader.list { (reader) throws(Failure) in PositionID(try reader.number()) }
        deals = try reader.list { (reader) throws(Failure) in try reader.deal() }
        nextTicket = try reader.number()
        nextDeal = try reader.number()
        nextRevision = try reader.number()
        randomState = try reader.number()
        generation = try reader.number()
        guard reader.isAtEnd else { throw .damaged }
        let known = symbols.indices
        guard positions.allSatisfy({ known.contains($0.symbol.rawValue) }),
            deals.allSatisfy({ known.contains($0.symbol.rawValue) })
        else { throw .damaged }
    }

    init(
        of server: TradeServer, deals: [Deal], scheduled: [PositionID], generation: UInt64
    ) {
        account = server.terms.number
        marginMode = server.terms.marginMode
        balance = server.balance
        time = server.time
        symbols = server.contracts.map(\.name)
        positions = server.positions
        self.scheduled = scheduled
        self.deals = deals
        nextTicket = server.nextTicket
        nextDeal = server.nextDeal
        nextRevision = server.nextRevision
        randomState = server.random.state
        self.generation = generation
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        return hash
    }
}
