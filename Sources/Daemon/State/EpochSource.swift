import Core
import Runtime

/// Gives out epochs, each above every one before, also across restarts and a clock that was set back.
///
/// An epoch is on disk before it is used: a daemon that dies the moment after may not come back with the same
/// one. It is the greater of the last one plus one and the wall clock in milliseconds, so that a lost state
/// folder does not start over from small numbers either. Request ids follow from it. Owner: one thread.
struct EpochSource {
    /// Above this the request ids, 2^20 to an epoch, would not fit (the year 2248).
    static let most: UInt64 = 1 << 43
    private static let file = "epoch"

    private let directory: StateDirectory
    private var last: UInt64

    /// - Throws: `CommandFailure`: `data` when the file is not an epoch.
    init(in directory: StateDirectory) throws(CommandFailure) {
        self.directory = directory
        guard let bytes = try directory.read(Self.file) else {
            last = 0
            return
        }
        let text = String(decoding: bytes, as: UTF8.self).prefix { $0 != "\n" }
        guard let number = UInt64(text), number <= Self.most else {
            throw CommandFailure(.data, "\(directory.path)/\(Self.file) does not hold an epoch")
        }
        last = number
    }

    /// The next epoch, greater than `other` too; durable when this returns.
    mutating func next(above other: Epoch = .none) throws(CommandFailure) -> Epoch {
        let number = candidate(above: other)
        guard number <= Self.most else {
            throw CommandFailure(.data, "epoch \(number) is out of range: a clock is wrong by centuries")
        }
        try directory.replace(Self.file, with: Array("\(number)\n".utf8))
        last = number
        return Epoch(number)
    }

    /// The next epoch where the disk fails: higher than all before, but not kept. At most `most`.
    mutating func nextForgettable(above other: Epoch) -> Epoch {
        last = min(Self.most, candidate(above: other))
        return Epoch(last)
    }

    private func candidate(above other: Epoch) -> UInt64 {
        let clock = UInt64(max(0, WallClock.now().nanoseconds / 1_000_000))
        return max(last + 1, clock, other.rawValue == .max ? .max : other.rawValue + 1)
    }
}
