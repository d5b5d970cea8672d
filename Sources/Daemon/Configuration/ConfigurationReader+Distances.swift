import Core
import TOMLKit

/// Numbers with a unit, choices, and tables that are one rule.
extension ConfigurationReader {
    /// A distance as the file has it.
    struct Written {
        /// With its unit: "start_points".
        let key: String
        let distance: RuleDistance

        var unit: RuleDistance.Unit { distance.unit }
        var amount: Int64 { distance.amount }
    }

    /// What a number as text stands for, scaled by `10^decimals`.
    mutating func decimal(
        _ section: Section, _ key: String, decimals: Int, in range: ClosedRange<Int64>
    ) -> Int64? {
        guard let written = exactText(section, key) else { return nil }
        guard let number = DecimalText.parse(written.utf8, decimals: decimals) else {
            report(
                section.path(of: key),
                "\"\(key)\" is not a number: digits with at most \(decimals) decimals and a point")
            return nil
        }
        guard range.contains(number) else {
            let lower = DecimalText.format(range.lowerBound, decimals: decimals, keeping: 0)
            let upper = DecimalText.format(range.upperBound, decimals: decimals, keeping: 0)
            report(
                section.path(of: key), "\"\(key)\" is \(written); it must lie between \(lower) and \(upper)")
            return nil
        }
        return number
    }

    /// Quoted text, or a whole number: a bare fraction would be rounded before it could be read.
    mutating func exactText(_ section: Section, _ key: String) -> String? {
        guard let value = value(section, key) else { return nil }
        if value.type == .double {
            report(
                section.path(of: key),
                "\"\(key)\" must be written in quotes, such as \"3.00\": a bare fraction is not exact")
            return nil
        }
        return value.string ?? value.int.map { String($0) } ?? refuse(section, key, value)
    }

    /// A distance in whichever unit it is given; `nil` where it is not, or is wrong.
    mutating func distance(_ section: Section, _ name: String, atLeast least: Int64 = 0) -> Written? {
        let units = ConfigurationKey.all.first { $0.section == section.name && $0.name == name }?.units ?? []
        let given = units.filter { has(section, ConfigurationKey.spelling(name, $0)) }
        guard let unit = given.first else { return nil }
        let key = ConfigurationKey.spelling(name, unit)
        let distance = distance(section, key, unit, least)
        for other in given.dropFirst() {
            let second = ConfigurationKey.spelling(name, other)
            report(section.path(of: second), "give \"\(key)\" or \"\(second)\", not both")
        }
        return distance.map { Written(key: key, distance: $0) }
    }

    /// Whether a distance is given in any unit.
    func hasDistance(_ section: Section, _ name: String) -> Bool {
        ConfigurationKey.all.first { $0.section == section.name && $0.name == name }?
            .spellings.contains { has(section, $0) } ?? false
    }

    /// As `distance`; reports one that is not given.
    mutating func neededDistance(
        _ section: Section, _ name: String, atLeast least: Int64 = 0
    ) -> Written? {
        let spellings = ConfigurationKey.all.first { $0.section == section.name && $0.name == name }?
            .spellings
        if let spellings, let first = spellings.first, !spellings.contains(where: { has(section, $0) }) {
            report(
                section.path,
                "\"\(first)\" is missing\(Self.whereabouts(section.name)), or another unit of it")
        }
        return distance(section, name, atLeast: least)
    }

    private mutating func distance(
        _ section: Section, _ key: String, _ unit: RuleDistance.Unit, _ least: Int64
    ) -> RuleDistance? {
        switch unit {
        case .points:
            return integer(section, key, in: least...unit.amountMax).flatMap { RuleDistance($0, unit) }
        case .money:
            guard let money = money(section, key) else { return nil }
            guard let distance = RuleDistance(money), distance.amount >= least else {
                let most = Money(units: unit.amountMax).text
                report(
                    section.path(of: key),
                    least > 0 && money == .zero
                        ? "\"\(key)\" must be greater than zero" : "\"\(key)\" must be at most \(most)")
                return nil
            }
            return distance
        case .riskPermille, .entryMillionths, .atrPermille, .balanceMillionths:
            return decimal(section, key, decimals: unit.decimals, in: least...unit.amountMax)
                .flatMap { RuleDistance($0, unit) }
        }
    }

    /// Reports a second distance of a rule that needs all of them in one unit. Returns whether it is in it.
    mutating func agree(_ section: Section, _ other: Written?, with first: Written) -> Bool {
        guard let other, other.unit != first.unit else { return true }
        report(
            section.path(of: other.key), "\"\(other.key)\" must be in the same unit as \"\(first.key)\"")
        return false
    }

    /// One of a few words.
    mutating func choice<Value>(
        _ section: Section, _ key: String, _ known: [(name: String, value: Value)]
    ) -> Value? {
        guard let written = text(section, key) else { return nil }
        if let match = known.first(where: { $0.name == written }) { return match.value }
        let names = known.map { "\"\($0.name)\"" }.joined(separator: ", ")
        report(section.path(of: key), "\"\(key)\" is \"\(written)\"; it must be one of \(names)")
        return nil
    }

    /// The rule that a table stands for; `nil` without the table. One that cannot be is always reported.
    mutating func rule<Rule>(
        _ parent: Section, _ key: String, _ read: (inout ConfigurationReader, Section) -> Rule?
    ) -> Rule? {
        guard let section = section(parent, key) else { return nil }
        let before = problems.count
        refuseUnknownKeys(section)
        let rule = read(&self, section)
        if rule == nil, problems.count == before {
            report(section.path, "what stands in \"\(key)\" cannot be used together")
        }
        return rule
    }
}
