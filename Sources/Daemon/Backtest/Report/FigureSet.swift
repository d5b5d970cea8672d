import Core

/// One number of a report with its unit; absent where there is nothing to count.
enum FigureValue: Hashable, Sendable {
    case count(Int)
    case money(Money)
    /// Thousandths of a whole.
    case permille(Int?)
    case milliseconds(Int64?)
    /// What has no number, such as a day.
    case word(String?)

    var text: String {
        switch self {
        case .count(let count): "\(count)"
        case .money(let money): money.text
        case .permille(let value): value.map { DecimalText.format(Int64($0), decimals: 1) + " %" } ?? "-"
        case .milliseconds(let value): value.map { "\($0) ms" } ?? "-"
        case .word(let word): word ?? "-"
        }
    }

    /// How much more than `other`; `nil` where the two cannot be subtracted.
    func difference(from other: FigureValue) -> FigureValue? {
        switch (self, other) {
        case (.count(let one), .count(let two)): return .count(one - two)
        case (.money(let one), .money(let two)): return .money(one - two)
        case (.permille(let one?), .permille(let two?)): return .permille(one - two)
        case (.milliseconds(let one?), .milliseconds(let two?)): return .milliseconds(one - two)
        case (.count, _), (.money, _), (.permille, _), (.milliseconds, _), (.word, _): return nil
        }
    }

    var isZero: Bool {
        switch self {
        case .count(let count): count == 0
        case .money(let money): money == .zero
        case .permille(let value): value == 0
        case .milliseconds(let value): value == 0
        case .word: false
        }
    }
}

extension FigureValue: Encodable {
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .count(let count): try container.encode(count)
        case .money(let money): try container.encode(money.text)
        case .permille(let value?): try container.encode(value)
        case .milliseconds(let value?): try container.encode(value)
        case .word(let word?): try container.encode(word)
        case .permille(nil), .milliseconds(nil), .word(nil): try container.encodeNil()
        }
    }
}

/// Named figures in the order in which they are told; a name may have two parts, "exits.stop".
struct FigureSet: Sendable, Equatable {
    struct Entry: Sendable, Equatable {
        let name: String
        let value: FigureValue
    }

    private(set) var entries: [Entry] = []

    subscript(name: String) -> FigureValue? { entries.first { $0.name == name }?.value }

    mutating func add(_ name: String, _ value: FigureValue) {
        entries.append(Entry(name: name, value: value))
    }

    mutating func add(_ name: String, _ count: Int) { add(name, .count(count)) }
    mutating func add(_ name: String, _ money: Money) { add(name, .money(money)) }

    /// Counts by key, in the order of `keys`, those that are nothing left out.
    mutating func add(_ name: String, _ counts: [String: Int], in keys: [String]) {
        for key in keys { if let count = counts[key], count > 0 { add("\(name).\(key)", count) } }
    }

    /// What this one has more than `other`; names that one of the two lacks count as nothing there.
    func difference(from other: FigureSet) -> FigureSet {
        var difference = FigureSet()
        for (name, one, two) in paired(with: other) {
            let zero: (FigureValue) -> FigureValue? = { $0.difference(from: $0) }
            let value = (one ?? two.flatMap(zero)).flatMap { left in
                (two ?? zero(left)).flatMap { left.difference(from: $0) }
            }
            if let value { difference.add(name, value) }
        }
        return difference
    }

    /// All names of both: this one's in their order, those it lacks after the name that precedes them there.
    func paired(with other: FigureSet) -> [(name: String, one: FigureValue?, two: FigureValue?)] {
        var names = entries.map(\.name)
        for (place, entry) in other.entries.enumerated() where !names.contains(entry.name) {
            let before = place > 0 ? names.firstIndex(of: other.entries[place - 1].name) : nil
            names.insert(entry.name, at: before.map { $0 + 1 } ?? 0)
        }
        return names.map { (name: $0, one: self[$0], two: other[$0]) }
    }
}

extension FigureSet: Encodable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    /// One object; a name of two parts is within an object of its first.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        var groups: [String: [String: FigureValue]] = [:]
        for entry in entries {
            let parts = entry.name.split(separator: ".", maxSplits: 1).map(String.init)
            if parts.count == 2 {
                groups[parts[0], default: [:]][parts[1]] = entry.value
            } else {
                try container.encode(entry.value, forKey: Key(entry.name))
            }
        }
        for (name, group) in groups { try container.encode(group, forKey: Key(name)) }
    }
}
