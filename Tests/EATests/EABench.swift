import Core
import Foundation
import MQL5Runtime
import Testing
import TestSupport

/// The real EA in a simulated terminal, between a broker and a daemon that a test commands.
///
/// One thread runs everything. Waiting is always for a condition, with a limit that only a failure reaches.
final class EABench {
    let broker: FakeBroker
    let daemon: FakeDaemon
    private let folder: URL
    private let terminal: OpaquePointer
    private(set) var program: OpaquePointer

    init(inputs: [String: String] = [:], program kind: String = "Backstop") throws {
        broker = FakeBroker()
        daemon = try #require(FakeDaemon())
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "backstop-ea-\(UUID().uuidString)")
        self.folder = folder
        var host = broker.host()
        terminal = try #require(
            folder.path.withCString { path in
                "127.0.0.1".withCString { allowed in
                    var facts = mql_terminal_facts_default()
                    facts.data_path = path
                    facts.allowed_addresses = allowed
                    return mql_terminal_create(&host, &facts)
                }
            })
        program = try #require(mql_program_create(terminal, kind, FakeBroker.symbol, 1))
        let usual = ["InpPort": "\(daemon.port)", "InpToken": FakeDaemon.token, "InpSliceMs": "0"]
        for (name, value) in (kind == "Backstop" ? usual : [:]).merging(inputs, uniquingKeysWith: { $1 }) {
            #expect(mql_program_set_input(program, name, value), "no input \(name)")
        }
    }

    deinit {
        mql_program_destroy(program)
        mql_terminal_destroy(terminal)
        try? FileManager.default.removeItem(at: folder)
    }

    /// Overwrites every file that the EA keeps.
    func damageFiles() throws {
        let files = folder.appendingPathComponent("MQL5/Files")
        for name in try FileManager.default.contentsOfDirectory(atPath: files.path) {
            try Data("not what it was".utf8).write(to: files.appendingPathComponent(name))
        }
    }

    /// Gives the file of epoch, latch and policy another magic, with a checksum that fits; whether there is one.
    func rewriteState(magic: UInt32) throws -> Bool {
        let files = folder.appendingPathComponent("MQL5/Files")
        let names = try FileManager.default.contentsOfDirectory(atPath: files.path)
        guard let name = names.first(where: { $0.hasSuffix(".state") }) else { return false }
        let url = files.appendingPathComponent(name)
        var bytes = [UInt8](try Data(contentsOf: url)).dropLast(8)
        withUnsafeBytes(of: magic.littleEndian) { bytes.replaceSubrange(0..<4, with: $0) }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        withUnsafeBytes(of: hash.littleEndian) { bytes.append(contentsOf: $0) }
        try Data(bytes).write(to: url)
        return true
    }

    /// Another copy of the EA on another chart of the same terminal, with the same inputs.
    func attachAnother() throws -> OpaquePointer {
        let other = try #require(mql_program_create(terminal, "Backstop", "GBPUSD", 1))
        #expect(mql_program_set_input(other, "InpPort", "\(daemon.port)"))
        #expect(mql_program_set_input(other, "InpToken", FakeDaemon.token))
        return other
    }

    static func comment(of program: OpaquePointer) -> String {
        var text = [CChar](repeating: 0, count: 4_096)
        _ = mql_program_comment(program, &text, text.count)
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// A text file of the terminal's MQL5/Files.
    func file(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent("MQL5/Files/\(name)"), encoding: .utf8)
    }

    var comment: String { EABench.comment(of: program) }

    /// Runs EA, broker and daemon once. False when the EA does not run any more.
    @discardableResult func step() -> Bool {
        let count = mql_program_run_once(program, 5)
        broker.deliver(to: program)
        daemon.poll()
        return count >= 0
    }

    /// Runs until the condition holds.
    func run(_ what: Comment, until condition: () -> Bool) throws {
        let patience = Patience()
        while !condition() {
            if !step() { break }
            if patience.isOver { break }
        }
        let stopped = String(cString: mql_program_stop_text(program))
        try #require(condition(), "\(what) \(stopped) faults: \(daemon.faults) panel: \(comment)")
    }

    /// Runs for a while in which nothing particular should happen.
    func run(steps: Int) { for _ in 0..<steps { step() } }

    /// Runs until a session stands and its snapshot has arrived.
    func connect() throws {
        try run("the snapshot arrives") { daemon.heard.contains { $0.type == .snapshotEnd } }
    }

    func restart() {
        _ = mql_program_reload(program, 2)
        daemon.forget()
    }

    /// Whether the terminal has its broker.
    func broker(isConnected: Bool) {
        folder.path.withCString { path in
            "127.0.0.1".withCString { allowed in
                var facts = mql_terminal_facts_default()
                facts.data_path = path
                facts.allowed_addresses = allowed
                facts.connected = isConnected
                mql_terminal_set_facts(terminal, &facts)
            }
        }
    }

    func tradeChanged() { mql_program_trade_changed(program) }

    func command(
        _ request: UInt64, ticket: UInt64, stop: Int64, expected: Int64? = nil, takeProfit: Int64? = nil,
        newTakeProfit: Int64? = nil, maxLoss: Int64 = 1_000_000_00000000, cause: Instant? = nil,
        limit_ms: UInt32 = 60_000,
        unreachable: Bool = false, mayLoosen: Bool = false, side: Side = .buy
    ) -> DaemonMessage {
        .modifyStop(
            ModifyStop(
                request: RequestID(request), ticket: Ticket(ticket), symbol: SymbolID(0), side: side,
                isCapUnreachable: unreachable, mayLoosen: mayLoosen, stopLoss: Price(points: stop),
                expectedStopLoss: expected.map { Price(points: $0) },
                expectedTakeProfit: takeProfit.map { Price(points: $0) },
                takeProfit: (newTakeProfit ?? takeProfit).map { Price(points: $0) },
                maxLoss: Money(units: maxLoss),
                cause: cause ?? lastSeen, limit_ms: limit_ms, lane: .firstStop))
    }

    /// The EA's clock at the newest tick it reported.
    var lastSeen: Instant {
        for message in daemon.heard.reversed() {
            if case .tick(let tick) = message { return tick.seen }
            if case .position(let position) = message { return position.seen }
        }
        return Instant(nanoseconds: 1)
    }

    func result(_ request: UInt64, after count: Int = 0) throws -> RequestResult {
        func found() -> [RequestResult] {
            daemon.heard.compactMap { message in
                if case .result(let result) = message, result.request == RequestID(request) { return result }
                return nil
            }
        }
        try run("an answer to request \(request)") { found().count > count }
        return found()[count]
    }
}

extension EABench {
    func changeChart() { mql_program_change_chart(program, FakeBroker.symbol, 5) }
}
