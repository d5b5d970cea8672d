import Broker
import Core

/// One position as a picture: the price at which it could be closed, its stop, its entry, its take-profit and how it
/// ended. SVG that stands for itself and follows the viewer's light or dark colours.
struct PositionPicture {
    private static let plot: (left: Int64, top: Int64, width: Int64, height: Int64) = (86, 78, 770, 300)
    private static let size = (width: 960, height: 430)

    private let position: TestedPosition
    private let contract: Contract
    private let scale: PictureScale
    /// Levels that would press everything else flat are told, not drawn.
    private let isTargetDrawn: Bool

    /// - Returns: `nil` for a position without a single quote.
    init?(_ position: TestedPosition, _ contract: Contract, marketEnd: MarketTime) {
        guard let spans = position.trail?.spans, !spans.isEmpty else { return nil }
        self.position = position
        self.contract = contract
        var prices = spans.flatMap { [$0.low.points, $0.high.points] }
        prices.append(position.opening.openPrice.points)
        prices += position.stops.compactMap { $0.stop?.points }
        if let exit = position.ending?.price { prices.append(exit.points) }
        let range = (prices.max() ?? 0) - (prices.min() ?? 0)
        if let target = position.opening.takeProfit?.points {
            let beyond = max(target - (prices.max() ?? 0), (prices.min() ?? 0) - target)
            isTargetDrawn = beyond <= range
            if isTargetDrawn { prices.append(target) }
        } else {
            isTargetDrawn = false
        }
        scale = PictureScale(
            plot: Self.plot, from: position.opening.opened, to: position.ending?.time ?? marketEnd,
            prices: prices)
    }

    var fileName: String {
        let name = contract.name.unicodeScalars.map { scalar in
            let isPlain =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || "0123456789.-".contains(Character(scalar)))
            return isPlain ? String(scalar) : "_"
        }.joined()
        return "\(position.ticket.rawValue)-\(name).svg"
    }

    var svg: String {
        let label = XMLText.escaped(title)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.size.width) \(Self.size.height)" \
            width="\(Self.size.width)" height="\(Self.size.height)" role="img" aria-label="\(label)">
            <title>\(label)</title>
            <style>\(PictureStyle.css)</style>
            <rect class="ground" width="100%" height="100%"/>
            <text class="title" x="20" y="30">\(label)</text>
            <text class="note" x="20" y="52">\(XMLText.escaped(summary))</text>
            \(grid)\(legend)\(price)\(levels)\(stop)\(marks)</svg>

            """
    }

    // MARK: - Words

    private var title: String {
        "\(position.ticket.rawValue)  \(contract.name)  \(position.side.name) \(position.opening.volume.lots)"
    }

    private var summary: String {
        var words =
            "\(position.opening.opened.text) · peak \(position.peak.text) · "
            + "\(position.stopsMoved) stop\(position.stopsMoved == 1 ? "" : "s") moved"
        if let ending = position.ending {
            words += " · \(ending.cause.phrase) · result \(position.result.text)"
        } else {
            words += " · open at the end · floating \(position.floating.text)"
        }
        if let rules = position.rules { words += " · rules \"\(rules.name)\"" }
        return words
    }

    private func text(_ price: Price) -> String { price.text(digits: contract.digits) }

    // MARK: - Parts

    private var grid: String {
        let right = PictureScale.text(scale.left + scale.width)
        let bottom = PictureScale.text(scale.top + scale.height)
        var parts = ""
        for points in scale.gridPrices {
            let y = PictureScale.text(scale.y(points))
            parts += "<path class=\"grid\" d=\"M\(Self.plot.left) \(y)H\(right)\"/>\n"
            parts +=
                "<text class=\"axis\" x=\"\(Self.plot.left - 8)\" y=\"\(y)\" dy=\"4\" text-anchor=\"end\">"
                + "\(text(Price(points: points)))</text>\n"
        }
        for time in scale.gridTimes {
            let x = PictureScale.text(scale.x(time))
            parts += "<path class=\"grid\" d=\"M\(x) \(Self.plot.top)V\(bottom)\"/>\n"
            parts +=
                "<text class=\"axis\" x=\"\(x)\" y=\"\(Self.plot.top + Self.plot.height + 18)\" "
                + "text-anchor=\"middle\">\(clockText(time))</text>\n"
        }
        return parts
    }

    /// The clock; the day where it begins.
    private func clockText(_ time: MarketTime) -> String {
        guard time.milliseconds % 86_400_000 != 0 else { return time.dayText }
        let clock = time.text.split(separator: " ").last.map(String.init) ?? ""
        return time.milliseconds % 60_000 == 0 ? String(clock.prefix(5)) : clock
    }

    private var legend: String {
        var x = Self.plot.left
        var parts = ""
        var entries = [
            ("price", position.side == .buy ? "bid" : "ask"), ("stop", "stop"), ("entry", "entry"),
        ]
        if position.opening.takeProfit != nil { entries.append(("target", "take-profit")) }
        for (style, word) in entries {
            let y = Self.plot.top + Self.plot.height + 38
            parts += "<path class=\"\(style)\" d=\"M\(x) \(y)h26\"/>"
            parts += "<text class=\"axis\" x=\"\(x + 32)\" y=\"\(y + 4)\">\(word)</text>\n"
            x += 52 + Int64(word.count) * 8
        }
        return parts
    }

    private var price: String {
        let spans = position.trail?.spans ?? []
        var line = ""
        var area = ""
        var back = ""
        for span in spans {
            let x = PictureScale.text(scale.x(span.to))
            line += (line.isEmpty ? "M" : "L") + x + " " + PictureScale.text(scale.y(span.last.points))
            area += (area.isEmpty ? "M" : "L") + x + " " + PictureScale.text(scale.y(span.high.points))
            back = "L" + x + " " + PictureScale.text(scale.y(span.low.points)) + back
        }
        return "<path class=\"band\" d=\"\(area)\(back)Z\"/>\n<path class=\"price\" d=\"\(line)\"/>\n"
    }

    private var levels: String {
        let right = PictureScale.text(scale.left + scale.width)
        func line(_ style: String, _ price: Price) -> String {
            let y = PictureScale.text(scale.y(price.points))
            return "<path class=\"\(style)\" d=\"M\(Self.plot.left) \(y)H\(right)\"/>\n"
                + "<text class=\"\(style)-word\" x=\"\(right)\" dx=\"6\" y=\"\(y)\" dy=\"4\">"
                + "\(text(price))</text>\n"
        }
        var parts = line("entry", position.opening.openPrice)
        if isTargetDrawn, let target = position.opening.takeProfit { parts += line("target", target) }
        return parts
    }

    private var stop: String {
        var path = ""
        var isDown = false
        for step in position.stops {
            let x = PictureScale.text(scale.x(step.time))
            if isDown { path += "H" + x }
            isDown = step.stop != nil
            guard let stop = step.stop else { continue }
            let y = PictureScale.text(scale.y(stop.points))
            path += path.isEmpty || path.last == " " ? "M\(x) \(y)" : "V\(y)"
        }
        guard !path.isEmpty else { return "" }
        if isDown { path += "H" + PictureScale.text(scale.left + scale.width) }
        return "<path class=\"stop\" d=\"\(path)\"/>\n"
    }

    private var marks: String {
        let opened = scale.x(position.opening.opened)
        var parts = circle("entry-mark", opened, scale.y(position.opening.openPrice.points))
        guard let ending = position.ending else { return parts }
        let x = scale.x(ending.time)
        let y = scale.y(ending.price.points)
        parts += circle("exit-mark", x, y)
        // Above the plot, where it hides neither price nor stop.
        parts +=
            "<text class=\"exit-word\" x=\"\(PictureScale.text(scale.left + scale.width))\" "
            + "y=\"\(Self.plot.top - 8)\" text-anchor=\"end\">"
            + "\(XMLText.escaped(ending.cause.phrase)) at \(text(ending.price))</text>\n"
        return parts
    }

    private func circle(_ style: String, _ x: Int64, _ y: Int64) -> String {
        "<circle class=\"\(style)\" cx=\"\(PictureScale.text(x))\" cy=\"\(PictureScale.text(y))\" r=\"5\"/>\n"
    }
}
