import Broker
import Core

/// S12: whether the daemon's view of the positions has equalled the broker's lately.
///
/// The two differ for moments all the time, because news travels. What counts is how long they differ without
/// a break.
struct ConvergenceWatch {
    static let patience = TimeSpan.seconds(5)

    private var differsSince: Instant?

    /// - Returns: what differs, once it has for longer than `patience`.
    mutating func difference(
        _ ours: [Core.Position]?, _ theirs: [Broker.Position], at now: Instant
    ) -> String? {
        guard let difference = first(ours, theirs) else {
            differsSince = nil
            return nil
        }
        guard let since = differsSince else {
            differsSince = now
            return nil
        }
        return now - since > Self.patience ? difference : nil
    }

    private func first(_ ours: [Core.Position]?, _ theirs: [Broker.Position]) -> String? {
        guard let ours else { return "the daemon is down" }
        let sorted = theirs.sorted { $0.ticket < $1.ticket }
        guard ours.count == sorted.count else {
            return "the daemon sees \(ours.count) positions, the broker has \(sorted.count)"
        }
        for (mine, theirs) in zip(ours, sorted) {
            if mine.ticket != theirs.ticket || mine.volume != theirs.volume
                || mine.stopLoss != theirs.stopLoss
                || mine.takeProfit != theirs.takeProfit
            {
                return "position \(theirs.ticket.rawValue): the daemon sees stop "
                    + "\(mine.stopLoss?.points ?? 0), the broker has \(theirs.stopLoss?.points ?? 0)"
            }
        }
        return nil
    }
}
