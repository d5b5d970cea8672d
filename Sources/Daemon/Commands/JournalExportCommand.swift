import ArgumentParser
import Core
import Glibc
import Journal

/// The log for a spreadsheet or another program.
struct JournalExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes the trade log as CSV or JSON.",
        discussion: """
            CSV has one row a record and one column a field; the columns depend on the kinds of event alone. JSON \
            is one array of the log's own objects. Ends with 65 when a line could not be read; the others are \
            exported all the same.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case csv
        case json
    }

    @OptionGroup var options: JournalOptions

    @Option(help: "csv or json.")
    var format: Format = .csv

    @Flag(help: "The same as --format json.")
    var json = false

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Only these kinds of event, such as \"closed\".", valueName: "name"))
    var event: [String] = []

    @Option(help: ArgumentHelp("Only this position.", valueName: "ticket"))
    var ticket: UInt64?

    @Option(help: ArgumentHelp("Only this UTC day, YYYY-MM-DD.", valueName: "day"))
    var day: String?

    func validate() throws {
        if let unknown = event.first(where: { EventName(rawValue: $0) == nil }) {
            let known = EventName.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--event \(unknown) is none of: \(known)")
        }
        if let day, UTCDay(Array(day.utf8)) == nil { throw ValidationError("--day is YYYY-MM-DD") }
    }

    func run() throws {
        let output = Output(json ? .json : format, events: events)
        var damaged = 0
        for folder in try options.folders() {
            do throws(DiskError) {
                var tail = try LogTail(folder)
                while let next = try tail.next() {
                    if isWanted(next.record) { output.write(next.record) }
                }
                damaged += tail.damaged
            } catch {
                throw CommandFailure(error)
            }
        }
        output.end()
        guard damaged == 0 else {
            throw CommandFailure(
                .data, "\(damaged) lines could not be read; `backstop journal verify` names them")
        }
    }

    private var events: [EventName] {
        let wanted = event.compactMap { EventName(rawValue: $0) }
        return wanted.isEmpty ? EventName.allCases : wanted
    }

    private func isWanted(_ record: TradeRecord) -> Bool {
        if !event.isEmpty, !event.contains(record.event.name.rawValue) { return false }
        if let ticket, record.ticket?.rawValue != ticket { return false }
        if let day, record.day.text != day { return false }
        return true
    }

    /// Writes as it goes: a log may be larger than the memory.
    private final class Output {
        private let format: Format
        private let table: LogTable
        private var pending: [UInt8] = []
        private var isFirst = true

        init(_ format: Format, events: [EventName]) {
            self.format = format
            table = LogTable(of: events)
            if format == .csv { pending += Array(table.header.utf8) }
        }

        func write(_ record: TradeRecord) {
            switch format {
            case .csv: pending += Array(table.row(record).utf8)
            case .json:
                pending += Array((isFirst ? "[\n" : ",\n").utf8)
                pending += record.line.dropLast()
            }
            isFirst = false
            if pending.count > 65_536 { flush() }
        }

        func end() {
            if format == .json { pending += Array((isFirst ? "[]\n" : "\n]\n").utf8) }
            flush()
        }

        private func flush() {
            Console.write(String(decoding: pending, as: UTF8.self))
            pending = []
        }
    }
}
