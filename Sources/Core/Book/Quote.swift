/// The market of one symbol as last accepted, safe for stop arithmetic even when the feed crosses.
///
/// A feed may quote bid above ask. Stops are then measured from the worse of the two for each side, so a
/// crossed quote can make a stop more cautious, never tighter than the market allows.
///
/// Refused and counted by the owner: a bid or ask that is not positive or beyond `Price.limit`, extremes
/// that do not span the quote. A quote older than the last one moves the price but no peak.
public struct Quote: Hashable, Codable, Sendable, BitwiseCopyable {
    public enum Refusal: Sendable, BitwiseCopyable {
        case notQuotable
        case extremesInverted
    }

    public let bid: Price
    public let ask: Price
    public let time: MarketTime
    public let seen: Instant

    public init(bid: Price, ask: Price, time: MarketTime, seen: Instant) {
        self.bid = bid
        self.ask = ask
        self.time = time
        self.seen = seen
    }

    /// Where a position of `side` could be closed: the price its stop is measured from.
    @inlinable public func exit(of side: Side) -> Price {
        side == .buy ? min(bid, ask) : max(bid, ask)
    }

    @inlinable public var isCrossed: Bool { bid > ask }

    /// Why a tick cannot be used, or `nil` when it can.
    @inlinable public static func refusal(of tick: Tick) -> Refusal? {
        guard tick.bid.isQuotable, tick.ask.isQuotable, tick.bidHigh.isQuotable, tick.bidLow.isQuotable,
            tick.askHigh.isQuotable, tick.askLow.isQuotable
        else { return .notQuotable }
        guard tick.bidLow <= tick.bid, tick.bid <= tick.bidHigh, tick.askLow <= tick.ask,
            tick.ask <= tick.askHigh
        else { return .extremesInverted }
        return nil
    }
}
