import Core
import Runtime
import Synchronization

/// The running input log of a daemon: thread "inputs".
///
/// The machines' thread hands over values through a ring; this one looks four times a second, and
/// when the ring is half full, encodes and writes.
/// What a crash of the process takes is what the ring held, a power cut also what the system had not yet written:
/// nothing depends on it. Owner: the thread that made it.
public final class InputJournal {
    private static let pause = TimeSpan.milliseconds(250)

    private let lines: InputLines
    private let thread: NamedThread

    /// - Parameter capacity: of the ring, in steps and decisions.
    public init(_ place: InputPlace, capacity: Int? = nil) throws(NamedThread.Unavailable) {
        let lines = InputLines(capacity: capacity ?? InputLines.capacity)
        self.lines = lines
        thread = try NamedThread("inputs") { Self.run(InputRecorders(place), lines) }
    }

    /// The producer's end; one.
    public func makeTap() -> InputTap { InputTap(lines) }

    public var figures: InputFigures { lines.figures }

    /// Returns when everything that was handed over has been written. Nothing may be handed over any more.
    public func stop() {
        end()
        thread.join()
    }

    deinit { end() }

    private func end() {
        lines.isEnding.store(true, ordering: .releasing)
        lines.doorbell.ring()
    }

    private static func run(_ start: InputRecorders, _ lines: InputLines) {
        var recorders = start
        while true {
            let isEnding = lines.isEnding.load(ordering: .acquiring)
            while let item = lines.ring.pop() { recorders.take(item) }
            recorders.flush()
            lines.publish(recorders.figures)
            if isEnding { return }
            if recorders.needsCheckpoint { lines.wantsCheckpoint.store(true, ordering: .relaxed) }
            _ = lines.doorbell.wait(.park, until: MonotonicClock.now() + pause) {
                lines.isEnding.load(ordering: .acquiring) || lines.isHalfFull
            }
        }
    }
}
