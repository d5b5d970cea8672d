import Core
import Journal

/// The plain words for every choice that the log knows.
extension StoryTeller {
    static func word(_ side: Side) -> String {
        switch side {
        case .buy: "BUY"
        case .sell: "SELL"
        }
    }

    static func word(_ mode: ControlMode) -> String {
        switch mode {
        case .shadow: "shadow"
        case .protect: "protect"
        case .manage: "manage"
        }
    }

    static func word(_ level: KillLevel) -> String {
        switch level {
        case .none: "none"
        case .pause: "pause"
        case .freeze: "freeze"
        case .flatten: "flatten"
        }
    }

    static func words(_ rule: Rule) -> String {
        switch rule {
        case .protective: "loss cap"
        case .trailing: "trailing stop"
        case .repair: "repair of a loosened stop"
        case .tightest: "tightest stop the broker allows"
        case .breakEven: "break-even"
        case .profitLock: "profit lock"
        case .initial: "initial stop"
        case .profitSteps: "profit steps"
        case .peakShare: "share of the best profit"
        case .chandelier: "chandelier"
        case .swing: "swing stop"
        case .parabolic: "parabolic"
        case .ageBreakEven: "break-even by age"
        case .ageTightening: "tightening by age"
        case .sessionEnd: "end of the session"
        case .weekEnd: "end of the week"
        }
    }

    static func words(_ limits: StopLimits) -> [String] {
        let all: [(StopLimits, String)] = [
            (.cap, "tightened to the loss cap"), (.ratchet, "never looser than the present stop"),
            (.stopsLevel, "kept away from the market by the broker's stops level"),
            (.freezeLevel, "held by the broker's freeze level"), (.tickGrid, "rounded to the tick size"),
            (.step, "held to the smallest step"), (.pace, "wider steps, because the day's requests run low"),
            (.wanted, "at least as tight as the move under way"),
            (.clearance, "kept away from the market by the rules' own buffer"),
        ]
        return all.filter { limits.contains($0.0) }.map(\.1)
    }

    static func cause(_ reason: Deal.Reason) -> String {
        switch reason {
        case .unknown: "for an unknown reason"
        case .client: "by a person"
        case .expert: "by an expert advisor"
        case .stopLoss: "by its stop-loss"
        case .takeProfit: "by its take-profit"
        case .stopOut: "by the broker, for want of margin"
        case .other: "by the broker"
        }
    }

    static func words(_ meaning: Rejection) -> String {
        switch meaning {
        case .repriced: "the price had moved"
        case .busy: "it was busy"
        case .marketClosed: "the market is closed"
        case .forbidden: "trading is not allowed"
        case .invalid: "it does not take such a level"
        }
    }

    static func words(_ denial: Denial) -> String {
        switch denial {
        case .noImprovement: "the stop in place is as tight"
        case .beyondCap: "beyond the loss cap"
        case .offGrid: "not on the symbol's tick size"
        case .killed: "the mode or the kill switch forbids it"
        case .covered: "a stop protects it"
        case .notManaged: "it is not managed"
        case .positionGone: "it is closed"
        case .closing: "it is being closed"
        }
    }

    static func words(_ refusal: RequestResult.Refusal) -> String {
        switch refusal {
        case .none: "without a reason"
        case .epoch: "the daemon had restarted meanwhile"
        case .deadline: "too late"
        case .levelsDiffer: "stop or take-profit had changed meanwhile"
        case .beyondMaxLoss: "the terminal values the loss higher than allowed"
        case .stopsLevel: "closer than the broker's stops level"
        case .freezeLevel: "within the broker's freeze level"
        case .notPermitted: "the terminal does not permit trading"
        case .noSuchPosition: "the position is closed"
        case .nothingToChange: "nothing to change"
        case .latched: "the kill switch"
        case .wouldLoosen: "it would loosen the stop"
        case .busy: "another request is under way"
        case .volume: "the volume does not fit"
        case .notConnected: "no connection to the broker"
        case .notSent: "the terminal would not send it"
        case .offGrid: "not on the symbol's tick size"
        }
    }

    static func words(_ reason: UncoveredReason) -> String {
        switch reason {
        case .linkDown: "the terminal is not connected"
        case .notSynchronized: "the terminal has not told its positions yet"
        case .notPermitted: "trading is not allowed"
        case .marketClosed: "the market is closed"
        case .frozen: "the kill switch"
        case .shadow: "shadow mode"
        case .closing: "it is being closed"
        case .inFlight: "the request is under way"
        case .unknown: "the request is of unknown fate"
        case .backingOff: "the last attempt failed, the next one waits"
        case .windowFull: "others come first"
        case .undecided: "no stop could be decided on"
        }
    }

    static func words(_ cause: BreakerCause) -> String {
        switch cause {
        case .timeout: "an answer did not come in time"
        case .slow: "answers are slow"
        case .blocked: "the terminal is stuck"
        }
    }

    static func words(_ hand: Hand) -> String {
        switch hand {
        case .command: "a command"
        case .web: "the dashboard"
        case .panel: "the chart's panel"
        case .file: "a file"
        case .signal: "a signal"
        case .daemon: "Backstop itself"
        }
    }
}
