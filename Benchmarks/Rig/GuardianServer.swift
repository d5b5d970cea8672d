import Bridge
import CPeers
import Core
import Runtime
import Synchronization

/// Backstop's own bridge and guardian on one thread, with its shard inline or in a pool of workers.
///
/// Left out against the daemon: its event log, latency records and the lease table's copy of each lease; and its
/// trade log, where none is given.
/// Owner: the thread that made it.
final class GuardianServer {
    static let token = "benchmark token of no value"
    static let epoch = Epoch(41)

    let endpoint: String
    private let shared: ServerShared
    private let thread: NamedThread

    init(settings: Settings, driver: Driver, records: StopRecords? = nil) throws {
        let shared = ServerShared()
        self.shared = shared
        thread = try NamedThread("bench-bridge") { GuardianServer.serve(settings, driver, records, shared) }
        endpoint = try shared.waitForEndpoint()
    }

    /// What the serving thread has allocated so far.
    var allocations: UInt64 { shared.allocations.load(ordering: .acquiring) }

    func stop() {
        shared.mustStop.store(true, ordering: .releasing)
        thread.join()
    }

    private static func serve(
        _ settings: Settings, _ driver: Driver, _ records: StopRecords?, _ shared: ServerShared
    ) {
        guard let token = LinkToken(GuardianServer.token) else { return shared.publish(endpoint: nil) }
        let link = LinkSettings(token: token, admission: .any(.init()))
        let sessions = SessionTable(settings: link, epoch: epoch, nonces: { Nonce(1, 2) })
        do {
            let wake = try WakeSignal()
            let owner = GuardianOwner(
                settings: settings, epoch: epoch, pool: try pool(driver, wake: wake), records: records)
            defer { owner.stop() }
            var bridge = Bridge(
                socket: try RouterSocket(LoopbackEndpoint(port: 0), wake: wake), sessions: sessions,
                owner: owner)
            shared.publish(endpoint: bridge.endpoint)
            while !shared.mustStop.load(ordering: .acquiring) {
                try bridge.poll(until: MonotonicClock.now() + .milliseconds(100))
                shared.allocations.store(cpeers_allocations(), ordering: .releasing)
            }
        } catch {
            // Before the endpoint is known the starter hears of it; after that its client runs into its limit.
            shared.publish(endpoint: nil)
        }
    }

    private static func pool(_ driver: Driver, wake: WakeSignal) throws -> WorkerPool? {
        switch driver {
        case .inline: nil
        case .pool(let workers, let wait): try WorkerPool(PoolPlan(workers: workers, wait: wait), wake: wake)
        }
    }
}
