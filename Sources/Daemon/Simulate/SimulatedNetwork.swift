import Bridge
import Broker
import Core

/// The connection between one EA and the daemon, on virtual time: latency, stalls, resets and half-open
/// periods. Within one connection nothing is reordered, doubled or lost in the middle, as TCP promises.
///
/// Bound: `framesMax` frames per direction; a daemon's send beyond it is told `blocked`.
struct SimulatedNetwork: FrameSender {
    static let framesMax = 1_000

    struct Direction {
        struct Entry {
            var due: Instant
            var connection: Int32
            var bytes: [UInt8]
        }

        private var entries: [Entry] = []
        private var first = 0
        private var lastDue = Instant.zero
        /// Nothing arrives before this moment.
        var stalledUntil = Instant.zero

        var count: Int { entries.count - first }
        var nextDue: Instant { first < entries.count ? max(entries[first].due, stalledUntil) : .never }

        mutating func insert(_ bytes: [UInt8], connection: Int32, due: Instant) {
            lastDue = max(lastDue, due)
            entries.append(Entry(due: lastDue, connection: connection, bytes: bytes))
        }

        mutating func pop(until now: Instant) -> Entry? {
            guard nextDue <= now else { return nil }
            defer {
                first += 1
                if first == entries.count {
                    entries.removeAll(keepingCapacity: true)
                    first = 0
                }
            }
            return entries[first]
        }

        mutating func removeAll() {
            entries.removeAll(keepingCapacity: true)
            first = 0
        }
    }

    private var random: Generator
    var toDaemon = Direction()
    var toAgent = Direction()
    private(set) var isConnected = false
    /// Tells one connection from the next.
    private(set) var connection: Int32 = 0
    /// Both ends believe in the connection, and nothing gets through.
    private(set) var isHalfOpen = false
    var isDaemonUp = false
    private var outageUntil = Instant.zero
    private var peer = RoutingID(BootID(0))
    /// The moment of the daemon's wake-up under way, which is when its frames leave.
    var now = Instant.zero

    init(seed: UInt64) { random = Generator(seed: seed, purpose: 0x4E) }

    var nextDue: Instant { min(toDaemon.nextDue, toAgent.nextDue) }

    /// - Returns: whether somebody listens at the other end.
    mutating func connect(_ boot: BootID, at now: Instant) -> Bool {
        guard isDaemonUp, now >= outageUntil else { return false }
        isConnected = true
        isHalfOpen = false
        connection += 1
        peer = RoutingID(boot)
        toAgent.removeAll()
        return true
    }

    /// The EA closes its end: what it has sent still arrives, what was on its way to it does not.
    mutating func closeFromAgent() {
        isConnected = false
        toAgent.removeAll()
    }

    /// The connection is reset: everything on its way is lost.
    mutating func reset() {
        isConnected = false
        toAgent.removeAll()
        toDaemon.removeAll()
    }

    mutating func beginOutage(_ span: TimeSpan, isHalfOpen: Bool, at now: Instant) {
        outageUntil = max(outageUntil, now + span)
        self.isHalfOpen = isHalfOpen && isConnected
        if isHalfOpen {
            toAgent.removeAll()
            toDaemon.removeAll()
        } else {
            reset()
        }
    }

    mutating func sendFromAgent(_ bytes: [UInt8], at now: Instant) {
        guard isConnected, !isHalfOpen else { return }
        toDaemon.insert(bytes, connection: connection, due: now + travel())
    }

    mutating func send(_ frame: UnsafeRawBufferPointer, to peer: RoutingID) -> SendOutcome {
        guard isConnected, peer == self.peer else { return .unreachable }
        guard toAgent.count < Self.framesMax else { return .blocked }
        if !isHalfOpen { toAgent.insert(Array(frame), connection: connection, due: now + travel()) }
        return .sent
    }

    var peerName: RoutingID { peer }

    /// Usually some tens of microseconds; now and then a few milliseconds.
    private mutating func travel() -> TimeSpan {
        if random.happens(partsPerMillion: 10_000) {
            return TimeSpan(nanoseconds: random.between(1_000_000, 20_000_000))
        }
        return TimeSpan(nanoseconds: random.between(30_000, 300_000))
    }
}
