extension Valuation {
    /// What `volume` loses when price moves `distance` against `side`, rounded up (against us).
    ///
    /// Source: linear in volume and distance from the terminal's own profit calculation at `reference`.
    /// - Parameter distance: points; not above zero costs nothing. Saturates at `Money.max`.
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
        guard distance > .zero, volume > .zero else { return .zero }
        let moved = UInt128(distance.points) * UInt128(volume.units)
        let divisor = UInt128(reference.points) * UInt128(Volume.unitsPerLot)
        return Money(
            units: divided(
                moved, times: UInt128(perReference.units), by: divisor, limit: Int64.max,
                roundingUp: roundingUp))
    }

    /// `amount / (perReference * volume / reference)` in points, at most `Price.limit`.
    private func quotient(
        _ amount: Money, _ perReference: Money, _ volume: Volume, roundingUp: Bool
    ) -> Int64 {
        guard volume > .zero, amount > .zero else { return 0 }
        let scale = UInt128(reference.points) * UInt128(Volume.unitsPerLot)
        let divisor = UInt128(perReference.units) * UInt128(volume.units)
        return divided(
            UInt128(amount.units), times: scale, by: divisor, limit: Price.limit, roundingUp: roundingUp)
    }

    /// `left * right / divisor`, exact however wide the product, at most `limit`.
    private func divided(
        _ left: UInt128, times right: UInt128, by divisor: UInt128, limit: Int64, roundingUp: Bool
    ) -> Int64 {
        let (high, low) = left.multipliedFullWidth(by: right)
        guard high < divisor else { return limit }
        let (quotient, remainder) =
            high == 0
            ? low.quotientAndRemainder(dividingBy: divisor) : divisor.dividingFullWidth((high, low))
        guard quotient < UInt128(limit) else { return limit }
        return Int64(quotient) + (roundingUp && remainder > 0 ? 1 : 0)
    }
}
