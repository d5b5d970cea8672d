import Core
import Journal

/// What was asked for and why, and what became of it.
extension StoryTeller {
    mutating func stopRequested(_ event: StopRequested) -> Said {
        let number = begin(event.request, "stop \(price(event.stop))")
        let wish =
            switch event.disposition {
            case .sent: "Stop \(price(event.stop)) asked for"
            case .shadow: "Would have asked for stop \(price(event.stop))"
            }
        var details = [quote(event.bid, event.ask, event.spread), candidates(event)].compactMap { $0 }
        let limits = Self.words(event.limits)
        if !limits.isEmpty { details.append("limits: " + limits.joined(separator: "; ")) }
        details.append(risk(event))
        if event.isCapUnreachable {
            details.append("the stop that the loss cap asks for cannot be placed: this is the best there is")
        }
        return Said(
            text: "\(wish) instead of \(level(event.oldStop)): \(Self.words(event.rule)) (\(number))",
            details: details)
    }

    private func quote(_ bid: Price?, _ ask: Price?, _ spread: Int64?) -> String? {
        guard let bid, let ask else { return "no quote was known" }
        return "bid \(price(bid)), ask \(price(ask))" + (spread.map { ", spread \($0) points" } ?? "")
    }

    /// The rule that won and those that lost, each with its stop.
    private func candidates(_ event: StopRequested) -> String {
        let losers = Rule.allCases.compactMap { rule in
            rule == event.rule ? nil : event.candidates[rule].map { "\(Self.words(rule)) \(price($0))" }
        }
        let winner =
            "\(Self.words(event.rule)) \(price(event.candidates[event.rule] ?? event.stop)) won"
            + (losers.isEmpty ? ", no other rule asked" : " over " + losers.joined(separator: ", "))
        return winner + (event.peak.map { "; best price so far \(price($0))" } ?? "")
    }

    private func risk(_ event: StopRequested) -> String {
        let most = "by price alone it may lose \(Self.money(event.maxLoss))"
        guard let worst = event.worstCase else { return "what it could cost is not known; \(most)" }
        let outcome =
            worst > .zero
            ? "costs \(Self.money(worst)) with all costs"
            : "still earns \(Self.money(Money(units: -worst.units))) after all costs"
        return "if that stop is hit it \(outcome); \(most)"
    }

    mutating func takeProfitRequested(_ event: TakeProfitRequested) -> Said {
        let number = begin(event.request, "take-profit \(level(event.takeProfit))")
        return Said(
            text: "Take-profit \(level(event.takeProfit)) asked for again instead of "
                + "\(level(event.oldTakeProfit)) (\(number))")
    }

    mutating func closeRequested(_ event: CloseRequested) -> Said {
        let number = begin(event.request, "close")
        let wish =
            switch event.disposition {
            case .sent: "Close asked for"
            case .shadow: "Would have closed it"
            }
        let why =
            switch event.reason {
            case .capReached: "its loss has reached the cap and no stop protects it"
            case .flatten: "everything is to be closed"
            case .capUnreachable: "the broker's stops level leaves no room for a stop at the cap"
            case .profitTarget: "a target is reached, which closes \(Self.lots(event.volume)) lots of it"
            }
        var details = [quote(event.bid, event.ask, nil)].compactMap { $0 }
        if let loss = event.floatingLoss { details.append("closing costs \(Self.money(loss))") }
        return Said(text: "\(wish): \(why) (\(number))", details: details)
    }

    func confirmed(_ event: RequestConfirmed) -> Said {
        Said(text: "\(name(event.request)) confirmed by the position itself after \(Self.span(event.after))")
    }

    func rejected(_ event: RequestRejected) -> Said {
        Said(
            text: "\(name(event.request)) rejected by the broker: \(Self.words(event.meaning)) "
                + "(code \(event.code))")
    }

    func declined(_ event: RequestDeclined) -> Said {
        Said(text: "\(name(event.request)) not sent on by the EA: \(Self.words(event.refusal))")
    }

    func unknown(_ event: RequestUnknown) -> Said {
        let why =
            switch event.doubt {
            case .deadline: "no answer in \(Self.span(event.after))"
            case .answer: "the answer leaves it open"
            case .link: "the terminal was lost"
            case .verification: "answered, but the position does not show it"
            }
        return Said(text: "\(name(event.request)) is of unknown fate: \(why); the position is read back")
    }

    func resolved(_ event: RequestResolved) -> Said {
        let how =
            switch event.resolution {
            case .confirmed: "took effect"
            case .rejected: "was rejected by the broker"
            case .declined: "was not sent on by the EA"
            case .notApplied: "read back: it did not happen"
            case .gone: "ended with the position, which is closed"
            case .superseded: "gave way to something more urgent"
            }
        let code = event.code == 0 ? "" : " (code \(event.code))"
        return Said(text: "\(name(event.request)) \(how)\(code), after \(Self.span(event.after))")
    }

    /// Such an answer names no position: only those to requests of this one are told.
    func lateAnswer(_ event: LateAnswer) -> Said? {
        guard knows(event.request) else { return nil }
        return Said(text: "\(name(event.request)) was answered only here, long after it had ended")
    }

    func leaseTimeout(_ event: LeaseTimeout) -> Said {
        Said(
            text: "\(name(event.request)) has held the position for \(Self.span(event.held)): "
                + "the position is read back")
    }

    func failSafe(_ event: FailSafeRefused) -> Said {
        let what = event.stop.map { "Stop \(price($0))" } ?? "A close"
        var details: [String] = []
        if let worst = event.worstCase, let limit = event.limit {
            details.append("it could cost \(Self.money(worst)), the cap allows \(Self.money(limit))")
        }
        return Said(
            text: "\(what) held back by the last check: \(Self.words(event.denial))", details: details)
    }
}
