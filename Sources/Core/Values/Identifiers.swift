/// A position's ticket at the broker. It can change while the position lives (a netting reversal, a swap
/// re-opening); `PositionID` does not.
public struct Ticket: Hashable, Comparable, Codable, Sendable, BitwiseCopyable {
    public let rawValue: UInt64
    @inlinable public init(_ rawValue: UInt64) { self.rawValue = rawValue }
    @inlinable public static func < (left: Ticket, right: Ticket) -> Bool { left.rawValue < right.rawValue }
}

/// A position's identifier: the ticket of the order that opened it, carried by all its deals.
public struct PositionID: Hashable, Codable, Sendable, BitwiseCopyable {
    public let rawValue: UInt64
    @inlinable public init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

/// A symbol's number on one link, given by its specification message; dense from 0.
public struct SymbolID: Hashable, Comparable, Codable, Sendable, BitwiseCopyable {
    public let rawValue: UInt16
    @inlinable public init(_ rawValue: UInt16) { self.rawValue = rawValue }
    @inlinable public static func < (left: SymbolID, right: SymbolID) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// The number that marks which program opened a position; 0 is a person.
public struct Magic: Hashable, Codable, Sendable, BitwiseCopyable {
    public static let manual = Magic(0)
    public let rawValue: UInt64
    @inlinable public init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

/// A trading account's login number.
public struct AccountNumber: Hashable, Codable, Sendable, BitwiseCopyable {
    public let rawValue: UInt64
    @inlinable public init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

/// The number of one request; per account it only ever grows, across restarts. It is also the generation
/// of the position's lease: an answer that names another request belongs to a lease long ended.
public struct RequestID: Hashable, Comparable, Codable, Sendable, BitwiseCopyable {
    public let rawValue: UInt64
    @inlinable public init(_ rawValue: UInt64) { self.rawValue = rawValue }
    @inlinable public static func < (left: RequestID, right: RequestID) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// What fences old commands: it grows at every start of the daemon and whenever a kill level is latched;
/// the EA executes nothing that carries an older one.
public struct Epoch: Hashable, Comparable, Codable, Sendable, BitwiseCopyable {
    /// Before the daemon has named one.
    public static let none = Epoch(0)
    public let rawValue: UInt64
    @inlinable public init(_ rawValue: UInt64) { self.rawValue = rawValue }
    @inlinable public static func < (left: Epoch, right: Epoch) -> Bool { left.rawValue < right.rawValue }
    public var next: Epoch { Epoch(rawValue + 1) }
}
