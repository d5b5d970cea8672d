import Core
import Glibc
import Journal
import Runtime

/// What the trade log costs: records made durable beside bare writes and syncs on the same disk, and a tick's
/// round trip while the log's disk is slow or full.
enum JournalRow: Row {
    static let name = "journal"
    private static let account = AccountNumber(7)

    static func measure(_ effort: Effort) throws -> [RowReport] {
        [
            try throughput(effort),
            try roundTrip("syncs of 50 ms", .slow(.milliseconds(50)), effort),
            try roundTrip("syncs of 2 s", .slow(.seconds(2)), effort),
            try roundTrip("a full disk", .full, effort),
        ]
    }

    // MARK: - Records made durable

    private static func throughput(_ effort: Effort) throws -> RowReport {
        let records = effort.scaled(10_000)
        let folder = try ScratchFolder()
        let journal = try Journal(place(in: folder.path, SystemDisk()))
        defer { journal.stop() }
        // One block shows how long a line is and how many of them the log puts into a batch.
        try write(records, to: journal)
        let first = journal.figures()
        let line = Int(first.bytes / max(first.records, 1))
        let batch = Int(first.records / max(first.batches, 1))
        let bare = try BareLog(in: folder.path, line: line)
        defer { bare.close() }
        let outcome = try Comparison.run(
            blocks: effort.blocks,
            baseline: { histogram in
                let started = MonotonicClock.now()
                try bare.append(records, batch: batch)
                histogram.record(MonotonicClock.now() - started)
            },
            subject: { histogram in
                let started = MonotonicClock.now()
                try write(records, to: journal)
                histogram.record(MonotonicClock.now() - started)
            })
        var report = RowReport("durable trade records")
        report.figures = [
            Figures("trade log, a record", outcome.subject, batch: records),
            Figures("bare write and fdatasync, a line", outcome.baseline, batch: records),
        ]
        report.verdicts = [
            Verdict("throughput against bare batches", .ratio, 1 / outcome.p50, atLeast: 0.8)
        ]
        report.add(noise: outcome.noise, blocks: outcome.blocks)
        report.notes.append(
            "\(records) records of \(line) bytes a block, \(batch) a batch on both sides; the log also encodes, "
                + "checks and reads back")
        return report
    }

    /// Hands over as fast as there is room, and waits until all is durable.
    private static func write(_ count: Int, to journal: Journal) throws {
        let before = journal.figures().records
        let move = StopMove(
            stop: Price(points: Scene.open - Scene.distance), lane: .trailing, rule: .trailing,
            isCapUnreachable: false)
        let deadline = MonotonicClock.now() + .seconds(60)
        for number in 0..<count {
            while journal.feed.waiting > 0 { journal.feed.flush() }
            let now = MonotonicClock.now()
            let ticket = Ticket(UInt64(number % 50) + 1)
            let entry = StopRecords.entry(
                RequestID(UInt64(number)), ticket, move, Scene.position(ticket), DecisionFacts(), in: account,
                at: now)
            guard journal.feed.record(entry) != .counted, now < deadline else {
                throw BenchmarkFailure("the journal does not take what is handed over")
            }
        }
        while journal.figures().records < before + UInt64(count) {
            guard MonotonicClock.now() < deadline else { throw BenchmarkFailure("records are not durable") }
            if journal.feed.waiting > 0 { journal.feed.flush() }
            usleep(20)
        }
    }

    // MARK: - Round trips beside a disk

    private static func roundTrip(
        _ title: String, _ trouble: TroubledDisk.Trouble, _ effort: Effort
    ) throws -> RowReport {
        let well = try JournaledServer(SystemDisk())
        let troubled = try JournaledServer(TroubledDisk(trouble))
        var terminals = (
            well: try TerminalClient(well.endpoint, boot: 1),
            troubled: try TerminalClient(troubled.endpoint, boot: 2)
        )
        for _ in 0..<100 {
            _ = try terminals.well.exchange()
            _ = try terminals.troubled.exchange()
        }
        try terminals.well.settle()
        try terminals.troubled.settle()
        let exchanges = effort.scaled(250)
        let outcome = try Comparison.run(
            blocks: effort.blocks,
            baseline: { histogram in
                for _ in 0..<exchanges { histogram.record(try terminals.well.exchange()) }
                try terminals.well.settle()
            },
            subject: { histogram in
                for _ in 0..<exchanges { histogram.record(try terminals.troubled.exchange()) }
                try terminals.troubled.settle()
            })
        let waiting = troubled.waiting
        let missing = Double(troubled.stop() + well.stop())
        var report = RowReport("tick to request, trade log on \(title)")
        report.figures = [
            Figures(title, outcome.subject), Figures("the disk as it is", outcome.baseline),
        ]
        report.verdicts = [
            Verdict("p99 against the disk as it is", .ratio, outcome.p99, atMost: 1.1),
            Verdict("records that found no room", .count, missing, atMost: 0, unit: ""),
        ]
        report.add(noise: outcome.noise, blocks: outcome.blocks)
        report.notes.append("one record a request; \(waiting) of them not durable at the end")
        return report
    }

    static func place(in state: String, _ disk: any JournalDisk) -> JournalPlace {
        JournalPlace(state: state, disk: disk, systemLog: QuietLog(), alert: { _ in })
    }
}
