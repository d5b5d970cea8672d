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
        ] {
            #expect(report.contains("OK    \(topic)"), "\(topic): \(report)")
        }
        #expect(!report.contains("WRONG"), "\(report)")
        #expect(report.contains("OPEN  orders in flight"))
        #expect(bench.broker.requests.isEmpty)
    }

    @Test func sendsNoOrderWithoutConsent() throws {
        let bench = try EABench(
            inputs: ["InpPort": "1", "InpOrders": "true", "InpConsent": "yes"], program: "SelfTest")
        bench.step()
        #expect(try bench.file("Backstop-selftest.txt").contains("needs a demo account and the words"))
        #expect(bench.broker.requests.isEmpty)
    }
}
