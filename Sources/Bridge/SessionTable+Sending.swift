import Core

extension SessionTable {
    /// Sends everything that is due: the sessions' own words, then `outbox` in its order, one frame per
    /// peer unless it overflows. Empties the outbox. The owner is borrowed: its method as a closure would copy it.
    public mutating func flush(
        _ outbox: inout Outbox, at now: Instant, for owner: borrowing some LinkStatusSource,
        through sender: inout some FrameSender, into notices: inout [LinkNotice]
    ) {
        if let epoch = outbox.adopted { adopt(epoch, into: &notices) }
        for index in sessions.indices { writeOwnWords(index, at: now, for: owner) }
        for entry in outbox.entries {
            switch entry {
            case .message(let account, let message):
                write(message, to: account, at: now, through: &sender, into: &notices)
            case .snapshot(let account):
                guard let index = established(account) else { continue }
                sessions[index].wantSnapshot()
                writeSnapshotRequest(index, at: now)
            }
        }
        outbox.clear()
        sendRefusals(at: now, through: &sender)
        var index = 0
        while index < sessions.count {
            if sessions[index].isReadyToSend(at: now) { send(index, at: now, through: &sender) }
            if sessions[index].isUnreachable {
                drop(index, .unreachable, into: &notices)
            } else {
                index += 1
            }
        }
    }

    /// Tells every EA that the daemon goes, and forgets all sessions.
    public mutating func shutDown(
        at now: Instant, through sender: inout some FrameSender, into notices: inout [LinkNotice]
    ) {
        while let session = sessions.first {
            refuse(session.peer, .shuttingDown, "the daemon is shutting down", of: session)
            sendRefusals(at: now, through: &sender)
            drop(0, .shuttingDown, into: &notices)
        }
    }

    mutating func adopt(_ epoch: Epoch, into notices: inout [LinkNotice]) {
        guard epoch > self.epoch else { return }
        self.epoch = epoch
        // A frame kept back may hold commands of the older epoch; under the later one they would be obeyed.
        while let index = sessions.firstIndex(where: \.isBlocked) {
            drop(index, .notReading, into: &notices)
        }
    }

    /// Welcome, heartbeat and snapshot request, if they are due.
    mutating func writeOwnWords(
        _ index: Int, at now: Instant, for owner: borrowing some LinkStatusSource
    ) {
        guard sessions[index].isEstablished, !sessions[index].isBlocked else { return }
        if sessions[index].owesWelcome {
            sessions[index].owesWelcome = false
            let welcome = Welcome(
                epoch: epoch, heartbeat_ms: UInt32(clamping: settings.heartbeat.milliseconds),
                linkTimeout_ms: UInt32(clamping: settings.timeout.milliseconds))
            sessions[index].say(.welcome(welcome), &counters)
        }
        writeSnapshotRequest(index, at: now)
        if now >= sessions[index].nextHeartbeat {
            // Twice as often as promised, so that a late wake-up does not break the promise.
            sessions[index].nextHeartbeat = now + TimeSpan(nanoseconds: settings.heartbeat.nanoseconds / 2)
            let word = heartbeat(of: sessions[index], owner.status(of: sessions[index].hello.account))
            sessions[index].say(.heartbeat(word), &counters)
        }
    }

    mutating func writeSnapshotRequest(_ index: Int, at now: Instant) {
        guard
            let request = sessions[index].snapshotRequest(at: now, settings, nextID: &lastSnapshot)
        else { return }
        counters.snapshotsRequested += 1
        sessions[index].say(.snapshotRequest(request), &counters)
    }

    func heartbeat(of session: Session, _ status: LinkStatus) -> DaemonHeartbeat {
        DaemonHeartbeat(
            mode: status.mode, latch: status.latch, guarded: status.guarded, managed: status.managed,
            worstCaseLoss: status.worstCaseLoss, received: session.expected &- 1, echo: session.echo)
    }

    mutating func write(
        _ message: DaemonMessage, to account: AccountNumber, at now: Instant,
        through sender: inout some FrameSender, into notices: inout [LinkNotice]
    ) {
        guard let index = established(account) else {
            counters.messagesUndeliverable += 1
            return
        }
        switch sessions[index].writer.append(message) {
        case .appended:
            counters.messagesOut += 1
            if case .acknowledged = message { counters.acknowledgements += 1 }
        case .unencodable: counters.messagesUndeliverable += 1
        case .full:
            send(index, at: now, through: &sender)
            if sessions[index].isBlocked || sessions[index].isUnreachable {
                counters.messagesUndeliverable += 1
                drop(index, sessions[index].isUnreachable ? .unreachable : .notReading, into: &notices)
            } else {
                sessions[index].say(message, &counters)
            }
        }
    }

    /// Seals and sends a session's frame. A blocked frame keeps its number and is tried again, until `expire`
    /// finds that the peer has not read for too long.
    mutating func send(_ index: Int, at now: Instant, through sender: inout some FrameSender) {
        let peer = sessions[index].peer
        let sequence = sessions[index].sent + 1
        sessions[index].writer.seal(
            epoch: sessions[index].isEstablished ? epoch : .none, sequence: sequence, clock: now)
        switch sessions[index].writer.withBytes({ sender.send($0, to: peer) }) {
        case .sent:
            counters.framesOut += 1
            sessions[index].sent = sequence
            sessions[index].blockedSince = nil
            sessions[index].writer.clear()
        case .blocked:
            counters.sendsBlocked += 1
            sessions[index].blockedSince = sessions[index].blockedSince ?? now
            sessions[index].retry = now + SessionTable.blockedRetry
        case .unreachable:
            counters.sendsUnreachable += 1
            sessions[index].isUnreachable = true
        }
    }
}
