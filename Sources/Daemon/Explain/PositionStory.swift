import Core
import Journal

/// The story of one position: what happened, in order, in plain words.
struct PositionStory: Encodable {
    struct Line: Encodable, Equatable {
        /// UTC, to the millisecond.
        var at: String
        var record: UInt64
        var event: String
        var text: String
        /// The numbers behind it.
        var details: [String]
    }

    var account: UInt64
    var ticket: UInt64
    var symbol: String
    var currency: String
    var summary: String
    var lines: [Line]

    init(_ log: PositionLog, account: AccountNumber) {
        var teller = StoryTeller(currency: log.currency)
        self.account = account.rawValue
        ticket = log.ticket.rawValue
        currency = log.currency
        lines = log.records.compactMap { record in
            guard let said = teller.tell(record) else { return nil }
            return Line(
                at: record.clock, record: record.sequence, event: record.event.name.rawValue, text: said.text,
                details: said.details)
        }
        symbol = teller.symbol.name
        summary = teller.summary
    }

    /// For a person: times in one column, what was said in the other.
    var text: String {
        var text = "Position \(ticket), account \(account): \(summary)\n"
        text += "Times in UTC" + (currency.isEmpty ? "" : ", money in \(currency)") + ".\n\n"
        for line in lines {
            text += "\(line.at)  \(line.text)\n"
            for detail in line.details { text += Self.margin + detail + "\n" }
        }
        return text
    }

    /// As wide as a time and the gap behind it, and a little more.
    private static let margin = String(repeating: " ", count: 23 + 2 + 2)
}
