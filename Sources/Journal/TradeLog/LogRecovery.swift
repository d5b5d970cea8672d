import Core
import Runtime

/// What an earlier run left behind, made fit to go on with: the only way in which a log is opened.
///
/// For each of the last `filesMax` files: it is synced and read back from the device rather than from memory,
/// since the run before may have died between a write and its sync. Bytes at a file's end that are no whole
/// record, and records that a later file has too, are copied to a file of their own, `NAME.torn-N`, made
/// durable there, and only then cut off. Whole records among those bytes are written again. Damage anywhere else
/// is left in place, and such a file is not written to again.
///
/// Nothing is changed before what it replaces is durable elsewhere: dying at any point of it and starting
/// again gives the same log. Owner: the journal thread.
struct LogRecovery {
    /// Older files are not read at the start; `backstop journal verify` reads all.
    static let filesMax = 4

    /// The highest number found; 0 in an empty log.
    private(set) var last: UInt64 = 0
    private(set) var keys = RecentSet<TradeKey>(generation: TradeKey.generation)
    /// The file to go on with; nil where a new one must be begun.
    private(set) var current: (name: LogFileName, size: Int)?
    /// The highest part number of each day that has files.
    private(set) var parts: [UTCDay: Int] = [:]
    /// Intact records that were cut off with what was damaged before or behind them; to be written again, first,
    /// under the numbers that are next.
    private(set) var salvaged: [TradeRecord] = []
    /// What was found and done, for the log itself.
    private(set) var repairs: [LogRepaired] = []

    private let folder: LogFolder

    init(_ folder: LogFolder) throws(DiskError) {
        self.folder = folder
        try folder.disk.makeFolder(folder.path)
        let entries = try folder.entries()
        for entry in entries {
            parts[entry.name.day] = max(parts[entry.name.day] ?? 0, entry.name.part)
        }
        let recent = entries.suffix(Self.filesMax)
        for (index, entry) in zip(recent.indices, recent) {
            let following = recent[(index + 1)...].lazy.compactMap(\.first).first
            try recover(entry.name, before: following)
        }
        try folder.disk.syncFolder(folder.path)
    }

    /// - Parameter next: the first number of the file that follows; nil for the last one.
    private mutating func recover(_ name: LogFileName, before next: UInt64?) throws(DiskError) {
        let file = try folder.disk.open(folder.path(of: name), for: .writing)
        var isTrusted = true
        do throws(DiskError) {
            try file.sync()
        } catch {
            // What was written last may be lost: only what the device itself gives back counts.
            isTrusted = false
            note(.unsynced, name, 0..<0)
        }
        file.forget()
        let scan = try LogFileScan(file, of: folder.account, after: last, before: next)
        for record in scan.keys { keys.insert(record) }
        last = scan.last
        for place in scan.damage { note(.damaged, name, place.offset..<place.end) }

        let size = try file.size()
        let end = scan.end
        salvaged += scan.salvaged
        if end < size {
            let kind: RepairKind = scan.isRepeated ? .repeated : scan.salvaged.isEmpty ? .torn : .renewed
            let kept = try setAside(end..<size, of: file, name)
            note(kind, name, end..<size, kept: kept)
        }
        if end == 0 {
            try folder.disk.remove(folder.path(of: name))
        } else if next == nil, isTrusted, scan.damage.isEmpty {
            current = (name, end)
        }
    }

    /// Copies a file's end to a file of its own, then cuts it off.
    private func setAside(
        _ range: Range<Int>, of file: any DiskFile, _ name: LogFileName
    ) throws(DiskError) -> String {
        let kept = try freeName(for: name)
        let copy = try folder.disk.create("\(folder.path)/\(kept)")
        var done = range.lowerBound
        while done < range.upperBound {
            let bytes = try file.read(min(range.upperBound - done, 262_144), at: done)
            // A file that is shorter than it was has nothing more to lose.
            guard !bytes.isEmpty else { break }
            try copy.writeAll(bytes, at: done - range.lowerBound)
            done += bytes.count
        }
        try copy.sync()
        try folder.disk.syncFolder(folder.path)
        try file.cut(to: range.lowerBound)
        try file.sync()
        return kept
    }

    private func freeName(for name: LogFileName) throws(DiskError) -> String {
        let taken = Set(try folder.disk.names(in: folder.path))
        var number = 1
        while taken.contains("\(name.text)\(LogFileName.tornMark)\(number)") { number += 1 }
        return "\(name.text)\(LogFileName.tornMark)\(number)"
    }

    private mutating func note(
        _ kind: RepairKind, _ name: LogFileName, _ range: Range<Int>, kept: String? = nil
    ) {
        repairs.append(
            LogRepaired(
                kind: kind, file: name.text, offset: range.lowerBound, bytes: range.count, kept: kept))
    }
}
