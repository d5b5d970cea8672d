import Core
import Journal

/// How a position came and went.
extension StoryTeller {
    mutating func opened(_ event: PositionOpened) -> Said {
        symbol = event.symbol
        side = event.side
        volume = event.volume
        summary =
            "\(Self.word(event.side)) \(Self.lots(event.volume)) \(event.symbol.name) at \(price(event.price)), open"
        var details = ["stop \(level(event.stop)), take-profit \(level(event.takeProfit))"]
        if event.magic != .manual {
            details.append("opened by an expert advisor, magic \(event.magic.rawValue)")
        }
        if !event.comment.isEmpty { details.append("comment \"\(Self.printable(event.comment))\"") }
        if event.origin == .backfill { details.append(Self.backfilled) }
        return Said(
            text: "Opened: \(Self.word(event.side)) \(Self.lots(event.volume)) lots \(event.symbol.name) at "
                + price(event.price), details: details)
    }

    /// A deal that ends a part of the position; one that ends it whole is told with the close.
    mutating func deal(_ event: DealRecorded) -> Said? {
        switch event.entry {
        case .into: return nil
        case .out, .outBy, .inOut: break
        }
        guard event.volume < volume else { return nil }
        volume = Volume(units: volume.units - event.volume.units)
        return Said(
            text: "\(Self.lots(event.volume)) lots of it closed at \(price(event.price)) "
                + Self.cause(event.reason),
            details: [
                "profit \(Self.money(event.profit)), commission \(Self.money(event.commission)), "
                    + "swap \(Self.money(event.swap)), fee \(Self.money(event.fee))",
                "\(Self.lots(volume)) lots stay open",
            ])
    }

    mutating func closed(_ event: PositionClosedRecord) -> Said {
        var text = "Closed"
        if let price = event.price { text += " at \(self.price(price))" }
        text += " \(Self.cause(event.reason))"
        if let request = event.request, knows(request) {
            text += ", as asked by \(name(request).lowercased())"
        }
        var details: [String] = []
        if event.reason == .stopLoss, let stop = event.stop, let slippage = event.slippage {
            details.append("the stop was \(price(stop)): \(Self.slippage(slippage))")
        }
        details += [costs(event)]
        details += [rules(event)].compactMap { $0 }
        let lasted = event.closed.milliseconds - event.opened.milliseconds
        if event.opened != .unknown, lasted >= 0 {
            details.append("it was open for \(Self.span(.milliseconds(lasted)))")
        }
        if event.origin == .backfill { details.append(Self.backfilled) }
        summary =
            "\(Self.word(event.side)) \(Self.lots(event.volume)) \(event.symbol.name) at "
            + "\(price(event.openPrice)), closed " + (event.price.map { "at \(price($0)) " } ?? "")
            + (net(event).map { "with \(Self.money($0))" } ?? "with an unknown result")
        return Said(text: text, details: details)
    }

    private func costs(_ event: PositionClosedRecord) -> String {
        guard let profit = event.profit, let net = net(event) else {
            return "profit and costs are not known"
        }
        return "profit \(Self.money(profit)), commission \(Self.money(event.commission ?? .zero)), "
            + "swap \(Self.money(event.swap ?? .zero)), fee \(Self.money(event.fee ?? .zero)): "
            + "\(Self.money(net)) in all"
    }

    private func rules(_ event: PositionClosedRecord) -> String? {
        event.rules.map { name in
            let governed = "governed by \"\(Self.printable(name))\""
            guard event.isMicroLoss, let most = event.microLossBelow else { return governed }
            return governed + "; a micro-loss: less than \(Self.money(most))"
        }
    }

    private func net(_ event: PositionClosedRecord) -> Money? { event.result }

    func guardActed(_ event: GuardRecord) -> Said {
        switch event.kind {
        case .stopPlaced:
            Said(text: "The EA's own guard placed the stop \(level(event.stop)) without waiting for Backstop")
        case .failed: Said(text: "The EA's own guard could not place a stop (broker code \(event.code))")
        case .closedByFlatten: Said(text: "The EA's own guard closed it, because of a flatten")
        }
    }

    func uncovered(_ event: PositionUncovered) -> Said {
        Said(text: "No stop for \(Self.span(event.lasted)): \(Self.words(event.reason))")
    }

    private static let backfilled = "found in the broker's history afterwards"
}
