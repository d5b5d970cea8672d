import Core
import Runtime

/// The path from a frame's bytes to the bytes of the stop requests it causes, without a socket.
///
/// `tick` is what is measured. `confirm` plays the broker: it makes every request of the last tick real, so
/// that the next tick can cause the next. Owner: one thread; keep it in a local variable.
struct StopPath {
    private var guardian: Guardian
    private var messages: [TerminalMessage] = []
    private var outputs: [Guardian.Output] = []
    private var writer = FrameWriter()
    private var commands: [ModifyStop] = []
    private var bid = Scene.open
    private var sequence: UInt64 = 0
    /// Bytes of the last frame sealed.
    private(set) var frameBytes = 0

    init(positions: Int) throws {
        guardian = Guardian(settings: try Scene.settings(positions: positions), epoch: Epoch(1))
        messages.reserveCapacity(WireLimits.messagesPerFrame)
        outputs.reserveCapacity(4 * positions + 64)
        commands.reserveCapacity(positions)
        let now = MonotonicClock.now()
        guardian.linkRestored(at: now, into: &outputs)
        guardian.snapshot(try Scene.snapshot(positions: positions), at: now, into: &outputs)
        guardian.receive(.account(Scene.account), at: now, into: &outputs)
        outputs.removeAll(keepingCapacity: true)
    }

    /// Fills `frame` with a tick that crosses every position's step.
    mutating func writeCrossingTick(into frame: inout FrameWriter) {
        bid += Scene.step
        sequence += 1
        let now = MonotonicClock.now()
        frame.clear()
        _ = frame.append(.tick(Scene.tick(bid: bid, seen: now)))
        frame.seal(epoch: Epoch(1), sequence: sequence, clock: now)
    }

    /// Decodes, decides, admits and encodes.
    ///
    /// - Returns: how many stop requests were encoded.
    mutating func tick(_ frame: UnsafeRawBufferPointer, at now: Instant) throws -> Int {
        let header = try FrameReader.readTerminalFrame(frame, into: &messages)
        guardian.terminalClock(header.clock, at: now, into: &outputs)
        for message in messages { guardian.receive(message, at: now, into: &outputs) }
        guardian.dispatch(at: now, into: &outputs)
        for output in outputs {
            guard case .send(let message) = output else { continue }
            if writer.append(message) == .full {
                seal(at: now)
                _ = writer.append(message)
            }
            if case .modifyStop(let command) = message { commands.append(command) }
        }
        seal(at: now)
        outputs.removeAll(keepingCapacity: true)
        return commands.count
    }

    /// The broker has done what was asked.
    mutating func confirm(at now: Instant) {
        for command in commands {
            guardian.receive(.result(Scene.result(of: command)), at: now, into: &outputs)
            guardian.receive(
                .position(Scene.position(command.ticket, stop: command.stopLoss)), at: now, into: &outputs)
        }
        commands.removeAll(keepingCapacity: true)
        outputs.removeAll(keepingCapacity: true)
    }

    private mutating func seal(at now: Instant) {
        guard !writer.isEmpty else { return }
        writer.seal(epoch: Epoch(1), sequence: sequence, clock: now)
        frameBytes = writer.length
        writer.clear()
    }
}
