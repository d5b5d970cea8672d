extension Valuation {
    /// What `volume` loses when price moves `distance` against `side`, rounded up (against us).
    ///
    /// Source: linear in volume and distance from the terminal's own profit calculation at `reference`.
    /// - Parameter distance: points, at least 0. Saturates at `Money.max`.
    public func loss(of volume: Volume, side: Side, over distance: Distance) -> Money {
        let perReference = side == .buy ? buyLoss : sellLoss
        return scaled(perReference, volume: volume, distance: distance, roundingUp: true)
    }

    /// What `volume` earns when price moves `distance` in favour of `side`, rounded down (against us).
    public func profit(of volume: Volume, side: Side, over distance: Distance) -> Money {
        let perReference = side == .buy ? buyProfit : sellProfit
        return scaled(perReference, volume: volume, distance: distance, roundingUp: false)
    }

    /// The longest distance whose loss is not more than `allowed`, in points.
    public func distance(losing allowed: Money, volume: Volume, side: Side) -> Distance {
        let perReference = side == .buy ? buyLoss : sellLoss
        return Distance(points: quotient(allowed, perReference, volume, roundingUp: false))
    }

    /// The shortest distance whose profit is at least `wanted`, in points.
    public func distance(earning wanted: Money, volume: Volume, side: Side) -> Distance {
        let perReference = side == .buy ? buyProfit : sellProfit
        return Distance(points: quotient(wanted, perReference, volume, roundingUp: true))
    }

    private func scaled(
        _ perReference: Money, volume: Volume, distance: Distance, roundingUp: Bool
    ) -> Money {
        let moved = Int128(distance.points) * Int128(volume.units)
        let (product, overflow) = moved.multipliedReportingOverflow(by: Int128(perReference.units))
        guard !overflow else { return roundingUp ? .max : .zero }
        let divisor = Int128(reference.points) * Int128(Volume.unitsPerLot)
        let adjusted = roundingUp ? product + (divisor - 1) : product
        return Money(saturating: adjusted / divisor)
    }

    /// `amount / (perReference * volume / reference)` in points, at most `Price.limit`.
    private func quotient(
        _ amount: Money, _ perReference: Money, _ volume: Volume, roundingUp: Bool
    ) -> Int64 {
        guard volume > .zero, amount > .zero else { return 0 }
        let scale = Int128(reference.points) * Int128(Volume.unitsPerLot)
        let (product, overflow) = Int128(amount.units).multipliedReportingOverflow(by: scale)
        guard !overflow else { return Price.limit }
        let divisor = Int128(perReference.units) * Int128(volume.units)
        let points = roundingUp ? (product + divisor - 1) / divisor : product / divisor
        return Int64(min(points, Int128(Price.limit)))
    }
}
