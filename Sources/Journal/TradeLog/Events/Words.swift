import Core

// The words of Core's own choices in the log.

extension Side: LogWord {
    var word: StaticString {
        switch self {
        case .buy: "buy"
        case .sell: "sell"
        }
    }
}

extension Lane: LogWord {
    var word: StaticString {
        switch self {
        case .flatten: "flatten"
        case .cap: "cap"
        case .firstStop: "first_stop"
        case .profitLock: "profit_lock"
        case .breakEven: "break_even"
        case .trailing: "trailing"
        }
    }
}

extension Rule: LogWord {
    var word: StaticString {
        switch self {
        case .protective: "protective"
        case .tightest: "tightest"
        case .repair: "repair"
        case .initial: "initial"
        case .profitLock: "profit_lock"
        case .profitSteps: "profit_steps"
        case .peakShare: "peak_share"
        case .breakEven: "break_even"
        case .ageBreakEven: "age_break_even"
        case .trailing: "trailing"
        case .chandelier: "chandelier"
        case .swing: "swing"
        case .parabolic: "parabolic"
        case .ageTightening: "age_tightening"
        case .sessionEnd: "session_end"
        case .weekEnd: "week_end"
        }
    }
}

extension ControlMode: LogWord {
    var word: StaticString {
        switch self {
        case .shadow: "shadow"
        case .protect: "protect"
        case .manage: "manage"
        }
    }
}

extension KillLevel: LogWord {
    var word: StaticString {
        switch self {
        case .none: "none"
        case .pause: "pause"
        case .freeze: "freeze"
        case .flatten: "flatten"
        }
    }
}

extension MarginMode: LogWord {
    var word: StaticString {
        switch self {
        case .netting: "netting"
        case .exchange: "exchange"
        case .hedging: "hedging"
        }
    }
}

extension Deal.Kind: LogWord {
    var word: StaticString {
        switch self {
        case .buy: "buy"
        case .sell: "sell"
        case .other: "other"
        }
    }
}

extension Deal.Entry: LogWord {
    var word: StaticString {
        switch self {
        case .into: "in"
        case .out: "out"
        case .inOut: "in_out"
        case .outBy: "out_by"
        }
    }
}

extension Deal.Reason: LogWord {
    var word: StaticString {
        switch self {
        case .unknown: "unknown"
        case .client: "client"
        case .expert: "expert"
        case .stopLoss: "stop_loss"
        case .takeProfit: "take_profit"
        case .stopOut: "stop_out"
        case .other: "other"
        }
    }
}

extension BreakerCause: LogWord {
    var word: StaticString {
        switch self {
        case .timeout: "timeout"
        case .slow: "slow"
        case .blocked: "blocked"
        }
    }
}

extension UncoveredReason: LogWord {
    var word: StaticString {
        switch self {
        case .linkDown: "link_down"
        case .notSynchronized: "not_synchronized"
        case .notPermitted: "not_permitted"
        case .marketClosed: "market_closed"
        case .frozen: "frozen"
        case .shadow: "shadow"
        case .closing: "closing"
        case .inFlight: "in_flight"
        case .unknown: "unknown"
        case .backingOff: "backing_off"
        case .windowFull: "window_full"
        case .undecided: "undecided"
        }
    }
}

extension GuardActed.Kind: LogWord {
    var word: StaticString {
        switch self {
        case .stopPlaced: "stop_placed"
        case .failed: "failed"
        case .closedByFlatten: "closed_by_flatten"
        }
    }
}

extension Denial: LogWord {
    var word: StaticString {
        switch self {
        case .noImprovement: "no_improvement"
        case .beyondCap: "beyond_cap"
        case .offGrid: "off_grid"
        case .killed: "killed"
        case .covered: "covered"
        case .notManaged: "not_managed"
        case .positionGone: "position_gone"
        case .closing: "closing"
        }
    }
}

extension RequestResult.Outcome: LogWord {
    var word: StaticString {
        switch self {
        case .done: "done"
        case .rejected: "rejected"
        case .refused: "refused"
        case .unknown: "unknown"
        }
    }
}

extension RequestResult.Refusal: LogWord {
    var word: StaticString {
        switch self {
        case .none: "none"
        case .epoch: "epoch"
        case .deadline: "deadline"
        case .levelsDiffer: "levels_differ"
        case .beyondMaxLoss: "beyond_max_loss"
        case .stopsLevel: "stops_level"
        case .freezeLevel: "freeze_level"
        case .notPermitted: "not_permitted"
        case .noSuchPosition: "no_such_position"
        case .nothingToChange: "nothing_to_change"
        case .latched: "latched"
        case .wouldLoosen: "would_loosen"
        case .busy: "busy"
        case .volume: "volume"
        case .notConnected: "not_connected"
        case .notSent: "not_sent"
        case .offGrid: "off_grid"
        }
    }
}
