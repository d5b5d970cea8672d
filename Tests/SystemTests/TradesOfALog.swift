import Core
import Journal

/// What the trade log of the one account in a state folder says of openings and ends.
struct TradesOfALog {
    private(set) var opened = 0
    private(set) var closed = 0
    private(set) var orphans = 0
    /// Tickets with more than one opening or end, or an end without an opening.
    private(set) var doubled: Set<Ticket> = []
    /// Profit and costs of all that has ended.
    private(set) var result = Money.zero

    init(in state: String) throws {
        guard let account = try LogFolder.accounts(in: state).first else { return }
        var tail = try LogTail(LogFolder(account: account, in: state))
        var open: Set<Ticket> = []
        var known: Set<Ticket> = []
        while let record = try tail.next()?.record {
            if case .opened = record.event, let ticket = record.ticket {
                opened += 1
                open.insert(ticket)
                if !known.insert(ticket).inserted { doubled.insert(ticket) }
            } else if case .closed(let end) = record.event, let ticket = record.ticket {
                closed += 1
                if open.remove(ticket) == nil { doubled.insert(ticket) }
                for amount in [end.profit, end.commission, end.swap, end.fee] {
                    result = result + (amount ?? .zero)
                }
            } else if case .orphan = record.event {
                orphans += 1
            }
        }
    }
}
