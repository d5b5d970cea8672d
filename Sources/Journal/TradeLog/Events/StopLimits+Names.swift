import Core

extension StopLimits {
    /// One of them, as the log names it.
    enum Name: UInt8, LogWord {
        case cap, ratchet, stopsLevel, freezeLevel, tickGrid, step, pace, wanted, clearance

        var limit: StopLimits {
            switch self {
            case .cap: .cap
            case .ratchet: .ratchet
            case .stopsLevel: .stopsLevel
            case .freezeLevel: .freezeLevel
            case .tickGrid: .tickGrid
            case .step: .step
            case .pace: .pace
            case .wanted: .wanted
            case .clearance: .clearance
            }
        }

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
            case .clearance: "clearance"
            }
        }
    }

    init(names: [Name]) { self.init(names.map(\.limit)) }

    var names: [Name] { Name.allCases.filter { contains($0.limit) } }
}
