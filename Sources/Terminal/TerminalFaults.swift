import Broker
import Core
import Glibc
import MQL5Runtime

/// The faults that strike the terminal and its link rather than the broker, drawn once a second.
struct TerminalFaults {
    private var nextRoll: Instant
    private let port: UInt16
    /// How long a blow to the terminal or its link is felt: its own duration, a lost session, a resync.
    private static let recovery = TimeSpan.seconds(6)

    private let proxy: LinkProxy?

    init(port: UInt16, proxy: LinkProxy?, start: Instant) {
        self.port = port
        self.proxy = proxy
        nextRoll = start + .seconds(1)
    }

    /// Runtime habits of MetaTrader that are there all the time, and those that faults add.
    static func habits(_ specs: [FaultSpec], seed: UInt64) -> mql_faults {
        var faults = mql_faults()
        faults.seed = seed == 0 ? 1 : seed
        faults.speculative_readable_per_mille = 10
        if !specs.isEmpty { faults.stale_copy_ms = 20 }
        if specs.contains(where: { $0.name == .reorder }) { faults.transaction_shuffle_window = 4 }
        return faults
    }

    mutating func roll(_ host: TerminalHost, habits: mql_faults, at now: Instant) {
        guard now >= nextRoll, let program = host.program else { return }
        nextRoll = now + .seconds(1)
        if host.dice.strikes(.linkLoss, at: now) {
            host.venue.excuse(until: now + Self.recovery, at: now)
            breakLink()
        }
        if let proxy, host.dice.strikes(.linkStall, at: now) {
            let milliseconds = 100 + now.milliseconds % 4_900
            host.venue.excuse(until: now + .milliseconds(milliseconds) + Self.recovery, at: now)
            proxy.stall(milliseconds: milliseconds)
        }
        if host.dice.strikes(.terminalBlocked, at: now) {
            var blocked = habits
            mql_faults_set_block_call(&blocked, "OrderCalcProfit")
            blocked.block_ms = 600 + UInt32(now.milliseconds % 2_400)
            blocked.block_count = 1
            host.venue.excuse(until: now + Self.recovery, at: now)
            mql_program_set_faults(program, &blocked)
        }
        if host.dice.strikes(.terminalRestart, at: now) {
            host.venue.excuse(until: now + Self.recovery, at: now)
            host.venue.terminal(isUp: false, at: now)
            _ = mql_program_reload(program, 2)
            host.venue.terminal(isUp: true, at: now)
        }
    }

    /// Shuts every connection of this process to the daemon's port, as a network would.
    private func breakLink() {
        for descriptor in 3..<Int32(256) {
            var address = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isPeer = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    getpeername(descriptor, $0, &length) == 0
                }
            }
            if isPeer, address.sin_family == sa_family_t(AF_INET), UInt16(bigEndian: address.sin_port) == port
            {
                shutdown(descriptor, Int32(SHUT_RDWR))
            }
        }
    }
}

extension Instant {
    fileprivate var milliseconds: Int64 { nanoseconds / 1_000_000 }
}
