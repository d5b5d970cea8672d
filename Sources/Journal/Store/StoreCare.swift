import Core
import Glibc
import Runtime

/// Keeps one account's store in step with its log, and heals it where it can be healed.
///
/// A store that is missing is made; one that is damaged or belongs to another log is set aside, as
/// `store.sqlite.set-aside`, and built anew; one that is locked, or made by a later version, is tried again after
/// a pause that doubles from `pauseMin` to `pauseMax`. Owner: one thread.
struct StoreCare {
    static let pauseMin = TimeSpan.milliseconds(250)
    static let pauseMax = TimeSpan.seconds(30)

    let folder: LogFolder
    private let path: String
    private var store: Store?
    private(set) var state = StoreState.unopened
    private(set) var nextTry = Instant.zero
    private var pause = StoreCare.pauseMin
    /// How often a store was set aside.
    private(set) var rebuilds = 0

    init(_ folder: LogFolder, path: String) {
        self.folder = folder
        self.path = path
    }

    /// Brings the store up to what is durable in the log; a part of the way if that is far.
    ///
    /// - Returns: whether there is more to do at once.
    mutating func work(at now: Instant, durable: UInt64) -> Bool {
        guard now >= nextTry else { return false }
        do throws(StoreTrouble) {
            let store = try open()
            let hasMore = try store.advance(to: durable)
            pause = Self.pauseMin
            state =
                store.applied >= durable
                ? .current(applied: store.applied) : .behind(applied: store.applied, durable: durable)
            return hasMore
        } catch {
            return failed(error, at: now)
        }
    }

    private mutating func open() throws(StoreTrouble) -> Store {
        if let store { return store }
        let opened = try Store(path, of: folder)
        store = opened
        return opened
    }

    /// - Returns: whether a new store can be begun at once.
    private mutating func failed(_ trouble: StoreTrouble, at now: Instant) -> Bool {
        store = nil
        let isFirst = pause == Self.pauseMin
        state = .unavailable(trouble)
        nextTry = now + pause
        pause = min(TimeSpan(nanoseconds: pause.nanoseconds * 2), Self.pauseMax)
        switch trouble {
        case .corrupt, .foreign:
            guard setAside() == .done else { return false }
            rebuilds += 1
            // One that is damaged again and again is a matter of the disk.
            if isFirst { nextTry = now }
            return isFirst
        case .locked, .newer, .log, .failed: return false
        }
    }

    private enum Removal {
        case done
        case refused
    }

    private func setAside() -> Removal {
        do throws(DiskError) {
            try folder.disk.rename(path, to: path + ".set-aside")
        } catch {
            return .refused
        }
        for suffix in ["-wal", "-shm"] {
            do throws(DiskError) {
                try folder.disk.remove(path + suffix)
            } catch {
                // Without the database they mean nothing; SQLite makes them anew.
                guard error.number != ENOENT else { continue }
                return .refused
            }
        }
        return .done
    }
}
