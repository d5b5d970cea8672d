import Core

/// The logs of all accounts, by account. Owner: whoever writes them.
struct JournalAccounts {
    private let place: JournalPlace
    private var accounts: [AccountJournal] = []
    private var indices: [AccountNumber: Int] = [:]

    init(_ place: JournalPlace) { self.place = place }

    var pending: Int { accounts.reduce(0) { $0 + $1.pending } }

    /// When something that the disk refused is tried again; never if nothing waits.
    var nextTry: Instant { accounts.lazy.filter { !$0.isIdle }.map(\.nextTry).min() ?? .never }

    mutating func take(_ input: JournalInput) {
        switch input {
        case .entry(let entry): accounts[index(of: entry.account)].take(input)
        case .delivered(let account, _): accounts[index(of: account)].take(input)
        }
    }

    /// Writes what is due, and says what became durable of each account.
    mutating func work(at now: Instant) -> [(account: AccountNumber, durable: Durable)] {
        var done: [(account: AccountNumber, durable: Durable)] = []
        for index in accounts.indices {
            let account = accounts[index].folder.account
            done += accounts[index].work(at: now, place).map { (account, $0) }
        }
        return done
    }

    func add(to figures: inout JournalFigures) {
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
    }

    private mutating func index(of account: AccountNumber) -> Int {
        if let index = indices[account] { return index }
        accounts.append(AccountJournal(LogFolder(account: account, in: place.state, disk: place.disk)))
        indices[account] = accounts.count - 1
        return accounts.count - 1
    }
}
