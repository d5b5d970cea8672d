import ArgumentParser
import Core
import Journal

/// The story of one position, from the trade log alone.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Tells what happened to one position, and why, from the trade log.",
        discussion: """
            A daemon may be writing the log. A position whose ticket the broker changed is found by each of them. \
            Ends with 65 when a line of the log could not be read (the rest is told), with 66 where there is no such \
            log or position.
            """)

    @Argument(help: ArgumentHelp("The position's ticket.", valueName: "ticket"))
    var ticket: UInt64

    @OptionGroup var options: JournalOptions

    @Flag(help: "One JSON object on one line.")
    var json = false

    func run() throws {
        let folder = try folder()
        let log: PositionLog
        do throws(DiskError) {
            log = try PositionLog(of: Ticket(ticket), in: folder)
        } catch {
            throw CommandFailure(error)
        }
        guard !log.records.isEmpty else {
            throw CommandFailure(
                .noInput, "account \(folder.account.rawValue) has no position \(ticket) in its trade log")
        }
        let story = PositionStory(log, account: folder.account)
        if json { try Console.sayJSON(story) } else { Console.write(story.text) }
        guard log.damaged == 0 else {
            throw CommandFailure(
                .data, "\(log.damaged) lines could not be read; `backstop journal verify` names them")
        }
    }

    /// - Throws: `usage` when several accounts have a log and none was named.
    private func folder() throws(CommandFailure) -> LogFolder {
        let folders = try options.folders()
        guard let folder = folders.first, folders.count == 1 else {
            let numbers = folders.map { String($0.account.rawValue) }.joined(separator: ", ")
            throw CommandFailure(.usage, "several accounts have a log: name one of \(numbers) with --account")
        }
        return folder
    }
}
