import Core
import Journal

/// What people did, and what was done about it.
extension StoryTeller {
    func personEdited(_ event: PersonEdited) -> Said {
        var changes: [String] = []
        if event.oldStop != event.stop {
            changes.append("stop \(level(event.oldStop)) to \(level(event.stop))")
        }
        if event.oldTakeProfit != event.takeProfit {
            changes.append("take-profit \(level(event.oldTakeProfit)) to \(level(event.takeProfit))")
        }
        let what = changes.isEmpty ? "nothing that shows" : changes.joined(separator: ", ")
        return Said(text: "Somebody else changed \(what)")
    }

    func takeProfitLost(_ event: TakeProfitLost) -> Said {
        let lost = level(event.takeProfit)
        return switch event.remedy {
        case .restoring:
            Said(text: "A request of ours overwrote the take-profit \(lost) that a person had set")
        case .restored: Said(text: "The take-profit \(lost) is back")
        case .notRestored: Said(text: "The take-profit \(lost) could not be put back: please set it again")
        }
    }

    func lateRegression(_ event: LateRegression) -> Said {
        Said(
            text: "The broker executed an old request late: stop \(level(event.oldStop)) became "
                + "\(level(event.stop)); it is tightened again")
    }

    func ordered(_ event: OrderGiven) -> Said {
        let what =
            switch event.order {
            case .release: "leave this position alone"
            case .breakEven: "stop to break-even"
            case .setStop: "stop to \(level(event.price))"
            }
        let reason = event.reason.isEmpty ? "" : ": \(Self.printable(event.reason))"
        return Said(text: "A person ordered (\(Self.words(event.by))): \(what)\(reason)")
    }

    func killSwitch(_ event: KillSwitchMoved) -> Said {
        let reason = event.reason.isEmpty ? "" : ": \(Self.printable(event.reason))"
        let what =
            switch event.level {
            case .none: "Kill switch lifted (was \(Self.word(event.previous)))"
            case .pause: "Kill switch at pause: no stop is tightened, the cap still holds"
            case .freeze: "Kill switch at freeze: no request leaves"
            case .flatten: "Kill switch at flatten: everything is to be closed"
            }
        return Said(text: "\(what), by \(Self.words(event.by))\(reason)")
    }

    func breaker(_ event: BreakerMoved, on ticket: Ticket?) -> Said {
        let whose = ticket == nil ? "of every position" : "of this position"
        switch event.state {
        case .closed: return Said(text: "The less urgent moves \(whose) go on")
        case .opened:
            let why = event.cause.map { Self.words($0) } ?? "the terminal is slow"
            return Said(text: "The less urgent moves \(whose) wait: \(why)")
        }
    }
}
