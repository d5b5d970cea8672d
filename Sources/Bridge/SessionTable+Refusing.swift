import Core

extension SessionTable {
    mutating func refuseMalformed(
        _ peer: RoutingID, _ error: WireError, into notices: inout [LinkNotice]
    ) {
        let session = index(of: peer)
        let loss: LinkLoss
        if case .version(let version) = error {
            counters.refusedVersion += 1
            refuse(
                peer, .version, "this daemon speaks protocol version \(FrameHeader.version), not \(version)",
                of: session.map { sessions[$0] }, in: FrameHeader.firstVersion)
            loss = .version(version)
        } else {
            counters.refusedMalformed += 1
            refuse(peer, .malformed, "malformed frame: \(error)", of: session.map { sessions[$0] })
            loss = .malformed(error)
        }
        if let session { drop(session, loss, into: &notices) }
    }

    mutating func refuseUnexpected(
        _ index: Int, _ type: MessageType, into notices: inout [LinkNotice]
    ) {
        counters.refusedMalformed += 1
        refuse(sessions[index].peer, .malformed, "unexpected message: \(type)", of: sessions[index])
        drop(index, .unexpected(type), into: &notices)
    }

    mutating func refuse(
        _ peer: RoutingID, _ reason: Refused.Reason, _ explanation: String, of session: Session? = nil,
        in version: UInt8 = FrameHeader.version
    ) {
        guard refusals.count < SessionTable.refusalsMax else {
            counters.refusalsOmitted += 1
            return
        }
        refusals.append(
            Refusal(
                peer: peer, version: version, epoch: session?.isEstablished == true ? epoch : .none,
                sequence: (session?.sent ?? 0) + 1,
                message: Refused(reason: reason, explanation: explanation)))
    }

    mutating func sendRefusals(at now: Instant, through sender: inout some FrameSender) {
        for refusal in refusals {
            scratch.clear()
            guard scratch.append(DaemonMessage.refused(refusal.message)) == .appended else { continue }
            scratch.seal(
                version: refusal.version, epoch: refusal.epoch, sequence: refusal.sequence, clock: now)
            switch scratch.withBytes({ sender.send($0, to: refusal.peer) }) {
            case .sent: counters.framesOut += 1
            case .blocked: counters.sendsBlocked += 1
            case .unreachable: counters.sendsUnreachable += 1
            }
        }
        refusals.removeAll(keepingCapacity: true)
    }
}
