import Core

/// Decides, from a seed, when a fault strikes.
///
/// One value per owner: the broker rolls its faults, a host its own, from independent sequences.
/// Counts what struck, so that a summary can say what was survived.
public struct FaultDice: Sendable {
    private let specs: [FaultSpec]
    private let armed: [Bool]
    private let start: Instant
    var random: Generator
    private var counts: [Int]

    /// - Parameter start: the moment from which the windows count, on the clock later given to `strikes`.
    public init(_ specs: [FaultSpec], seed: UInt64, start: Instant) {
        self.specs = specs
        self.start = start
        armed = FaultName.allCases.map { name in specs.contains { $0.name == name } }
        random = Generator(seed: seed, purpose: 0xFA)
        counts = Array(repeating: 0, count: FaultName.allCases.count)
    }

    public func isArmed(_ name: FaultName) -> Bool { armed[Self.index(name)] }

    /// Whether any fault of the broker that strikes by itself, rather than on a request, is armed.
    var hasTimedBrokerFaults: Bool {
        specs.contains { $0.name.occasion == .perSecond && $0.name.place == .broker }
    }

    /// Whether `name` strikes on this occasion. Draws nothing when it is not armed.
    public mutating func strikes(_ name: FaultName, at now: Instant) -> Bool {
        guard isArmed(name) else { return false }
        let elapsed = now - start
        for spec in specs where spec.name == name && elapsed >= spec.from && elapsed < spec.to {
            if random.happens(partsPerMillion: spec.partsPerMillion) {
                counts[Self.index(name)] += 1
                return true
            }
        }
        return false
    }

    /// How often each fault has struck; those that never did are left out.
    public var struck: [(name: FaultName, count: Int)] {
        zip(FaultName.allCases, counts).filter { $0.1 > 0 }.map { (name: $0.0, count: $0.1) }
    }

    private static let indices = Dictionary(
        uniqueKeysWithValues: FaultName.allCases.enumerated().map { ($1, $0) })

    private static func index(_ name: FaultName) -> Int { indices[name] ?? 0 }
}
