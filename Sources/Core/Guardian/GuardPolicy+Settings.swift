extension GuardPolicy {
    /// How long the EA waits for the daemon before its own guard acts, in milliseconds.
    public static let delay_ms: UInt32 = 700

    /// What the EA needs to give an uncovered position a stop by itself.
    ///
    /// The policy carries one cap and one filter. Of several selections the smallest cap and the widest
    /// filter are taken: a guard that acts where the daemon is silent may be too tight, never too loose. It knows
    /// nothing of sides, comments and excluded magics, so that it guards what those leave out.
    public init(_ settings: Settings, version: UInt64, latch: KillLevel, liftsLocalLatch: Bool) {
        let rules = settings.selections.map(\.rules)
        let cap = rules.compactMap(\.cap).min { $0.amount < $1.amount }
        let filters = settings.selections.map(\.filter)
        let isEverySymbol = filters.contains { $0.symbols.isEmpty }
        let isEveryMagic = filters.contains { $0.magics.isEmpty }
        self.init(
            version: version, mode: settings.mode, latch: latch, liftsLocalLatch: liftsLocalLatch,
            managesManual: filters.contains { $0.includesManual },
            marginPermille: UInt16(cap?.marginPermille ?? 950), guardDelay_ms: Self.delay_ms,
            cap: cap?.amount, slippage: rules.map(\.allowance.slippage).max() ?? .zero,
            commissionPerLot: rules.map(\.allowance.commissionPerLot).max() ?? .zero,
            magics: isEveryMagic ? [] : filters.flatMap(\.magics),
            symbols: isEverySymbol
                ? "" : filters.flatMap(\.symbols).map(\.text).joined(separator: ","))
    }
}
