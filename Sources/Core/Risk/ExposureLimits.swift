/// What all positions of an account together may risk and lose, and what happens when they do.
public struct ExposureLimits: Hashable, Codable, Sendable, BitwiseCopyable {
    public static let none = ExposureLimits()

    public enum Action: UInt8, Hashable, Codable, Sendable, BitwiseCopyable, CaseIterable {
        case pause = 1
        case freeze = 2
        case flatten = 3

        public var level: KillLevel {
            switch self {
            case .pause: .pause
            case .freeze: .freeze
            case .flatten: .flatten
            }
        }
    }

    /// The sum of the worst cases of all managed positions; one that has no stop counts with its cap.
    public struct OpenRisk: Hashable, Codable, Sendable, BitwiseCopyable {
        /// Greater than zero.
        public let most: Money
        public let action: Action

        public init?(most: Money, action: Action) {
            guard most > .zero else { return nil }
            self.most = most
            self.action = action
        }
    }

    /// From the balance with which the broker's day began, as far as it was seen, to the equity of the moment:
    /// what was realized and what floats. A deposit or a withdrawal looks like a gain or a loss.
    public struct DailyLoss: Hashable, Codable, Sendable, BitwiseCopyable {
        /// Greater than zero.
        public let most: Money
        /// Millionths of the day's first balance; the smaller of both counts. `nil` for `most` alone.
        public let balanceMillionths: Int64?
        public let action: Action

        public init?(most: Money, balanceMillionths: Int64? = nil, action: Action) {
            guard most > .zero, balanceMillionths.map({ (1...1_000_000).contains($0) }) != false
            else { return nil }
            self.most = most
            self.balanceMillionths = balanceMillionths
            self.action = action
        }

        func limit(from balance: Money) -> Money {
            guard let balanceMillionths, let share = share(of: balance, millionths: balanceMillionths)
            else { return most }
            return min(most, share)
        }
    }

    public var openRisk: OpenRisk?
    public var dailyLoss: DailyLoss?

    public init(openRisk: OpenRisk? = nil, dailyLoss: DailyLoss? = nil) {
        self.openRisk = openRisk
        self.dailyLoss = dailyLoss
    }

    var isSet: Bool { openRisk != nil || dailyLoss != nil }
}

/// Which of an account's limits has been reached.
public enum ExposureLimit: UInt8, Hashable, Codable, Sendable, BitwiseCopyable, CaseIterable {
    case openRisk = 0
    case dailyLoss = 1
}
