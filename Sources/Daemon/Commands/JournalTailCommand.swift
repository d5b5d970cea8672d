import ArgumentParser
import Core
import Glibc
import Journal

/// The last records, and with `--follow` those that come.
struct JournalTailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail", abstract: "Shows the last records of the trade log.")

    @OptionGroup var options: JournalOptions

    @Option(name: [.customShort("n"), .long], help: "How many records of each account.")
    var count: Int = 20

    @Flag(name: .shortAndLong, help: "Go on as the log grows, until interrupted.")
    var follow = false

    @Flag(help: "The lines as they stand in the log, one JSON object each.")
    var json = false

    func validate() throws {
        guard (0...1_000_000).contains(count) else {
            throw ValidationError("--count must be between 0 and 1000000")
        }
    }

    func run() throws {
        do throws(DiskError) {
            var tails: [LogTail] = []
            for folder in try folders() {
                var tail = try LogTail(folder)
                for record in try Self.last(count, of: &tail) { show(record) }
                tails.append(tail)
            }
            while follow {
                for index in tails.indices {
                    while let next = try tails[index].next() { show(next.record) }
                }
                usleep(100_000)
            }
        } catch {
            throw CommandFailure(error)
        }
    }

    private func folders() throws(DiskError) -> [LogFolder] {
        do throws(CommandFailure) {
            return try options.folders()
        } catch {
            Console.complain(error.message)
            Glibc.exit(error.code.rawValue)
        }
    }

    private static func last(_ count: Int, of tail: inout LogTail) throws(DiskError) -> [TradeRecord] {
        var last: [TradeRecord] = []
        while let next = try tail.next() {
            last.append(next.record)
            // Now and then, so that a long log costs neither memory nor a move for each record.
            if last.count >= 2 * count + 1_024 { last.removeFirst(last.count - count) }
        }
        return last.suffix(count)
    }

    private func show(_ record: TradeRecord) {
        Console.write(json ? String(decoding: record.line, as: UTF8.self) : record.summary + "\n")
    }
}
