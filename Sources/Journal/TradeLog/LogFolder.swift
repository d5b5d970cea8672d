import Core

/// The files of one account's log: which there are, and in what order their records stand.
///
/// Owner: whoever made it. Reading needs nothing but permission; it does not matter whether a daemon writes.
public struct LogFolder: Sendable {
    public let path: String
    public let account: AccountNumber
    public let disk: any JournalDisk

    /// One file with the number of its first intact record; nil if it has none.
    public struct Entry: Hashable, Sendable {
        public var name: LogFileName
        public var first: UInt64?
    }

    /// - Parameters:
    ///   - state: the state folder.
    public init(account: AccountNumber, in state: String, disk: any JournalDisk = SystemDisk()) {
        self.account = account
        self.disk = disk
        path = "\(state)/\(Self.name)/\(account.rawValue)"
    }

    static let name = "trades"

    /// The accounts that have a log in this state folder, by number.
    public static func accounts(
        in state: String, disk: any JournalDisk = SystemDisk()
    ) throws(DiskError) -> [AccountNumber] {
        try disk.names(in: "\(state)/\(name)").compactMap { UInt64($0) }.sorted().map { AccountNumber($0) }
    }

    func path(of name: LogFileName) -> String { "\(path)/\(name.text)" }

    /// In the order of their records; files without an intact record come last, by name.
    public func entries() throws(DiskError) -> [Entry] {
        var entries: [Entry] = []
        for text in try disk.names(in: path) {
            guard let name = LogFileName(text) else { continue }
            entries.append(Entry(name: name, first: try firstSequence(of: name)))
        }
        return entries.sorted { left, right in
            (left.first ?? .max, left.name) < (right.first ?? .max, right.name)
        }
    }

    /// Names in the folder that are no files of the log: pieces that were set aside, and strangers.
    public func others() throws(DiskError) -> [String] {
        try disk.names(in: path).filter { LogFileName($0) == nil }.sorted()
    }

    /// The number of a file's first intact record; nil if it has none.
    func firstSequence(of name: LogFileName) throws(DiskError) -> UInt64? {
        var reader = LogReader(try disk.open(path(of: name), for: .reading))
        while let item = try reader.next() {
            switch item {
            case .record(let record, _), .unended(let record, _): return record.sequence
            case .damaged, .torn: break
            }
        }
        return nil
    }
}
