import MQL5Runtime
import Testing

/// Every promise of the MQL5 documentation that the runtime keeps is one case, written in the
/// language itself (Sources/MQL5Runtime/Conformance).
@Suite struct ConformanceTests {
    static let cases: [String] = {
        var names: [String] = []
        while let name = mql5_conformance_case_at(Int32(names.count)) {
            names.append(String(cString: name))
        }
        return names
    }()

    @Test(arguments: cases)
    func theRuntimeKeepsThePromise(of name: String) {
        var message = [CChar](repeating: 0, count: 1024)
        let result = mql5_conformance_run(name, &message, message.count)
        let text = message.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
        #expect(result == 0, "\(name): \(text)")
    }

    @Test func anUnknownCaseIsReported() {
        var message = [CChar](repeating: 0, count: 64)
        #expect(mql5_conformance_run("noSuchCase", &message, message.count) == 2)
    }

    @Test func everyTopicHasCases() {
        #expect(Self.cases.count > 100)
    }
}
