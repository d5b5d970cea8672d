import ArgumentParser
import Runtime

/// Which threads are to decide, before the machine is known.
struct DriverWish: Hashable, Sendable {
    enum Memory: Hashable, Sendable {
        case pageable
        case locked
    }

    static let workersMax = 64

    var mode = Driver.Wish.auto
    var workers = 3
    /// `nil`: chosen by the number of processors.
    var wait: WaitStrategy?
    /// Of the workers, in order.
    var processors: [Int] = []
    var realTimePriority: Int?
    var memory = Memory.pageable

    /// For a machine with so many processors.
    func driver(processors count: Int) -> Driver {
        Driver(mode, workers: workers, wait: wait, processors: count)
    }

    /// The pool that `driver` stands for; `nil` inline.
    func pool(_ driver: Driver) -> PoolPlan? {
        switch driver {
        case .inline: return nil
        case .pool(let workers, let wait):
            let placements = (0..<workers).map { worker in
                ThreadPlacement(
                    processor: worker < processors.count ? processors[worker] : nil,
                    realTimePriority: realTimePriority)
            }
            return PoolPlan(workers: workers, wait: wait, placements: placements)
        }
    }
}

extension Driver.Wish {
    static let names: [(name: String, wish: Driver.Wish)] = [
        ("auto", .auto), ("inline", .inline), ("pool", .pool),
    ]
}

extension Driver.Wish: ExpressibleByArgument {
    public init?(argument: String) {
        guard let match = Self.names.first(where: { $0.name == argument }) else { return nil }
        self = match.wish
    }

    public var defaultValueDescription: String { "\(self)" }
}

extension WaitStrategy {
    var name: String {
        switch self {
        case .spin: "spin"
        case .adaptive: "adaptive"
        case .park: "park"
        }
    }
}
