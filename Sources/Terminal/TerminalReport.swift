import Broker
import Core

/// What the terminal says about itself to whoever started it: one JSON object a line.
struct TerminalReport {
    let host: TerminalHost
    let output: Int32

    func write(_ line: String) { Lines.write(line, to: output) }

    /// The account and its positions as the broker has them right now.
    func status(elapsed: TimeSpan) -> String {
        let server = host.venue.server
        let account = server.account
        let positions = server.positions.map { position in self.position(position) }
        return """
            {"kind":"report","elapsed_ms":\(elapsed.milliseconds),"market_time_ms":\(server.time.milliseconds),\
            "connected":\(server.isConnected),"balance":"\(account.balance.text)","equity":"\(account.equity.text)",\
            "uncovered":\(host.venue.checker.uncoveredCount),"positions":[\(positions.joined(separator: ","))],\
            "checker":\(host.venue.checker.summary.json)}
            """
    }

    private func position(_ position: Broker.Position) -> String {
        let server = host.venue.server
        let contract = server.contracts[position.symbol.rawValue]
        func level(_ price: Price?) -> String {
            price.map { "\"\($0.text(digits: contract.digits))\"" } ?? "null"
        }
        return """
            {"ticket":\(position.ticket.rawValue),"symbol":\(Self.quoted(contract.name)),"side":"\(position.side)",\
            "lots":"\(position.volume.lots)","open":\(level(position.openPrice)),\
            "price":\(level(server.quote(position.symbol)?.closing(position.side))),"sl":\(level(position.stopLoss)),\
            "tp":\(level(position.takeProfit)),"profit":"\(server.floating(position).text)"}
            """
    }

    /// What the checker found, and what it was put through.
    func summary(ending: String, statistics: String) -> String {
        let venue = host.venue
        var faults: [String] = []
        for (name, count) in venue.server.dice.struck { faults.append("\"\(name.rawValue)\":\(count)") }
        for (name, count) in host.dice.struck { faults.append("\"\(name.rawValue)\":\(count)") }
        let files = venue.timeline.market.badLines.filter { $0.lines.total > 0 }.map { path, lines in
            let kinds = BadLines.Kind.allCases.filter { lines.count($0) > 0 }.map {
                "\(Self.quoted($0.rawValue)):\(lines.count($0))"
            }
            let first = lines.examples.first.map { "\"first_line\":\($0.line)," } ?? ""
            return "{\"file\":\(Self.quoted(path)),\(first)\"kinds\":{\(kinds.joined(separator: ","))}}"
        }
        return """
            {"kind":"summary","ended_by":"\(ending)","clean":\(venue.checker.summary.isClean),\
            \(venue.checker.summary.json.dropFirst().dropLast()),"faults":{\(faults.joined(separator: ","))},\
            "bad_lines":[\(files.joined(separator: ","))],"balance":"\(venue.server.balance.text)",\
            "terminal":\(statistics)}
            """
    }

    /// A JSON string.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
