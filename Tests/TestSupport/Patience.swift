import Core

/// How long a test waits for what must happen in the end: the one value for all of them.
///
/// It only bounds a hang and judges nothing, so it is far beyond what a crowded machine ten times slower than
/// ours needs. A test about time reads the clocks and counters of the system itself, not the time that passes in
/// the test.
public struct Patience {
    public static let seconds = 120
    public static var span: TimeSpan { .seconds(Int64(seconds)) }

    private let end = ContinuousClock.now + .seconds(Patience.seconds)

    /// It begins here.
    public init() {}

    public var isOver: Bool { ContinuousClock.now >= end }
}

/// What a test waited for in vain.
public struct Timeout: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
