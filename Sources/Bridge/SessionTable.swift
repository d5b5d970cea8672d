import Core

/// All sessions of the link, and the decisions that concern more than one: who may hold an account, who is
/// forgotten when there are too many.
///
/// Pure: frames and `now` come in, `LinkNotice`s and frames (through a `FrameSender`) go out; nonces are
/// injected. The simulation drives the very same type. Owner: the bridge thread. Bound: `sessionsMax`
/// sessions; a tick passes without allocation.
///
/// Use, for each wake-up: `receive` every frame, `expire`, hand the notices to the owner, `flush`.
public struct SessionTable: Sendable {
    /// Answers to peers without a session, per wake-up.
    static let refusalsMax = 16
    /// How soon a blocked frame is tried again.
    static let blockedRetry = TimeSpan.milliseconds(10)

    public let settings: LinkSettings
    public internal(set) var epoch: Epoch
    public internal(set) var counters = LinkCounters()

    var sessions: [Session] = []
    var refusals: [Refusal] = []
    var messages: [TerminalMessage] = []
    var scratch = FrameWriter()
    var lastSnapshot: UInt32 = 0
    private let nonces: @Sendable () -> Nonce

    struct Refusal: Sendable {
        var peer: RoutingID
        /// Of the frame that carries it.
        var version = FrameHeader.version
        var epoch: Epoch
        var sequence: UInt64
        var message: Refused
    }

    /// - Parameter nonces: unpredictable in production; every call must give another value.
    public init(settings: LinkSettings, epoch: Epoch, nonces: @escaping @Sendable () -> Nonce) {
        self.settings = settings
        self.epoch = epoch
        self.nonces = nonces
        messages.reserveCapacity(WireLimits.messagesPerFrame)
    }

    /// The accounts that can be sent to.
    public var linkedAccounts: [AccountNumber] {
        sessions.filter(\.isEstablished).map(\.hello.account)
    }

    /// The next moment at which something is due without a frame.
    public var nextWake: Instant {
        var next = Instant.never
        for session in sessions { next = min(next, session.nextWake(settings)) }
        return next
    }

    // MARK: - Receiving

    /// Takes one frame as it came from the socket.
    ///
    /// - Parameter connection: tells one socket connection of a peer from the next; a constant where there
    ///   are none.
    public mutating func receive(
        _ frame: UnsafeRawBufferPointer, from peer: RoutingID, connection: Int32, at now: Instant,
        into notices: inout [LinkNotice]
    ) {
        counters.framesIn += 1
        let header: FrameHeader
        do throws(WireError) {
            header = try FrameReader.readTerminalFrame(frame, into: &messages)
        } catch {
            refuseMalformed(peer, error, into: &notices)
            return
        }
        counters.messagesIn += UInt64(messages.count)
        if case .hello(let hello)? = messages.first {
            greet(hello, header, peer, connection, at: now, into: &notices)
            return
        }
        guard let index = index(of: peer) else {
            counters.refusedNoSession += 1
            refuse(peer, .noSession, "no session: say hello")
            return
        }
        guard sessions[index].connection == connection else {
            // Whoever this is has proved nothing: the session belongs to the connection that did.
            counters.connectionsChanged += 1
            counters.refusedNoSession += 1
            refuse(peer, .noSession, "no session: say hello")
            drop(index, .connectionChanged, into: &notices)
            return
        }
        switch sessions[index].phase {
        case .greeting(let nonce): judge(index, nonce, header, at: now, into: &notices)
        case .established:
            if let type = Session.misplaced(in: messages) {
                refuseUnexpected(index, type, into: &notices)
                return
            }
            sessions[index].receive(
                messages, header, at: now, settings, counters: &counters, into: &notices)
        }
    }

    mutating func greet(
        _ hello: Hello, _ header: FrameHeader, _ peer: RoutingID, _ connection: Int32, at now: Instant,
        into notices: inout [LinkNotice]
    ) {
        guard messages.count == 1, header.sequence == 1, hello.bootID == peer.bootID else {
            counters.refusedMalformed += 1
            refuse(peer, .malformed, "hello must be alone in the first frame, under its own boot id")
            if let index = index(of: peer) { drop(index, .unexpected(.hello), into: &notices) }
            return
        }
        if let index = index(of: peer) {
            counters.replaced += 1
            drop(index, .replaced, into: &notices)
        }
        guard admits(hello, peer, at: now), makeRoom(for: peer) else { return }
        let nonce = nonces()
        var session = Session(
            peer: peer, hello: hello, connection: connection, nonce: nonce, header: header, now: now)
        let code = settings.token.daemonCode(ea: hello.nonce, daemon: nonce)
        session.say(.challenge(Challenge(nonce: nonce, code: code)), &counters)
        sessions.append(session)
    }

    /// Whether the account is served and free; refuses otherwise.
    mutating func admits(_ hello: Hello, _ peer: RoutingID, at now: Instant) -> Bool {
        guard let terms = settings.admission.terms(of: hello.account) else {
            counters.refusedNotConfigured += 1
            refuse(peer, .accountNotConfigured, "account \(hello.account.rawValue) is not configured")
            return false
        }
        guard terms.marginModes.contains(hello.marginMode),
            terms.currency == nil || terms.currency == hello.currency
        else {
            counters.refusedNotAccepted += 1
            refuse(peer, .accountNotAccepted, "margin mode or currency is not the configured one")
            return false
        }
        guard holder(of: hello.account, aliveAt: now) == nil else {
            counters.refusedHeld += 1
            refuse(peer, .accountHeld, "account \(hello.account.rawValue) is held by another EA")
            return false
        }
        return true
    }

    mutating func judge(
        _ index: Int, _ nonce: Nonce, _ header: FrameHeader, at now: Instant,
        into notices: inout [LinkNotice]
    ) {
        let session = sessions[index]
        guard case .proof(let proof)? = messages.first, messages.count == 1, header.sequence == 2 else {
            refuseUnexpected(index, messages.first?.type ?? .proof, into: &notices)
            return
        }
        let hello = session.hello
        guard
            settings.token.accepts(
                proof.code, ea: hello.nonce, daemon: nonce, account: hello.account, bootID: hello.bootID)
        else {
            counters.refusedToken += 1
            refuse(session.peer, .token, "the link token is not the daemon's", of: session)
            drop(index, .unexpected(.proof), into: &notices)
            return
        }
        // Two may have been greeted at once; the first to prove itself holds the account.
        guard admits(hello, session.peer, at: now) else {
            drop(index, .replaced, into: &notices)
            return
        }
        dropSilentHolder(of: hello.account, into: &notices)
        guard let place = self.index(of: session.peer) else { return }
        sessions[place].establish(at: now, header: header)
        counters.established += 1
        notices.append(LinkNotice(account: hello.account, event: .established(LinkFacts(hello))))
    }

    // MARK: - Time

    /// Ends sessions and handshakes that have been silent, or have not read, for too long.
    public mutating func expire(at now: Instant, into notices: inout [LinkNotice]) {
        var index = 0
        while index < sessions.count {
            if now >= sessions[index].heard + settings.timeout {
                counters.timedOut += 1
                drop(index, .silent, into: &notices)
            } else if sessions[index].isDeaf(at: now, settings) {
                drop(index, .notReading, into: &notices)
            } else {
                index += 1
            }
        }
    }

    // MARK: - The table

    func index(of peer: RoutingID) -> Int? {
        for index in sessions.indices where sessions[index].peer == peer { return index }
        return nil
    }

    func established(_ account: AccountNumber) -> Int? {
        for index in sessions.indices
        where sessions[index].isEstablished && sessions[index].hello.account == account { return index }
        return nil
    }

    func holder(of account: AccountNumber, aliveAt now: Instant) -> Int? {
        guard let index = established(account), now < sessions[index].heard + settings.timeout else {
            return nil
        }
        return index
    }

    mutating func dropSilentHolder(of account: AccountNumber, into notices: inout [LinkNotice]) {
        guard let index = established(account) else { return }
        counters.timedOut += 1
        drop(index, .silent, into: &notices)
    }

    /// Evicts the oldest unfinished handshake if the table is full; refuses `peer` if there is none.
    mutating func makeRoom(for peer: RoutingID) -> Bool {
        guard sessions.count >= settings.sessionsMax else { return true }
        guard let oldest = sessions.firstIndex(where: { !$0.isEstablished }) else {
            counters.refusedNotConfigured += 1
            refuse(peer, .accountNotConfigured, "too many terminals are connected")
            return false
        }
        counters.evicted += 1
        sessions.remove(at: oldest)
        return true
    }

    /// Forgets a session; its account is told only if the link had been established.
    mutating func drop(_ index: Int, _ loss: LinkLoss, into notices: inout [LinkNotice]) {
        let session = sessions.remove(at: index)
        if loss == .notReading { counters.notReading += 1 }
        guard session.isEstablished else { return }
        notices.append(LinkNotice(account: session.hello.account, event: .lost(loss)))
    }
}
