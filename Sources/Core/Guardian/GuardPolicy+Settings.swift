extension GuardPolicy {
    /// How long the EA waits for the daemon before its own guard acts, in milliseconds.
    public static let delay_ms: UInt32 = 700

    /// What the EA needs to give an uncovered position a stop by itself: every rule set, in its order.
    ///
    /// - Parameter settings: restricted to the account of the EA.
    public init(_ settings: Settings, version: UInt64, latch: KillLevel, liftsLocalLatch: Bool) {
        self.init(
            version: version, mode: settings.mode, latch: latch, liftsLocalLatch: liftsLocalLatch,
            guardDelay_ms: Self.delay_ms,
            entries: settings.selections.map { selection in
                GuardEntry(
                    filter: selection.filter, cap: selection.rules.cap, allowance: selection.rules.allowance)
            })
    }
}
