import Foundation
import MQL5Runtime

/// A terminal with an empty data folder of its own, which records what its program says.
///
/// Used by one test on one thread; the callbacks arrive on that thread.
final class TestTerminal {
    private(set) var messages: [String] = []
    private(set) var unloadReasons: [Int32] = []
    /// Called on the program's thread for each line the program prints.
    var onPrint: (String) -> Void = { _ in }
    /// Called on the program's thread while it sleeps.
    var onIdle: () -> Void = {}

    let program: OpaquePointer
    private let terminal: OpaquePointer
    private let folder: URL
    private let recorder: Recorder

    /// What the callbacks know; they must not keep the terminal alive.
    private final class Recorder {
        weak var owner: TestTerminal?
    }

    struct CannotStart: Error {}

    init(program name: String = "Probe", inputs: [String: String] = [:]) throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("mql5-\(UUID().uuidString)")
        recorder = Recorder()
        var host = mql_host()
        host.context = Unmanaged.passUnretained(recorder).toOpaque()
        host.message = { context, kind, text in
            guard let owner = TestTerminal.owner(of: context), let text else { return }
            let line = String(cString: text)
            owner.messages.append(line)
            if kind == MQL_MESSAGE_PRINT { owner.onPrint(line) }
        }
        host.idle = { context in TestTerminal.owner(of: context)?.onIdle() }
        host.unloaded = { context, _, reason in
            TestTerminal.owner(of: context)?.unloadReasons.append(reason)
        }
        var facts = mql_terminal_facts_default()
        let created = folder.path.withCString { path in
            facts.data_path = path
            return mql_terminal_create(&host, &facts)
        }
        guard let created else { throw CannotStart() }
        guard let loaded = mql_program_create(created, name, "EURUSD", 1) else {
            mql_terminal_destroy(created)
            throw CannotStart()
        }
        terminal = created
        program = loaded
        recorder.owner = self
        for (name, value) in inputs where !mql_program_set_input(program, name, value) {
            throw CannotStart()
        }
    }

    deinit {
        mql_program_destroy(program)
        mql_terminal_destroy(terminal)
        // A folder that cannot be removed is the temporary folder's to clean.
        do { try FileManager.default.removeItem(at: folder) } catch {}
    }

    private static func owner(of context: UnsafeMutableRawPointer?) -> TestTerminal? {
        guard let context else { return nil }
        return Unmanaged<Recorder>.fromOpaque(context).takeUnretainedValue().owner
    }

    var state: mql_program_state { mql_program_get_state(program) }

    var stopText: String { String(cString: mql_program_stop_text(program)) }

    var statistics: mql_statistics {
        var figures = mql_statistics()
        mql_program_statistics(program, &figures)
        return figures
    }

    /// What the program printed, without its name in front.
    var printed: [String] {
        messages.filter { $0.hasPrefix("probe ") }.map { String($0.dropFirst("probe ".count)) }
    }

    @discardableResult
    func run(waitingUpTo milliseconds: UInt32 = 0) -> Int32 {
        mql_program_run_once(program, milliseconds)
    }

    func pushDeal(_ ticket: UInt64) {
        var transaction = mql_trade_transaction()
        transaction.type = 6
        transaction.deal = ticket
        mql_program_push_transaction(program, &transaction, nil, nil)
    }

    func pushChartEvent(_ text: String, lparam: Int64 = 0, dparam: Double = 0) {
        mql_program_push_chart_event(program, 1000, lparam, dparam, text)
    }
}
