import Glibc
import Testing

/// The terminal as a process of its own, with the real EA and no daemon: nobody listens on port 1.
@Suite(.serialized, .enabled(if: TerminalProcess.path != nil, "backstop-terminal is not built"))
struct TerminalProcessTests {
    private func folder() throws -> String {
        var template = Array("/tmp/backstop-terminal-test-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private let common = [
        "--connect", "127.0.0.1:1", "--headless", "--quiet", "--seed", "4", "--speed", "50",
    ]

    private func firstTicket(_ line: String) -> Substring? {
        line.split(separator: "\"ticket\":").dropFirst().first?.prefix { $0.isNumber }
    }

    @Test func theLastLineIsTheSummaryAfterASignal() throws {
        let terminal = try #require(
            TerminalProcess(common + ["--state-dir", try folder(), "--report-interval", "50"]))
        _ = try #require(terminal.line { firstTicket($0) != nil })
        terminal.kill(SIGTERM)
        let last = try #require(terminal.line { $0.hasPrefix("{\"kind\":\"summary\"") })
        #expect(last.contains("\"ended_by\":\"signal\""))
        #expect(last.contains("\"positions_opened\":"))
        #expect(terminal.line() == nil)
        #expect(terminal.wait() == 0)
    }

    @Test func aKilledTerminalFindsItsBrokerAgain() throws {
        let folder = try folder()
        let arguments = common + ["--state-dir", folder, "--report-interval", "50", "--positions", "5"]
        let first = try #require(TerminalProcess(arguments))
        let before = try #require(first.line { firstTicket($0) != nil })
        let ticket = try #require(firstTicket(before))
        first.kill(SIGKILL)
        #expect(first.wait() == -SIGKILL)

        let second = try #require(TerminalProcess(arguments))
        let after = try #require(second.line())
        #expect(firstTicket(after) == ticket)
        second.kill(SIGINT)
        #expect(second.line { $0.contains("\"kind\":\"summary\"") } != nil)
        #expect(second.wait() == 0)
    }

    @Test(arguments: [
        ["--fault", "no-such-fault"], ["--cap", "-1"], ["--speed", "fast"], ["--from", "soon"],
        ["--connect", "nowhere"], ["--margin-mode", "both"],
    ])
    func aWrongOptionIsAUsageError(arguments: [String]) throws {
        let terminal = try #require(TerminalProcess(arguments))
        #expect(terminal.wait() == EX_USAGE)
    }

    @Test func anUnreadableTickFileIsAnInputError() throws {
        let terminal = try #require(
            TerminalProcess(common + ["--state-dir", try folder(), "--ticks", "/nowhere/EURUSD_1.csv"]))
        #expect(terminal.wait() == EX_NOINPUT)
    }

    @Test func itEndsByItselfWhenItsTimeIsOver() throws {
        let terminal = try #require(
            TerminalProcess(
                common + ["--state-dir", try folder(), "--for", "1", "--parent", String(getpid())]))
        #expect(try #require(terminal.line()).contains("\"ended_by\":\"time\""))
        #expect(terminal.wait() == 0)
    }
}
