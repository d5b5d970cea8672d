import Foundation
import MQL5Runtime
import Testing

/// The expert advisor's own source, as the runtime sees it.
@Suite struct ExpertAdvisorTests {
    private static let source = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("bridge-ea/Experts/Backstop/Backstop.mq5")

    /// Inputs are declared once for MetaEditor and listed once for the runtime.
    @Test func everyInputIsListedForTheSimulatedTerminal() throws {
        let declared = try String(contentsOf: Self.source, encoding: .utf8)
            .split(separator: "\n")
            .filter { $0.hasPrefix("input ") && !$0.hasPrefix("input group") }
            .compactMap { $0.split(separator: "=")[0].split(separator: " ").last.map(String.init) }
        let terminal = try TestTerminal(program: "Backstop")
        var listed: [String] = []
        while let name = mql_program_input_at(terminal.program, Int32(listed.count)) {
            listed.append(String(cString: name))
        }
        #expect(declared == listed)
        #expect(!declared.isEmpty)
    }

    @Test func itInitialisesAndUnloadsWithoutADaemonOrABroker() throws {
        let terminal = try TestTerminal(program: "Backstop")
        terminal.run()
        #expect(terminal.state == MQL_STATE_RUNNING, "\(terminal.messages)")
        for _ in 0..<5 { terminal.run(waitingUpTo: 100) }
        #expect(terminal.state == MQL_STATE_RUNNING, "\(terminal.messages)")
        mql_program_stop(terminal.program, 1)
        #expect(terminal.state == MQL_STATE_UNLOADED)
    }
}
