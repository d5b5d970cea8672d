/// The latest delivery of each start of an EA: acknowledging it acknowledges those before it of the same start,
/// and of no other.
///
/// Bound: the starts of the EA between two writes.
struct LatestDeliveries: Hashable, Sendable {
    private(set) var all: [Delivery] = []

    var isEmpty: Bool { all.isEmpty }

    mutating func note(_ delivery: Delivery) {
        guard let index = all.firstIndex(where: { $0.boot == delivery.boot }) else {
            all.append(delivery)
            return
        }
        if all[index].number < delivery.number { all[index] = delivery }
    }

    mutating func note(_ others: LatestDeliveries) {
        for delivery in others.all { note(delivery) }
    }

    mutating func removeLast() { all.removeLast() }
}
