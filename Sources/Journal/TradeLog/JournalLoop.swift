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
    /// The latest durable delivery of each account that found no room in the ring back.
    private var owed: [AccountNumber: Delivery] = [:]

    init(_ place: JournalPlace, _ lines: JournalLines) {
        self.place = place
        self.lines = lines
        accounts = JournalAccounts(place)
    }

    mutating func run() {
        while true {
            let stage = lines.now
            lines.became(.busy)
            let isDrained = take(stage)
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
        _ = lines.doorbell.wait(.park, until: min(accounts.nextTry, again)) {
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

    private mutating func work(at due: Instant) {
        let done = accounts.work(at: due)
        let now = MonotonicClock.now()
        for (account, durable) in done {
            for instant in durable.producedAt { lines.lag.record(now - instant) }
            if let delivery = durable.delivery { owed[account] = delivery }
            if durable.records > 0 { place.wrote(account, durable.last) }
        }
        pay()
    }

    private mutating func pay() {
        guard !owed.isEmpty else { return }
        for (account, delivery) in owed where lines.back.count < lines.back.capacity {
            guard lines.back.push(DurableDelivery(account: account, delivery: delivery)) else { break }
            owed[account] = nil
        }
        place.acknowledged()
    }

    private func publish() {
        var figures = JournalFigures(lag: lines.lag.summary)
        accounts.add(to: &figures)
        lines.publish(figures)
    }
}
