import Core

/// Records with a number that are not durable yet, as the bytes that will stand in the file, in order.
///
/// Owner: the journal thread. Bound: its owner's.
struct PendingRecords {
    private struct Item {
        let bytes: Int
        let sequence: UInt64
        let day: UTCDay
        let producedAt: Instant?
        /// What is complete once this record is durable.
        var completes = LatestDeliveries()
    }

    /// What one write puts into one file.
    struct Batch {
        var bytes: [UInt8]
        var count: Int
        var day: UTCDay
    }

    private var items: [Item] = []
    private var bytes: [UInt8] = []
    /// The first so many records stand in a file that could not be cut.
    private var written = 0
    /// What was complete when nothing was waiting.
    private var complete = LatestDeliveries()

    var isEmpty: Bool { items.isEmpty }
    var count: Int { items.count }
    /// Whether there is anything to tell or to write.
    var isIdle: Bool { items.isEmpty && complete.isEmpty }

    mutating func append(_ record: TradeRecord, producedAt: Instant?) {
        let before = bytes.count
        record.append(to: &bytes)
        items.append(
            Item(
                bytes: bytes.count - before, sequence: record.sequence, day: UTC(record.at).day,
                producedAt: producedAt))
    }

    /// Everything up to this delivery is among the records appended so far.
    mutating func acknowledge(_ delivery: Delivery) {
        if items.isEmpty {
            complete.note(delivery)
        } else {
            items[items.count - 1].completes.note(delivery)
        }
    }

    /// The next records of one day: as many as fit, at least one if there is one that is in no file.
    func batch(bytesMax: Int) -> Batch {
        let skipped = items[..<written].reduce(0) { $0 + $1.bytes }
        var batch = Batch(bytes: [], count: written, day: UTCDay(number: 0))
        guard written < items.count else { return batch }
        batch.day = items[written].day
        var size = 0
        for item in items[written...] {
            guard item.day == batch.day, size < bytesMax else { break }
            size += item.bytes
            batch.count += 1
        }
        batch.bytes = Array(bytes[skipped..<(skipped + size)])
        return batch
    }

    /// The first `count` records are durable.
    mutating func remove(_ count: Int) -> Durable {
        let gone = items[..<count]
        var durable = Durable(
            records: count, last: gone.last?.sequence ?? 0, deliveries: complete, producedAt: [])
        for item in gone {
            durable.deliveries.note(item.completes)
            if let instant = item.producedAt { durable.producedAt.append(instant) }
        }
        complete = LatestDeliveries()
        bytes.removeFirst(gone.reduce(0) { $0 + $1.bytes })
        items.removeFirst(count)
        written = max(0, written - count)
        return durable
    }

    /// The records at the front that `held` begins with are in a file already.
    mutating func markWritten(matching held: [UInt8]) {
        var place = items[..<written].reduce(0) { $0 + $1.bytes }
        var looked = 0
        while written < items.count, held.count - looked >= items[written].bytes {
            let size = items[written].bytes
            guard held[looked..<(looked + size)].elementsEqual(bytes[place..<(place + size)]) else { return }
            written += 1
            looked += size
            place += size
        }
    }

    /// The lines of all records from the `index`-th on, without their line feeds.
    func lines(from index: Int) -> [String] {
        var place = items[..<index].reduce(0) { $0 + $1.bytes }
        return items[index...].map { item in
            defer { place += item.bytes }
            return String(decoding: bytes[place..<(place + item.bytes - 1)], as: UTF8.self)
        }
    }
}
