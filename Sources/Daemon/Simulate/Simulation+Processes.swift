import Bridge
import Broker
import Core

/// The daemon comes and goes.
extension Simulation {
    func startDaemon() {
        daemonStarts += 1
        disk.epoch = disk.epoch.next
        let account = venue.server.terms.number
        daemon = SimulatedDaemon(
            settings: settings.rules, link: link, account: account, disk: disk, seed: settings.seed,
            inputs: inputs,
            records: SimulatedRecords(
                account: account, process: .simulated(start: wallStart, life: daemonStarts), journal: journal,
                settings: settings.rules),
            at: now)
        network.isDaemonUp = true
    }

    func killDaemon() {
        guard let daemon else { return }
        disk = daemon.owner.disk
        counters.add(daemon.owner.guardian.account.counters)
        closes.add(daemon.owner.closes)
        self.daemon = nil
        network.isDaemonUp = false
        if network.isConnected {
            network.reset()
            agent.disconnected(at: now)
        }
    }
}
