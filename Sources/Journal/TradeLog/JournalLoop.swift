import Core
import Runtime

/// What the journal thread does, over and over: take what has come, make it durable, say what became durable.
///
/// All accounts are written by one thread: their files usually lie on one disk, and a batch costs what its sync
/// costs. Owner: the journal thread.
struct JournalLoop {
    /// The thread takes nothing more while so many records wait for the disk; then the ring fills, and the
    /// producer's policy begins.
    static let pendingMax = 8_192
    /// Events taken between two batches.
    static let takenMax = 1_024

    private let place: JournalPlace
    private let lines: JournalLines
    private var accounts: JournalAccounts
    /// The latest durable deliveries of each account that found no room in the ring back.
    private var owed: [AccountNumber: LatestDeliveries] = [:]

    private var minute: MinuteOfLag

    init(_ place: JournalPlace, _ lines: JournalLines) {
        minute = MinuteOfLag(at: place.moment().instant)
        self.place = place
        self.lines = lines
        accounts = JournalAccounts(place)
    }

    mutating func run() {
        while true {
            let stage = lines.now
            lines.became(.busy)
            let isDrained = take(stage)
            if minute.due != .never { tellMinute() }
            lines.room.ring()
            // At the end a last round of attempts, pauses or not: what the disk refuses is in the system log.
            work(at: stage == .ending && isDrained ? .never : MonotonicClock.now())
            publish()
            lines.became(.idle)
            if stage == .ending, isDrained { return }
            wait()
        }
    }

    /// Until there is something to take, to try again, or to tell again.
    private func wait() {
        // What the ring back had no room for is offered again soon.
        let again = owed.isEmpty ? Instant.never : MonotonicClock.now() + .milliseconds(10)
        let isFull = accounts.pending >= Self.pendingMax
        _ = lines.doorbell.wait(.park, until: min(min(accounts.nextTry, again), minute.due)) {
            switch lines.now {
            case .running: !isFull && !lines.ring.isEmpty
            case .draining: !lines.ring.isEmpty
            case .ending: true
            }
        }
    }

    /// - Returns: whether the ring was emptied.
    private mutating func take(_ stage: JournalLines.Stage) -> Bool {
        var room = Self.takenMax
        if stage == .running { room = min(room, Self.pendingMax - accounts.pending) }
        while room > 0 {
            guard let input = lines.ring.pop() else { return true }
            room -= 1
            accounts.take(input)
        }
        return false
    }

    private mutating func tellMinute() {
        for entry in minute.take(at: place.moment()) { accounts.take(.entry(entry)) }
    }

    private mutating func work(at due: Instant) {
        let done = accounts.work(at: due)
        let now = MonotonicClock.now()
        for (account, durable) in done {
            for instant in durable.producedAt {
                lines.lag.record(now - instant)
                minute.record(now - instant, of: account)
            }
            if !durable.deliveries.isEmpty {
                owed[account, default: LatestDeliveries()].note(durable.deliveries)
            }
            if durable.records > 0 { place.wrote(account, durable.last) }
        }
        pay()
    }

    private mutating func pay() {
        guard !owed.isEmpty else { return }
        for (account, latest) in owed {
            var rest = latest
            while let delivery = rest.all.last, lines.back.count < lines.back.capacity,
                lines.back.push(DurableDelivery(account: account, delivery: delivery))
            {
                rest.removeLast()
            }
            owed[account] = rest.isEmpty ? nil : rest
        }
        place.acknowledged()
    }

    private func publish() {
        var figures = JournalFigures(lag: lines.lag.summary)
        accounts.add(to: &figures)
        lines.publish(figures)
    }
}
