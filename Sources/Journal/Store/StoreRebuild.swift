import Core
import Glibc

/// Builds an account's store anew from its log and puts it in place of the present one.
public enum StoreRebuild {
    public struct Outcome: Hashable, Sendable {
        /// Rows of the new store.
        public var rows: Int
        /// The last record it holds.
        public var applied: UInt64
        /// Lines of the log that could not be read.
        public var damaged: Int
        public var difference: Difference
    }

    /// How the store that was there compares with the new one.
    public enum Difference: Hashable, Sendable {
        case identical
        case different
        /// There was none, or none that could be read, or it had not come as far.
        case incomparable
    }

    /// No daemon may use the store meanwhile; whoever calls holds the state folder.
    ///
    /// The present store stays in place until the new one is whole.
    public static func run(_ folder: LogFolder, in state: String) throws(StoreTrouble) -> Outcome {
        let path = Store.path(of: folder.account, in: state)
        let fresh = path + ".new"
        remove(fresh)
        let store = try Store(fresh, of: folder)
        while try store.advance() {}
        let made = try store.fingerprint()
        let outcome = Outcome(
            rows: made.rows, applied: store.applied, damaged: store.damaged,
            difference: compare(path, folder, with: store, made))
        try store.close()
        remove(path)
        do throws(DiskError) {
            try folder.disk.rename(fresh, to: path)
            try folder.disk.syncFolder(folder.path)
        } catch {
            throw .log(error)
        }
        return outcome
    }

    private static func compare(
        _ path: String, _ folder: LogFolder, with store: Store, _ made: (checksum: UInt32, rows: Int)
    ) -> Difference {
        guard access(path, F_OK) == 0 else { return .incomparable }
        do throws(StoreTrouble) {
            let present = try Store(path, of: folder)
            // What the log has beyond it is not its fault.
            while try present.advance() {}
            let found = try present.fingerprint()
            try present.close()
            return found == made ? .identical : .different
        } catch {
            return .incomparable
        }
    }

    private static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    }
}
