extension Price {
    /// The nearest price on the tick grid that is not above this one. `tick` is at least one point.
    @inlinable public func floored(to tick: Distance) -> Price {
        let step = tick.points
        let quotient = points >= 0 ? points / step : (points - step + 1) / step
        return Price(points: quotient * step)
    }

    /// The nearest price on the tick grid that is not below this one.
    @inlinable public func ceiled(to tick: Distance) -> Price {
        let step = tick.points
        let quotient = points >= 0 ? (points + step - 1) / step : points / step
        return Price(points: quotient * step)
    }

    @inlinable public func isOnGrid(of tick: Distance) -> Bool { points % tick.points == 0 }
}

extension Side {
    /// The grid price next to `price` that protects more: up for a buy's stop, down for a sell's.
    @inlinable public func tighterOnGrid(_ price: Price, tick: Distance) -> Price {
        self == .buy ? price.ceiled(to: tick) : price.floored(to: tick)
    }

    /// The grid price next to `price` that protects less.
    @inlinable public func looserOnGrid(_ price: Price, tick: Distance) -> Price {
        self == .buy ? price.floored(to: tick) : price.ceiled(to: tick)
    }

    /// Whether stop `left` protects more than stop `right`.
    @inlinable public func isTighter(_ left: Price, than right: Price) -> Bool {
        self == .buy ? left > right : left < right
    }

    /// The stop that protects more.
    @inlinable public func tighter(_ left: Price, _ right: Price) -> Price {
        isTighter(left, than: right) ? left : right
    }

    /// The stop that protects less.
    @inlinable public func looser(_ left: Price, _ right: Price) -> Price {
        isTighter(left, than: right) ? right : left
    }

    /// `price` moved by `distance` in the direction in which this side earns.
    @inlinable public func favoured(_ price: Price, by distance: Distance) -> Price {
        Price(points: price.points + sign * distance.points)
    }

    /// Points gained when price goes from `start` to `end`; negative for a loss.
    @inlinable public func gain(from start: Price, to end: Price) -> Distance {
        Distance(points: sign * (end.points - start.points))
    }
}
