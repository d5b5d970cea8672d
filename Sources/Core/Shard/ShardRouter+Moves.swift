/// Symbols that change their place.
///
/// The old place is told to give the symbol away. From that moment on its events go to the new place, where
/// nothing may be stepped until the desk has arrived: whoever carries the messages holds back all of that
/// place's, so that even a snapshot or a change of orders finds the symbol where it belongs. One move at a time.
extension ShardRouter {
    struct Move: Sendable {
        let symbol: SymbolID
        let origin: Int
        let destination: Int
        /// Of the event that asked for the desk.
        let ordinal: UInt64
    }

    /// What a move under way waits for.
    public struct MovePlaces: Hashable, Sendable, BitwiseCopyable {
        public let origin: Int
        public let destination: Int
    }

    /// `nil` while nothing moves.
    public var movePlaces: MovePlaces? {
        moving.map { MovePlaces(origin: $0.origin, destination: $0.destination) }
    }

    /// Asks the present place for a symbol's desk.
    ///
    /// - Returns: whether there is something to move; the destination must be held back if so.
    public mutating func beginMove(
        of symbol: SymbolID, to destination: Int, into routed: inout [RoutedEvent]
    ) -> Bool {
        guard moving == nil, let origin = reseat(symbol, at: destination) else { return false }
        let ordinal = send(.release(symbol), to: origin, into: &routed)
        moving = Move(symbol: symbol, origin: origin, destination: destination, ordinal: ordinal)
        return true
    }

    /// The desk has come.
    ///
    /// - Returns: what the destination must be told before anything that was held back; `nil` for a desk that
    ///   nobody waits for any more.
    public mutating func finishMove(_ desk: HandedDesk, causedBy ordinal: UInt64) -> RoutedEvent? {
        guard let move = moving, move.ordinal == ordinal else { return nil }
        moving = nil
        return RoutedEvent(place: move.destination, ordinal: ordinal, event: .adopt(desk))
    }

    /// One of the two shards is lost. The symbol stays at its new place, which is to be rebuilt from the
    /// account's book, since the desk may never come.
    public mutating func abandonMove() { moving = nil }
}
