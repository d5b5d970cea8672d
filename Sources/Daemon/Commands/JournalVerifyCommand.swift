import ArgumentParser
import Core
import Glibc
import Journal

/// Reads every byte of the log and names each defect; 65 where there is one.
struct JournalVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks the whole trade log and names every defect with file, line and byte.",
        discussion:
            "Ends with 0 when the log is whole, with 65 when it is damaged, with 66 when there is none.")

    @OptionGroup var options: JournalOptions

    @Flag(help: "One JSON object on one line.")
    var json = false

    func run() throws {
        var reports: [Report] = []
        for folder in try options.folders() {
            do throws(DiskError) {
                reports.append(try check(folder))
            } catch {
                throw CommandFailure(error)
            }
        }
        if json {
            try Console.sayJSON(reports)
        } else {
            for report in reports { Console.write(report.text) }
        }
        let defects = reports.reduce(0) { $0 + $1.defects.count }
        guard defects == 0 else {
            throw CommandFailure(.data, defects == 1 ? "1 defect" : "\(defects) defects")
        }
    }

    /// A daemon may be in the middle of a write: an end that is no whole record counts if it stays one.
    private func check(_ folder: LogFolder) throws(DiskError) -> Report {
        let first = try LogCheck(folder)
        guard first.defects.contains(where: { $0.kind == .torn || $0.kind == .lineEnd }) else {
            return Report(first, folder)
        }
        usleep(300_000)
        let second = try LogCheck(folder)
        return Report(second, folder)
    }
}

extension JournalVerifyCommand {
    /// What is said of one account's log.
    struct Report: Encodable {
        struct Defect: Encodable {
            var kind: String
            var file: String
            var line: Int
            var offset: Int
            var detail: String
        }

        var account: UInt64
        var folder: String
        var files: Int
        var records: UInt64
        var last: UInt64
        var open: Int
        var closed: UInt64
        var missing: Int
        var setAside: [String]
        var defects: [Defect]

        init(_ check: LogCheck, _ folder: LogFolder) {
            account = folder.account.rawValue
            self.folder = folder.path
            files = check.files
            records = check.records
            last = check.last
            open = check.open.count
            closed = check.closed
            missing = check.missing
            setAside = check.setAside
            defects = check.defects.map {
                Defect(
                    kind: $0.kind.rawValue, file: $0.file.text, line: $0.line, offset: $0.offset,
                    detail: $0.detail)
            }
        }

        var text: String {
            var text = "account \(account): \(records) records in \(files) files, numbers 1 to \(last); "
            text += "\(open) positions open, \(closed) closed\n"
            if missing > 0 { text += "  \(missing) events found no room and are counted in gap records\n" }
            for name in setAside { text += "  set aside by an earlier start: \(folder)/\(name)\n" }
            for defect in defects {
                text += "  \(folder)/\(defect.file):\(defect.line): byte \(defect.offset): "
                text += "\(defect.kind): \(defect.detail)\n"
            }
            return text
        }
    }
}
