/// What happened to a position's lease: for the table in which every thread can check it.
public enum LeaseChange: Hashable, Codable, Sendable, BitwiseCopyable {
    /// Taken for this request, which is the lease's generation; said before the request is sent.
    case taken(Ticket, RequestID, Lane)
    /// A proposal of this lane waits for the request under way; may be said again.
    case wanted(Ticket, Lane)
    /// The request of this generation has ended.
    case returned(Ticket, RequestID)
}
