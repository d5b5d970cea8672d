import Core
import Journal

/// Puts records into words, one after the other: it knows what the earlier ones of the position said.
///
/// Requests are counted from 1 within the story, because their real numbers have up to twenty digits.
struct StoryTeller {
    struct Said {
        var text: String
        var details: [String] = []
    }

    let currency: String
    var symbol = TradedSymbol(name: "", digits: 0)
    var side: Side?
    var volume = Volume.zero
    var summary = "its opening is not in the log"
    /// What was asked for, by request.
    private var asked: [RequestID: (number: Int, what: String)] = [:]

    init(currency: String) { self.currency = currency }

    /// - Returns: `nil` for what says nothing of a position.
    mutating func tell(_ record: TradeRecord) -> Said? {
        switch record.event {
        case .opened(let event): opened(event)
        case .ticketChanged(let event):
            Said(text: "The broker changed the ticket to \(event.shown.rawValue)")
        case .deal(let event): deal(event)
        case .closed(let event): closed(event)
        case .stopRequested(let event): stopRequested(event)
        case .takeProfitRequested(let event): takeProfitRequested(event)
        case .closeRequested(let event): closeRequested(event)
        case .confirmed(let event): confirmed(event)
        case .rejected(let event): rejected(event)
        case .declined(let event): declined(event)
        case .unknown(let event): unknown(event)
        case .resolved(let event): resolved(event)
        case .lateAnswer(let event): lateAnswer(event)
        case .leaseTimeout(let event): leaseTimeout(event)
        case .failSafe(let event): failSafe(event)
        case .ordered(let event): ordered(event)
        case .personEdited(let event): personEdited(event)
        case .takeProfitLost(let event): takeProfitLost(event)
        case .lateRegression(let event): lateRegression(event)
        case .guardActed(let event): guardActed(event)
        case .uncovered(let event): uncovered(event)
        case .setAside(let event):
            Said(text: "Answers were slow for \(Self.span(event.waited)): its less urgent moves wait")
        case .orphan(let event): Said(text: "Unexplained: \(event.text)")
        case .started(let event):
            Said(text: "Backstop started, mode \(Self.word(event.mode))")
        case .stopped(let event): Said(text: "Backstop ended: \(event.reason)")
        case .linked: Said(text: "The terminal connected")
        case .linkLost(let event):
            Said(text: "The terminal was lost (\(event.reason)), after \(Self.span(event.lasted))")
        case .modeChanged(let event):
            Said(
                text: "Mode \(Self.word(event.mode)) instead of \(Self.word(event.previous)): \(event.reason)"
            )
        case .breaker(let event): breaker(event, on: record.ticket)
        case .killSwitch(let event): killSwitch(event)
        case .incident(let event): Said(text: "Incident: \(event.text)")
        case .gap(let event):
            Said(text: "\(event.records) records of the account could not be kept here")
        case .reconciliation, .minute, .sample, .decision, .repaired: nil
        }
    }

    // MARK: - Requests by their number in the story

    /// The number of a request that is told of for the first time, and what it asks for.
    mutating func begin(_ request: RequestID?, _ what: String) -> String {
        guard let request else { return "shadow mode, nothing is sent" }
        asked[request] = (asked.count + 1, what)
        return "request \(asked.count)"
    }

    /// A request with what it asked for, as the subject of a sentence.
    func name(_ request: RequestID) -> String {
        guard let known = asked[request] else { return "An earlier request" }
        return "Request \(known.number) (\(known.what))"
    }

    func knows(_ request: RequestID) -> Bool { asked[request] != nil }
}
