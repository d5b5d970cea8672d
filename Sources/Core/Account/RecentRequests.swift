/// The last few requests of some kind, oldest first.
///
/// Bound: `capacity`; the oldest makes room. A linear search over a few dozen numbers, off the hot path.
struct RecentRequests: Codable, Sendable {
    static let capacity = 64

    private var requests: [RequestID] = []

    mutating func insert(_ request: RequestID) {
        if requests.count == Self.capacity { requests.removeFirst() }
        requests.append(request)
    }

    /// Whether it was there; it no longer is.
    mutating func remove(_ request: RequestID) -> Bool {
        guard let place = requests.firstIndex(of: request) else { return false }
        requests.remove(at: place)
        return true
    }
}
