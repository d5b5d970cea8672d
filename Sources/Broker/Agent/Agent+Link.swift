import Core

/// Connecting, the handshake, and reading the daemon's frames.
extension Agent {
    static let backOffMax = TimeSpan.milliseconds(900)

    public var isEstablished: Bool { if case .established = link { true } else { false } }

    /// The name the daemon's socket knows this program by.
    public var boot: BootID { bootID }

    /// A connection to the daemon stands: say hello.
    public func connected(at now: Instant) {
        guard isRunning else { return }
        let nonce = Nonce(random.next(), random.next())
        link = .greeting(nonce: nonce)
        heardAt = now
        sequenceIn = 0
        sequenceOut = 0
        daemonClock = .zero
        inbox.removeAll()
        let terms = venue.server.terms
        write(
            .hello(
                Hello(
                    eaVersion: 0x0001_0000, terminalBuild: 5_000, bootID: bootID, account: terms.number,
                    marginMode: terms.marginMode == .hedging ? .hedging : .netting, accountMode: .demo,
                    permissions: permissions, lastEpoch: memory.highestEpoch, nonce: nonce,
                    currency: terms.currency, server: "Simulated", company: "Backstop")), at: now)
        flush(at: now)
        wakeSoon(now)
    }

    /// Nobody listens, or the network is down.
    public func connectionFailed(at now: Instant) {
        guard isRunning else { return }
        retryLater(at: now)
    }

    /// The connection ended from the other side.
    public func disconnected(at now: Instant) {
        guard isRunning else { return }
        counters.linksLost += 1
        retryLater(at: now)
        wakeSoon(now)
    }

    /// Takes a frame of the daemon; it is read with the next pump.
    public func receive(_ frame: [UInt8], at now: Instant) {
        guard isRunning else { return }
        inbox.append(frame)
        wakeSoon(now)
    }

    var permissions: Permissions {
        mirror.isConnected ? .all : Permissions.all.subtracting(.connected)
    }

    func dropConversation() {
        inbox.removeAll()
        writer.clear()
        readBacks.removeAll()
        snapshotWanted = nil
        hasToldEverything = false
        historyWanted = nil
        minutesWanted = nil
        outputs.removeAll()
    }

    private func retryLater(at now: Instant) {
        dropConversation()
        let jitter = random.between(0, backOff.nanoseconds / 4)
        link = .down(retryAt: now + TimeSpan(nanoseconds: backOff.nanoseconds + jitter))
        backOff = min(Self.backOffMax, TimeSpan(nanoseconds: backOff.nanoseconds * 2))
    }

    /// Closes the connection of its own accord.
    func drop(at now: Instant) {
        counters.linksLost += 1
        retryLater(at: now)
        outputs.append(.close)
    }

    /// Connects when it is time, and gives up a link on which nothing is heard.
    func keepLink(at now: Instant) {
        switch link {
        case .down(let retryAt):
            guard now >= retryAt else { return }
            link = .connecting
            outputs.append(.connect)
        case .connecting: break
        case .greeting, .proving: if now - heardAt >= .seconds(3) { drop(at: now) }
        case .established(let timeout): if now - heardAt >= timeout { drop(at: now) }
        }
    }

    func readFrames(at now: Instant) {
        guard !inbox.isEmpty else { return }
        let frames = inbox
        inbox.removeAll(keepingCapacity: true)
        for frame in frames {
            if case .down = link { return }
            frame.withUnsafeBytes { read($0, at: now) }
        }
    }

    private func read(_ frame: UnsafeRawBufferPointer, at now: Instant) {
        let header: FrameHeader
        do {
            header = try FrameReader.readDaemonFrame(frame, into: &incoming)
        } catch {
            counters.framesMalformed += 1
            drop(at: now)
            return
        }
        if case .refused? = incoming.first {
            drop(at: now)
            return
        }
        sequenceIn += 1
        guard header.sequence == sequenceIn else {
            drop(at: now)
            return
        }
        heardAt = now
        daemonClock = header.clock
        if isEstablished { accept(header.epoch) }
        let messages = incoming
        for message in messages {
            if case .down = link { return }
            obey(message, epoch: header.epoch, at: now)
        }
    }

    private func obey(_ message: DaemonMessage, epoch: Epoch, at now: Instant) {
        switch (link, message) {
        case (.greeting(let nonce), .challenge(let challenge)): answer(challenge, to: nonce, at: now)
        case (.proving, .welcome(let welcome)): enter(welcome, at: now)
        case (.established, .modifyStop(let command)): modify(command, epoch: epoch, at: now)
        case (.established, .closePosition(let command)): close(command, epoch: epoch, at: now)
        case (.established, .readBackRequest(let request)): readBacks.append(lookUp(request, at: now))
        case (.established, .snapshotRequest(let request)): snapshotWanted = request.snapshot
        case (.established, .guardPolicy(let policy)): adopt(policy, epoch: epoch)
        case (.established, .acknowledged(let kept)): memory.events.acknowledge(kept)
        case (.established, .dealHistoryRequest(let question)): historyWanted = question
        case (.established, .minuteBarsRequest(let question)): minutesWanted = question
        case (.established, .heartbeat): break
        case (.established, .challenge), (.established, .welcome), (.established, .refused),
            (.greeting, _), (.proving, _), (.connecting, _), (.down, _):
            drop(at: now)
        }
    }

    private func answer(_ challenge: Challenge, to nonce: Nonce, at now: Instant) {
        guard settings.proofs.daemon(nonce, challenge.nonce) == challenge.code else {
            drop(at: now)
            return
        }
        link = .proving
        let code = settings.proofs.terminal(nonce, challenge.nonce, venue.server.terms.number, bootID)
        write(.proof(Proof(code: code)), at: now)
        flush(at: now)
    }

    private func enter(_ welcome: Welcome, at now: Instant) {
        counters.sessions += 1
        accept(welcome.epoch)
        heartbeat = .milliseconds(Int64(welcome.heartbeat_ms))
        heartbeatAt = now
        backOff = .milliseconds(50)
        link = .established(linkTimeout: .milliseconds(Int64(welcome.linkTimeout_ms)))
    }

    private func accept(_ epoch: Epoch) {
        if epoch > memory.highestEpoch { memory.highestEpoch = epoch }
    }

    private func adopt(_ policy: GuardPolicy, epoch: Epoch) {
        guard epoch >= memory.highestEpoch else { return }
        memory.policy = policy
        if policy.liftsLocalLatch { memory.latch = .none }
    }

    // MARK: - Writing

    func write(_ message: TerminalMessage, at now: Instant) {
        if writer.append(message) == .full {
            flush(at: now)
            _ = writer.append(message)
        }
    }

    func flush(at now: Instant) {
        guard !writer.isEmpty else { return }
        sequenceOut += 1
        let epoch = isEstablished ? memory.highestEpoch : .none
        writer.seal(epoch: epoch, sequence: sequenceOut, clock: clock(now))
        outputs.append(.frame(writer.withBytes { Array($0) }))
        writer.clear()
    }
}
