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
    private var accounts: [AccountJournal] = []
    private var indices: [AccountNumber: Int] = [:]
    /// The latest durable delivery of each account that found no room in the ring back.
    private var owed: [AccountNumber: Delivery] = [:]

    init(_ place: JournalPlace, _ lines: JournalLines) {
        self.place = place
        self.lines = lines
    }

    mutating func run() {
        while true {
            let stage = lines.now
            lines.became(.busy)
            let isDrained = take(stage)
            work()
            publish()
            if stage == .ending, isDrained { return finish() }
            lines.became(.idle)
            wait()
        }
    }

    private var pending: Int { accounts.reduce(0) { $0 + $1.pending } }

    /// Until there is something to take, to try again, or to tell again.
    private func wait() {
        let due = accounts.lazy.filter { !$0.isIdle }.map(\.nextTry).min() ?? .never
        // What the ring back had no room for is offered again soon.
        let again = owed.isEmpty ? Instant.never : MonotonicClock.now() + .milliseconds(10)
        let isFull = pending >= Self.pendingMax
        _ = lines.doorbell.wait(.park, until: min(due, again)) {
            switch lines.now {
            case .running: !isFull && !lines.ring.isEmpty
            case .draining: !lines.ring.isEmpty
            case .ending: true
            }
        }
    }

    /// - Returns: whether the ring was emptied.
    private mutating func take(_ stage: JournalLines.Stage) -> Bool {
        var room = stage == .running ? min(Self.takenMax, Self.pendingMax - pending) : Self.takenMax
        while room > 0 {
            guard let input = lines.ring.pop() else { return true }
            room -= 1
            switch input {
            case .entry(let entry): accounts[index(of: entry.account)].take(input)
            case .delivered(let account, _): accounts[index(of: account)].take(input)
            }
        }
        return false
    }

    private mutating func index(of account: AccountNumber) -> Int {
        if let index = indices[account] { return index }
        let folder = LogFolder(account: account, in: place.state, disk: place.disk)
        accounts.append(AccountJournal(folder))
        indices[account] = accounts.count - 1
        return accounts.count - 1
    }

    private mutating func work() {
        for index in accounts.indices {
            let account = accounts[index].folder.account
            let done = accounts[index].work(at: MonotonicClock.now(), place.systemLog, alert: place.alert)
            let now = MonotonicClock.now()
            for durable in done {
                for instant in durable.producedAt { lines.lag.record(now - instant) }
                if let delivery = durable.delivery { owed[account] = delivery }
            }
            if !done.isEmpty { place.wrote() }
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

    /// A last round of attempts, pauses or not; what the disk still refuses is in the system log.
    private mutating func finish() {
        for index in accounts.indices {
            _ = accounts[index].work(at: .never, place.systemLog, alert: place.alert)
        }
        publish()
        lines.became(.idle)
    }

    private func publish() {
        var figures = JournalFigures(lag: lines.lag.summary)
        for account in accounts {
            let counts = account.counts
            figures.records += counts.records
            figures.batches += counts.batches
            figures.bytes += counts.bytes
            figures.failedAttempts += counts.failedAttempts
            figures.moves += counts.moves
            figures.repeated += counts.repeated
            figures.fallbackLines += account.fallbackLines
            figures.pending += account.pending
            figures.files[account.folder.account] = .some(account.file)
            if let failure = account.failure { figures.health = .failing(failure) }
        }
        lines.publish(figures)
    }
}
