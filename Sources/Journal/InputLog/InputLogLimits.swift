import Core

/// How much an input log may take up, and how often it holds a place to begin from.
public struct InputLogLimits: Hashable, Sendable {
    public static let standard = InputLogLimits()

    /// A file that has grown to this ends with the next checkpoint, which is asked for at once.
    public var fileBytes = 64 << 20
    /// All files of one account; the oldest goes before a new one begins.
    public var totalBytes = 1 << 30
    /// At most so many steps are replayed to get to any one of them.
    public var stepsPerCheckpoint: UInt64 = 250_000
    public var checkpointEvery = TimeSpan.seconds(300)
    /// After an error of the disk it is left alone for this long.
    public var patience = TimeSpan.seconds(5)

    public init() {}
}
