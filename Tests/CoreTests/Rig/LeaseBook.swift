@testable import Core

/// S4, checked a second time: a lease is taken when it is free, and returned by its holder alone.
struct LeaseBook {
    /// Who holds what, by the account's own word.
    private var holders: [Ticket: RequestID] = [:]
    private(set) var changes: [LeaseChange] = []
    var heldCount: Int { holders.count }

    /// Takes a change in; what is wrong with it, or `nil`.
    mutating func follow(_ change: LeaseChange) -> String? {
        changes.append(change)
        switch change {
        case .taken(let ticket, let request, _):
            defer { holders[ticket] = request }
            return holders[ticket].map { "lease of \(ticket) taken from \($0)" }
        case .wanted(let ticket, _):
            return holders[ticket] == nil ? "lease of \(ticket) waited for while free" : nil
        case .returned(let ticket, let request):
            defer { holders[ticket] = nil }
            return holders[ticket] == request ? nil : "lease of \(ticket) returned by \(request)"
        }
    }

    /// Why a command may not go out, or `nil`.
    func objection(to request: RequestID, for ticket: Ticket) -> String? {
        holders[ticket] == request ? nil : "\(request) sent without the lease of \(ticket)"
    }
}
