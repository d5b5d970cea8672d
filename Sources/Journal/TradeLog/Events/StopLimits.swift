/// What changed or bounded the stop that the winning rule wished for. A set of bits, so that the thread that
/// decides allocates nothing.
public struct StopLimits: OptionSet, Hashable, Sendable, BitwiseCopyable {
    /// One of them, as the log names it.
    enum Name: UInt8, LogWord {
        case cap, ratchet, stopsLevel, freezeLevel, tickGrid, step, pace, wanted

        var word: StaticString {
            switch self {
            case .cap: "cap"
            case .ratchet: "ratchet"
            case .stopsLevel: "stops_level"
            case .freezeLevel: "freeze_level"
            case .tickGrid: "tick_grid"
            case .step: "step"
            case .pace: "pace"
            case .wanted: "wanted"
            }
        }
    }

    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }
    private init(_ name: Name) { rawValue = 1 << UInt16(name.rawValue) }

    /// Tightened to what the position may cost.
    public static let cap = StopLimits(.cap)
    /// Kept from being looser than the present stop.
    public static let ratchet = StopLimits(.ratchet)
    /// Moved away from the market as far as the broker demands.
    public static let stopsLevel = StopLimits(.stopsLevel)
    public static let freezeLevel = StopLimits(.freezeLevel)
    public static let tickGrid = StopLimits(.tickGrid)
    /// Held to the rule's smallest worthwhile step.
    public static let step = StopLimits(.step)
    /// That step was widened, because the day's requests run low.
    public static let pace = StopLimits(.pace)
    /// Kept at least as tight as a move that was already under way.
    public static let wanted = StopLimits(.wanted)

    init(names: [Name]) { self.init(names.map { StopLimits($0) }) }

    var names: [Name] { Name.allCases.filter { contains(StopLimits($0)) } }
}
