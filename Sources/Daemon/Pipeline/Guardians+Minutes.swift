import Core
import Journal
import Runtime

/// Once a minute, for the log: what the latencies of the minute were, and how process and links are.
extension Guardians {
    static let minute = TimeSpan.seconds(60)

    /// When the minute at hand is over.
    var minuteEnds: Instant { minuteBegan + Self.minute }

    /// After the frames of a wake-up have gone.
    ///
    /// - Parameter loop: the wake-ups of the minute.
    mutating func endMinute(loop: LatencyHistogram.Summary, at now: Instant) {
        let usage = ProcessUsage.now()
        let used = usage.processorTime.nanoseconds - usageBefore.processorTime.nanoseconds
        let lasted = now - minuteBegan
        for index in accounts.indices {
            let summaries = accounts[index].latencies.takeMinute()
            let protection = accounts[index].guardian.account.protection
            accounts[index].recorder.minute("loop", loop, at: now)
            accounts[index].recorder.minute("tick_to_request", summaries.tickToRequest, at: now)
            accounts[index].recorder.minute("request_to_confirm", summaries.requestToConfirm, at: now)
            accounts[index].recorder.minute("first_stop", summaries.firstStop, at: now)
            accounts[index].recorder.sample(
                ProcessSample(
                    uptime: now - began, resident: usage.resident,
                    processor: Int(used / max(1, lasted.nanoseconds / 1_000)),
                    linked: accounts[index].isLinked, disconnects: accounts[index].disconnects,
                    positions: protection.managed, guarded: protection.guarded), at: now)
        }
        usageBefore = usage
        minuteBegan = now
    }
}
