import Core
import Runtime
import Synchronization

/// Where the bridge thread leaves what others want to see: reports on demand, events, how it ended.
///
/// The bridge thread never waits here while it runs: it uses the lock only if it is free, and otherwise comes
/// back with its next wake-up. Everyone else may wait for it. Events need no lock: they come through a ring.
final class ReportBoard: Sendable {
    /// Reports are taken at most this often.
    static let spacing = TimeSpan.milliseconds(100)
    /// Events that wait to be fetched; more are counted and dropped.
    static let eventsMax = 4_096

    private struct State {
        var reports: UInt64 = 0
        var report: DaemonReport?
        var resumeReason: String?
        var settings: Settings?
        var stages: [StageLog.Record] = []
    }

    private let state = Mutex(State())
    private let isWanted = Atomic<Bool>(false)
    private let isStopping = Atomic<Bool>(false)
    private let hasEnded = Atomic<Bool>(false)
    private let wake: WakeSignal
    /// Filled by the bridge thread; emptied by the one thread that calls `takeEvents`.
    let events = Ring<PipelineEvent>(capacity: eventsMax)

    init(wake: WakeSignal) { self.wake = wake }

    // MARK: - For everyone

    /// A report taken after this call; `nil` when the bridge thread gives none within `patience`. Waits.
    func freshReport(patience: TimeSpan = .seconds(1)) -> DaemonReport? {
        let before = state.withLock { $0.reports }
        isWanted.store(true, ordering: .releasing)
        wake.signal()
        let deadline = MonotonicClock.now() + patience
        repeat {
            let report = state.withLock { $0.reports > before ? $0.report : nil }
            if let report { return report }
            if hasEnded.load(ordering: .acquiring) { return lastReport }
            pause(milliseconds: 2)
        } while MonotonicClock.now() < deadline
        return nil
    }

    /// The latest report there is; after the end, the final one.
    var lastReport: DaemonReport? { state.withLock { $0.report } }

    /// After the end: the stages of the requests, where they were kept.
    var stages: [StageLog.Record] { state.withLock { $0.stages } }

    /// What has happened since the last call. Always from the same thread.
    func takeEvents() -> [PipelineEvent] {
        var taken: [PipelineEvent] = []
        while let event = events.pop() { taken.append(event) }
        return taken
    }

    /// Asks the bridge thread to lift the kill latches of the connected accounts, for a person's reason.
    func resume(because reason: String) {
        state.withLock { $0.resumeReason = reason }
        wake.signal()
    }

    /// Asks the bridge thread to go by other settings; the latest count.
    func adopt(_ settings: Settings) {
        state.withLock { $0.settings = settings }
        wake.signal()
    }

    /// Asks the bridge thread to end.
    func stop() {
        isStopping.store(true, ordering: .releasing)
        wake.signal()
    }

    var isEnded: Bool { hasEnded.load(ordering: .acquiring) }

    // MARK: - For the bridge thread

    var mustStop: Bool { isStopping.load(ordering: .acquiring) }
    var wantsReport: Bool { isWanted.load(ordering: .relaxed) }

    /// The reason for which to resume, once. Never waits: a taken lock answers with the next wake-up.
    func takeResume() -> String? {
        let taken = state.withLockIfAvailable { state in
            defer { state.resumeReason = nil }
            return state.resumeReason
        }
        return taken ?? nil
    }

    /// The settings to go by from here on, once; as `takeResume`.
    func takeSettings() -> Settings? {
        let taken = state.withLockIfAvailable { state in
            defer { state.settings = nil }
            return state.settings
        }
        return taken ?? nil
    }

    /// Leaves a report, and the events if there is room for them. Does nothing when the lock is taken.
    func publish(_ report: DaemonReport) {
        let isDone: Void? = state.withLockIfAvailable { state in
            state.report = report
            state.reports += 1
        }
        if isDone != nil { isWanted.store(false, ordering: .relaxed) }
    }

    /// The last word: waits for the lock.
    func end(with report: DaemonReport, stages: [StageLog.Record]) {
        state.withLock { state in
            state.stages = stages
            state.report = report
            state.reports += 1
        }
        hasEnded.store(true, ordering: .releasing)
    }
}
