import ArgumentParser
import Core
import Glibc
import Journal

/// Feeds fresh machines with the recorded inputs; 65 where they decide otherwise or where bytes cannot be read.
struct JournalReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Feeds fresh machines with the recorded inputs, and compares every decision byte for byte.",
        discussion: """
            Reads the input log (see docs/input-log.md), not the trade log; a daemon may be writing it. Ends with 0 \
            when every step was decided as recorded, with 65 when one was not or the log is damaged, with 66 when \
            there is none. Steps that found no room when they were recorded are counted; they are no error.
            """)

    @OptionGroup var state: StateOptions

    @Option(help: ArgumentHelp("The account's number (default: every account).", valueName: "number"))
    var account: UInt64?

    @Flag(help: "One JSON object on one line.")
    var json = false

    func run() throws {
        let path = try state.path()
        var reports: [ReplayReport] = []
        do throws(DiskError) {
            for folder in try folders(in: path) { reports.append(try InputReplay.run(folder)) }
        } catch {
            throw CommandFailure(error)
        }
        if json {
            try Console.sayJSON(reports.map { ReplayText($0) })
        } else {
            for report in reports { Console.write(ReplayText(report).text) }
        }
        let differing = reports.reduce(0) { $0 + $1.differing }
        guard differing == 0 else {
            throw CommandFailure(.data, "\(differing) stretches were decided otherwise")
        }
        let damages = reports.reduce(0) { $0 + $1.damages.count }
        guard damages == 0 else { throw CommandFailure(.data, "the log is damaged in \(damages) places") }
    }

    private func folders(in state: String) throws(DiskError) -> [InputFolder] {
        let accounts = try InputFolder.accounts(in: state)
        let wanted = account.map { number in accounts.filter { $0.rawValue == number } } ?? accounts
        guard !wanted.isEmpty else {
            throw DiskError(.open, "\(state)/inputs" + (account.map { "/\($0)" } ?? ""), number: ENOENT)
        }
        return wanted.map { InputFolder(account: $0, in: state) }
    }
}
