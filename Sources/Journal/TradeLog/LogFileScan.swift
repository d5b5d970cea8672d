/// One file read from end to end, as opening a log needs to know it.
///
/// A power cut may have left any part of the last batch on the device and not the part before it. Such a batch
/// is told from older damage by what its records say was durable before them: from its first damaged byte on
/// nothing of it counts, and its intact records are handed out to be written again.
struct LogFileScan {
    /// Behind the last record that counts; what follows is no part of the log.
    private(set) var end = 0
    /// The number of the last record that counts, here or in an earlier file.
    private(set) var last: UInt64
    private(set) var keys: [TradeKey] = []
    /// What is damaged before `end`.
    private(set) var damage: [LinePlace] = []
    /// Intact records after `end`, in order.
    private(set) var salvaged: [TradeRecord] = []
    /// Whether what follows `end` begins with a record that a later file has too.
    private(set) var isRepeated = false

    /// Damage since the last record that counts, and the intact records behind it, each with its end.
    private var doubts: [LinePlace] = []
    private var doubted: [(record: TradeRecord, end: Int)] = []

    /// - Parameters:
    ///   - last: the last number of the files before; 0 for none.
    ///   - next: the first number of the file that follows; nil for the last one.
    init(_ file: any DiskFile, after last: UInt64, before next: UInt64?) throws(DiskError) {
        self.last = last
        var reader = LogReader(file)
        reading: while let item = try reader.next() {
            switch item {
            case .record(let record, let place):
                guard isBefore(next, record) else { break reading }
                take(record, end: place.end)
            case .unended(let record, let place):
                guard isBefore(next, record) else { break reading }
                doubts.append(place)
                take(record, end: place.end)
            case .damaged(_, let place), .torn(let place): doubts.append(place)
            }
        }
        // Only the last file can end with a batch that was never finished.
        if next == nil { salvaged = doubted.map(\.record) } else { believe() }
    }

    private mutating func isBefore(_ next: UInt64?, _ record: TradeRecord) -> Bool {
        guard let next, record.sequence >= next else { return true }
        isRepeated = true
        return false
    }

    private mutating func take(_ record: TradeRecord, end: Int) {
        doubted.append((record, end))
        // With damage before it, it counts if it was taken over when the damaged bytes were durable already.
        if doubts.isEmpty || record.durable > last { believe() }
    }

    /// What was doubted counts.
    private mutating func believe() {
        guard let end = doubted.last?.end else { return }
        for (record, _) in doubted {
            last = max(last, record.sequence)
            if let key = TradeKey(record.event, ticket: record.ticket, delivery: record.delivery) {
                keys.append(key)
            }
        }
        self.end = end
        doubted = []
        damage += doubts.filter { $0.offset < end }
        doubts.removeAll { $0.offset < end }
    }
}
