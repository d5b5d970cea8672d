import Core

extension LogEvent {
    /// What a record about a position says of the stop and the take-profit that rest at the broker: the one rule by
    /// which whoever follows a log knows its last word on them.
    public func follow(stop: inout Price?, takeProfit: inout Price?) {
        if case .confirmed(let confirmed) = self, let proven = confirmed.stop {
            stop = proven
            takeProfit = confirmed.takeProfit
        } else if case .personEdited(let edited) = self {
            stop = edited.stop
            takeProfit = edited.takeProfit
        } else if case .lateRegression(let regression) = self {
            stop = regression.stop
        } else if case .guardActed(let acted) = self, acted.kind == .stopPlaced {
            stop = acted.stop
        }
    }
}
