import Broker
import Core

/// Prints what happens in one window of a run, a line an event: for reading a failure.
struct SimulationTrace: Sendable {
    var from: Instant
    var to: Instant

    func say(_ text: @autoclosure () -> String, at now: Instant) {
        guard now >= from, now <= to else { return }
        Console.say("\(DecimalText.format(now.nanoseconds / 1_000, decimals: 6)) \(text())")
    }

    func say(_ delivery: Venue.Delivery, at now: Instant) {
        switch delivery {
        case .tick: return
        case .message(let message): say("broker \(message)", at: now)
        }
    }

    func sayToDaemon(_ frame: [UInt8], at now: Instant) {
        guard now >= from, now <= to else { return }
        var messages: [TerminalMessage] = []
        do {
            let header = try frame.withUnsafeBytes { try FrameReader.readTerminalFrame($0, into: &messages) }
            for message in messages {
                if case .tick = message { continue }
                say("  EA -> daemon #\(header.sequence) \(message)", at: now)
            }
        } catch {
            say("  EA -> daemon malformed \(error)", at: now)
        }
    }

    func sayToAgent(_ frame: [UInt8], at now: Instant) {
        guard now >= from, now <= to else { return }
        var messages: [DaemonMessage] = []
        do {
            let header = try frame.withUnsafeBytes { try FrameReader.readDaemonFrame($0, into: &messages) }
            for message in messages { say("  daemon -> EA #\(header.sequence) \(message)", at: now) }
        } catch {
            say("  daemon -> EA malformed \(error)", at: now)
        }
    }
}
