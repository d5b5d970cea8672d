import Core
import Journal

extension Rule {
    /// As in the trade log.
    var key: String { logWord }
}

extension StopPlan.CloseReason {
    /// As in the trade log.
    var key: String { CloseCause(self).logWord }
}
