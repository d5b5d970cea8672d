import MQL5Runtime
import Testing

/// The self test script, which is meant for a real terminal, at least runs to its end and writes its report.
@Suite struct SelfTestTests {
    @Test func writesAReportWithoutADaemon() throws {
        let bench = try EABench(inputs: ["InpPort": "1"], program: "SelfTest")
        bench.step()
        let report = try bench.file("Backstop-selftest.txt")
        for topic in [
            "HMAC-SHA256", "UTF-8", "replacing a file", "taking a global variable", "OrderCalcProfit",
            "history of a day", "history is the same twice", "an empty span is no failure",
        ] {
            #expect(report.contains("OK    \(topic)"), "\(topic): \(report)")
        }
        #expect(!report.contains("WRONG"), "\(report)")
        #expect(report.contains("OPEN  orders in flight"))
        #expect(bench.broker.requests.isEmpty)
    }

    @Test func asksTheHistoryWhatOnlyATerminalKnows() throws {
        let bench = try EABench(inputs: ["InpPort": "1"], program: "SelfTest")
        for _ in 0..<3 { bench.broker.close(bench.broker.open()) }
        bench.step()
        let report = try bench.file("Backstop-selftest.txt")
        #expect(report.contains("OK    history in the order of time"))
        #expect(report.contains("OK    a history span includes its ends"))
        #expect(!report.contains("WRONG"), "\(report)")
        let other = try EABench(inputs: ["InpPort": "1"], program: "SelfTest")
        other.broker.hasHistory = false
        other.step()
        #expect(try other.file("Backstop-selftest.txt").contains("WRONG history of a day"))
    }

    @Test func sendsNoOrderWithoutConsent() throws {
        let bench = try EABench(
            inputs: ["InpPort": "1", "InpOrders": "true", "InpConsent": "yes"], program: "SelfTest")
        bench.step()
        #expect(try bench.file("Backstop-selftest.txt").contains("needs a demo account and the words"))
        #expect(bench.broker.requests.isEmpty)
    }
}
