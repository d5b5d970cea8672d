import Core

/// A thread that the watchdog observes, by what it publishes about itself.
public struct Patient: Sendable {
    public struct ID: Hashable, Sendable, BitwiseCopyable {
        public let rawValue: UInt16
        public init(_ rawValue: UInt16) { self.rawValue = rawValue }
    }

    /// What happens when it is stuck; the count is of consecutive checks on time.
    public enum Remedy: Hashable, Sendable {
        /// The bridge thread is told, and replaces it.
        case report(afterChecks: Int)
        /// Nobody is left to tell: the process ends, and the EA's own guard covers the gap.
        case endProcess(afterChecks: Int)

        /// 150 ms.
        public static let worker = Remedy.report(afterChecks: 3)
        /// 1 s (decision 0011).
        public static let bridge = Remedy.endProcess(afterChecks: 20)
    }

    /// One reading of a patient, from the watchdog's thread.
    public struct Signs: Hashable, Sendable, BitwiseCopyable {
        /// Grows with every piece of work done.
        public var progress: UInt64
        public var hasWork: Bool
        /// Its thread's function returned (`ThreadLife`).
        public var hasEnded: Bool

        public init(progress: UInt64, hasWork: Bool, hasEnded: Bool) {
            self.progress = progress
            self.hasWork = hasWork
            self.hasEnded = hasEnded
        }
    }

    public var id: ID
    /// For the line that is written when the process ends.
    public var name: String
    public var remedy: Remedy
    /// Reads atomics (a ring's `consumed` and `count`, a `ThreadLife`); never waits.
    public var signs: @Sendable () -> Signs

    public init(id: ID, name: String, remedy: Remedy, signs: @escaping @Sendable () -> Signs) {
        self.id = id
        self.name = name
        self.remedy = remedy
        self.signs = signs
    }
}
