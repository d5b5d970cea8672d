import Core

/// What an EA's files keep across restarts: the highest epoch, the guard's policy, its own latch, and the
/// last requests with their answers.
///
/// Bound: `requestsMax` requests; the oldest whose fate is known makes room, and its number becomes the
/// floor below which a request counts as forgotten, never as new.
struct AgentMemory: Sendable {
    static let requestsMax = 2_048

    var highestEpoch = Epoch.none
    var policy: GuardPolicy?
    var latch = KillLevel.none
    var events = AgentEvents()
    private(set) var floor = RequestID(0)
    private var requests: [RequestID: AgentRequest] = [:]
    private var ages: [RequestID] = []
    private var oldest = 0

    init() {}

    subscript(id: RequestID) -> AgentRequest? { requests[id] }

    /// The stricter of the chart's latch and the daemon's.
    var effectiveLatch: KillLevel { max(latch, policy?.latch ?? .none) }

    /// Whether the request may have been taken and forgotten.
    func mayBeForgotten(_ id: RequestID) -> Bool { id <= floor }

    mutating func update(_ request: AgentRequest) { requests[request.id] = request }

    mutating func remember(_ request: AgentRequest) {
        if requests.updateValue(request, forKey: request.id) == nil { ages.append(request.id) }
        while ages.count - oldest > Self.requestsMax { forgetOldest() }
    }

    private mutating func forgetOldest() {
        let id = ages[oldest]
        oldest += 1
        if let request = requests[id], request.isOpen, request.state == .inFlight {
            ages.append(id)
            return
        }
        requests[id] = nil
        if id > floor, id.rawValue >> 63 == 0 { floor = id }
        if oldest > Self.requestsMax {
            ages.removeFirst(oldest)
            oldest = 0
        }
    }

    /// The program has ended: what was in flight is of unknown fate, and its terminal number means nothing
    /// any more.
    mutating func programEnded() {
        events.programEnded()
        for id in ages[oldest...] {
            guard var request = requests[id] else { continue }
            request.number = nil
            if request.state == .inFlight { request.state = .fateUnknown }
            requests[id] = request
        }
    }
}
