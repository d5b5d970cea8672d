import ArgumentParser
import Core
import Journal

/// Builds the query store anew from the log, and says whether the old one was the same.
struct JournalRebuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Builds the query store anew from the trade log.",
        discussion: """
            The daemon must not run on this state folder meanwhile (it rebuilds a damaged store by itself). Ends \
            with 65 when lines of the log could not be read; the store holds the others.
            """)

    @OptionGroup var options: JournalOptions

    @Flag(help: "One JSON object on one line.")
    var json = false

    private struct Report: Encodable {
        var account: UInt64
        var store: String
        var rows: Int
        var applied: UInt64
        var damagedLines: Int
        var before: String
    }

    func run() throws {
        let folders = try options.folders()
        let state = try options.state.path()
        // Two writers would spoil each other's work: the folder is ours while this runs.
        let directory = try StateDirectory(taking: state)
        var reports: [Report] = []
        for folder in folders { reports.append(try rebuild(folder, in: directory.path)) }
        if json {
            try Console.sayJSON(reports)
        } else {
            for report in reports {
                Console.say(
                    "account \(report.account): \(report.rows) rows from \(report.applied) records; "
                        + "the store before was \(report.before)")
            }
        }
        let damaged = reports.reduce(0) { $0 + $1.damagedLines }
        guard damaged == 0 else {
            throw CommandFailure(
                .data, "\(damaged) lines could not be read; `backstop journal verify` names them")
        }
    }

    private func rebuild(_ folder: LogFolder, in state: String) throws(CommandFailure) -> Report {
        do throws(StoreTrouble) {
            let outcome = try StoreRebuild.run(folder, in: state)
            return Report(
                account: folder.account.rawValue, store: Store.path(of: folder.account, in: state),
                rows: outcome.rows, applied: outcome.applied, damagedLines: outcome.damaged,
                before: outcome.difference.words)
        } catch {
            throw CommandFailure(error, folder.account)
        }
    }
}

extension StoreRebuild.Difference {
    fileprivate var words: String {
        switch self {
        case .identical: "identical"
        case .different: "different"
        case .incomparable: "missing or not readable"
        }
    }
}

extension CommandFailure {
    fileprivate init(_ trouble: StoreTrouble, _ account: AccountNumber) {
        let store = "the store of account \(account.rawValue)"
        switch trouble {
        case .locked: self.init(.temporary, "\(store) is in use by another process")
        case .newer: self.init(.data, "\(store) was made by a later version")
        case .corrupt(let reason): self.init(.data, "\(store) is damaged: \(reason)")
        case .foreign: self.init(.data, "\(store) belongs to another log")
        case .log(let error): self.init(error)
        case .failed(let reason): self.init(.inputOutput, "\(store): \(reason)")
        }
    }
}
