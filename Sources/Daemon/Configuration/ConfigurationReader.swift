import Core
import TOMLKit

/// Reads single values out of a TOML document, noting everything that is wrong with them.
///
/// Why not a decoder that throws: it stops at the first mistake, and a person wants all of them at once. What
/// has a problem reads as `nil`; whether there were any is asked at the end.
struct ConfigurationReader {
    /// A table of the document: its path as written in the file, and as `ConfigurationKey` names it.
    struct Section {
        let table: TOMLTable
        let path: String
        let name: String

        func path(of key: String) -> String { path.isEmpty ? key : path + "." + key }
    }

    private(set) var problems: [ConfigurationProblem] = []
    let places: KeyPlaces
    private let environment: EnvironmentOverrides

    init(places: KeyPlaces, environment: EnvironmentOverrides) {
        self.places = places
        self.environment = environment
    }

    /// A value from the environment has no place in the file.
    mutating func report(_ path: String, _ message: String) {
        guard let variable = environment.variable(for: path) else {
            problems.append(ConfigurationProblem(place: places[path], message: message))
            return
        }
        problems.append(
            ConfigurationProblem(place: .start, message: "\(message) (the environment's \(variable))"))
    }

    /// Whether a key is there at all.
    func has(_ section: Section, _ key: String) -> Bool { section.table[key] != nil }

    /// As they are written, known or not.
    func keys(_ section: Section) -> [String] { section.table.keys }

    /// Every key that nobody knows is a problem: a misspelt one would silently not protect.
    mutating func refuseUnknownKeys(_ section: Section) {
        for key in keys(section) where ConfigurationKey.named(key, in: section.name) == nil {
            var message = "unknown key \"\(key)\"" + Self.whereabouts(section.name)
            if let meant = ConfigurationKey.suggestion(for: key, in: section.name) {
                message += "; did you mean \"\(meant.spelling)\""
                message += (meant.section == section.name ? "" : Self.whereabouts(meant.section)) + "?"
            }
            report(section.path(of: key), message)
        }
    }

    static func whereabouts(_ section: String) -> String {
        switch section {
        case "": " at the top of the file"
        case "rules": " in [[rules]]"
        default: section.hasPrefix("rules.") ? " in \(section.dropFirst(6))" : " in [\(section)]"
        }
    }

    /// Reports a key that must be there and is not.
    mutating func require(_ section: Section, _ key: String) {
        if !has(section, key) {
            report(section.path, "\"\(key)\" is missing" + Self.whereabouts(section.name))
        }
    }

    mutating func text(_ section: Section, _ key: String) -> String? {
        guard let value = value(section, key) else { return nil }
        guard let text = value.string else { return refuse(section, key, value) }
        if text.isEmpty {
            report(section.path(of: key), "\"\(key)\" is empty")
            return nil
        }
        return text
    }

    mutating func integer(_ section: Section, _ key: String, in range: ClosedRange<Int64>) -> Int64? {
        guard let value = value(section, key) else { return nil }
        guard let number = value.int.map(Int64.init) else { return refuse(section, key, value) }
        guard range.contains(number) else {
            report(
                section.path(of: key),
                "\"\(key)\" is \(number); it must lie between \(range.lowerBound) and \(range.upperBound)")
            return nil
        }
        return number
    }

    mutating func flag(_ section: Section, _ key: String) -> Bool? {
        guard let value = value(section, key) else { return nil }
        guard let flag = value.bool else { return refuse(section, key, value) }
        return flag
    }

    /// An amount of account money: text, so that no binary fraction comes between; whole numbers are exact too.
    mutating func money(_ section: Section, _ key: String) -> Money? {
        guard let written = exactText(section, key) else { return nil }
        guard let money = Money(written), (0...WireLimits.moneyUnits).contains(money.units) else {
            report(
                section.path(of: key),
                "\"\(key)\" is not an amount: digits with at most 8 decimals and a point, not negative")
            return nil
        }
        return money
    }

    mutating func texts(_ section: Section, _ key: String) -> [String]? {
        guard let value = value(section, key) else { return nil }
        guard let array = value.array else { return refuse(section, key, value) }
        var texts: [String] = []
        for index in 0..<array.count {
            guard let text = array[index].string, !text.isEmpty else {
                report(
                    "\(section.path(of: key))[\(index)]", "\"\(key)\" must contain texts that are not empty")
                continue
            }
            texts.append(text)
        }
        return texts
    }

    mutating func integers(
        _ section: Section, _ key: String, in range: ClosedRange<Int64>
    ) -> [Int64]? {
        guard let value = value(section, key) else { return nil }
        guard let array = value.array else { return refuse(section, key, value) }
        var numbers: [Int64] = []
        for index in 0..<array.count {
            guard let number = array[index].int.map(Int64.init), range.contains(number) else {
                report(
                    "\(section.path(of: key))[\(index)]",
                    "\"\(key)\" must contain integers between \(range.lowerBound) and \(range.upperBound)")
                continue
            }
            numbers.append(number)
        }
        return numbers
    }

    mutating func section(_ parent: Section, _ key: String) -> Section? {
        guard let value = value(parent, key) else { return nil }
        guard let table = value.table else { return refuse(parent, key, value) }
        return child(parent, key, table, path: parent.path(of: key))
    }

    mutating func sections(_ parent: Section, _ key: String) -> [Section]? {
        guard let value = value(parent, key) else { return nil }
        guard let array = value.array else { return refuse(parent, key, value) }
        var sections: [Section] = []
        for index in 0..<array.count {
            let path = "\(parent.path(of: key))[\(index)]"
            guard let table = array[index].table else {
                report(path, "\"\(key)\" must be written as [[\(key)]] tables")
                continue
            }
            sections.append(child(parent, key, table, path: path))
        }
        return sections
    }

    private func child(_ parent: Section, _ key: String, _ table: TOMLTable, path: String) -> Section {
        Section(table: table, path: path, name: parent.name.isEmpty ? key : parent.name + "." + key)
    }

    func value(_ section: Section, _ key: String) -> (any TOMLValueConvertible)? {
        precondition(
            ConfigurationKey.named(key, in: section.name) != nil,
            "a key that is not in the list: \(section.name).\(key)")
        return section.table[key]
    }

    mutating func refuse<Value>(
        _ section: Section, _ key: String, _ value: any TOMLValueConvertible
    ) -> Value? {
        let kind = ConfigurationKey.named(key, in: section.name)?.kind(of: key)
        report(
            section.path(of: key),
            "\"\(key)\" must be \(kind?.phrase ?? "something else"), not \(value.type)")
        return nil
    }
}
