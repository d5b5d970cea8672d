/// Reads the records of one account's log in the order of their numbers, over all its files, and goes on as the
/// log grows.
///
/// Damaged lines are passed over and counted; records with a number that was read before are too, so that a
/// batch which a failing disk made the log write to another file is read once. Owner: whoever made it.
public struct LogTail {
    private let folder: LogFolder
    private var reader: LogReader?
    private var file: LogFileName?
    /// The number of the record read last.
    private var last: UInt64
    /// The first number of each file, as far as it is known: it never changes.
    private var firsts: [LogFileName: UInt64] = [:]
    /// Lines that could not be read.
    public private(set) var damaged = 0

    /// - Parameter position: of the record after which reading begins; nil for the very first.
    public init(_ folder: LogFolder, after position: LogPosition? = nil) throws(DiskError) {
        self.folder = folder
        last = position?.sequence ?? 0
        guard let position else { return }
        file = position.file
        let opened = try folder.disk.open(folder.path(of: position.file), for: .reading)
        reader = LogReader(opened, from: position.place.end, line: position.place.line + 1)
    }

    /// The next record; nil when there is none yet.
    public mutating func next() throws(DiskError) -> (record: TradeRecord, position: LogPosition)? {
        while true {
            if let found = try nextInFile() { return found }
            guard let following = try fileThatFollows() else { return nil }
            file = following
            reader = LogReader(try folder.disk.open(folder.path(of: following), for: .reading))
        }
    }

    private mutating func nextInFile() throws(DiskError) -> (record: TradeRecord, position: LogPosition)? {
        guard let file else { return nil }
        while let item = try reader?.next() {
            switch item {
            case .record(let record, let place), .unended(let record, let place):
                guard record.sequence > last else { break }
                last = record.sequence
                let position = LogPosition(
                    file: file, place: place, sequence: record.sequence, checksum: record.checksum)
                return (record, position)
            case .damaged, .torn: damaged += 1
            }
        }
        return nil
    }

    /// The file with the lowest first number above what was read; nil where there is none.
    private mutating func fileThatFollows() throws(DiskError) -> LogFileName? {
        var best: (name: LogFileName, first: UInt64)?
        for text in try folder.disk.names(in: folder.path) {
            guard let name = LogFileName(text), name != file else { continue }
            if firsts[name] == nil { firsts[name] = try folder.firstSequence(of: name) }
            guard let first = firsts[name], first > last, first < best?.first ?? .max else { continue }
            best = (name, first)
        }
        return best?.name
    }
}
