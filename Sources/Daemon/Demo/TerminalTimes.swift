import Core
import Foundation

/// What the terminal recorded of the path of its ticks, in nanoseconds of the machine's monotonic clock.
struct TerminalTimes {
    struct Order {
        var symbol: Int
        /// The EA's last receipt before it.
        var received: Int64
        var at: Int64
    }

    private struct Key: Hashable {
        var ticket: UInt64
        var stop: Int64
    }

    /// By symbol, ascending.
    private var quotes: [Int: [Int64]] = [:]
    /// Ascending.
    private var sends: [Int64] = []
    /// Of the same position and stop, earliest first.
    private var orders: [Key: [Order]] = [:]

    /// A file that is not there, because the terminal was ended before its time, holds nothing.
    init(_ path: String) {
        guard let bytes = FileManager.default.contents(atPath: path) else { return }
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            take(String(decoding: line, as: UTF8.self).split(separator: " "))
        }
    }

    private mutating func take(_ words: [Substring]) {
        let numbers = words.dropFirst().compactMap { Int64($0) }
        switch (words.first, numbers.count) {
        case ("quote", 2): quotes[Int(numbers[0]), default: []].append(numbers[1])
        case ("send", 1): sends.append(numbers[0])
        case ("order", 5):
            let key = Key(ticket: UInt64(bitPattern: numbers[0]), stop: numbers[1])
            let order = Order(symbol: Int(numbers[2]), received: numbers[3], at: numbers[4])
            orders[key, default: []].append(order)
        default: break
        }
    }

    /// The order for this stop that came from `decided` on and before `next`, when the same was decided again.
    func order(_ ticket: Ticket, _ stop: Price, from decided: Int64, to next: Int64) -> Order? {
        let key = Key(ticket: ticket.rawValue, stop: stop.points)
        return orders[key]?.first { decided <= $0.received && $0.at < next }
    }

    /// When the EA sent what arrived at `received`, and the quote it carried.
    func departure(before received: Int64, symbol: Int) -> (left: Int64, quote: Int64)? {
        let after = Self.countUpTo(received, in: sends)
        guard after > 0, let quotes = quotes[symbol] else { return nil }
        let left = sends[after - 1]
        let former = after > 1 ? sends[after - 2] : 0
        let seen = Self.countUpTo(left, in: quotes)
        guard seen > 0 else { return nil }
        return (left, quotes[min(Self.countUpTo(former, in: quotes), seen - 1)])
    }

    /// How many of the ascending values are at most `limit`.
    private static func countUpTo(_ limit: Int64, in values: [Int64]) -> Int {
        var low = 0
        var high = values.count
        while low < high {
            let middle = (low + high) / 2
            if values[middle] <= limit { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
