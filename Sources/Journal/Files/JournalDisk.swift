/// The file operations that the journal needs, each able to fail.
///
/// Why a seam: every one of these calls fails in practice, and what the log promises is about those failures.
/// Tests put a disk behind it that fails the n-th call, writes short, loses what was not synced, or is slow.
public protocol JournalDisk: Sendable {
    /// The names in a folder, in no order that means anything.
    func names(in folder: String) throws(DiskError) -> [String]
    /// Makes the folder and those above it, for its owner alone, and durable. One that is there is fine.
    func makeFolder(_ path: String) throws(DiskError)
    /// Makes a file, for its owner alone. One that is there is an error.
    func create(_ path: String) throws(DiskError) -> any DiskFile
    /// Opens a file that is there.
    func open(_ path: String, for use: DiskUse) throws(DiskError) -> any DiskFile
    /// Atomically; a file of the new name is replaced.
    func rename(_ path: String, to new: String) throws(DiskError)
    func remove(_ path: String) throws(DiskError)
    /// Makes the names in a folder durable: a file that was synced may otherwise be gone after a power cut.
    func syncFolder(_ path: String) throws(DiskError)
}

/// What a file is opened for.
public enum DiskUse: Sendable {
    case reading
    case writing
}

/// An open file; closed when the last reference to it is gone. Owner: the thread that opened it.
public protocol DiskFile: AnyObject {
    var path: String { get }
    func size() throws(DiskError) -> Int
    /// Writes some of the bytes, at least one if there is one, and says how many.
    func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(DiskError) -> Int
    /// Makes content and size durable. After an error nothing is known of what was written since the last
    /// success, and a later success says nothing about it either.
    func sync() throws(DiskError)
    /// Up to `count` bytes; fewer at the end of the file alone.
    func read(_ count: Int, at offset: Int) throws(DiskError) -> [UInt8]
    /// Asks the system to forget what it holds of this file in memory, so that the next read asks the device.
    func forget()
    func cut(to size: Int) throws(DiskError)
}

extension DiskFile {
    /// Writes all of it, however little each call takes.
    func writeAll(_ bytes: [UInt8], at offset: Int) throws(DiskError) {
        var done = 0
        while done < bytes.count { done += try write(bytes[done...], at: offset + done) }
    }
}
