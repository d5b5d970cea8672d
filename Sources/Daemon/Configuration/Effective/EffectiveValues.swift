import Core
import TOMLKit

/// Every key of a configuration file with the value in force and where that comes from: what
/// `backstop check-config --explain` shows.
///
/// It goes by `ConfigurationKey.all`, so that no key can be left out. Tables of rules that are not given have one entry
/// and none for what would stand in them.
struct EffectiveValues {
    enum Origin: Hashable, Sendable {
        case file(line: Int)
        case fallback
        /// The name of the variable.
        case environment(String)
        case flag(String)
        /// Not given, and nothing stands in for it.
        case unset
    }

    struct Entry: Hashable, Sendable {
        /// As the file would have it, lists by index: "rules[0].trailing.step_points".
        let key: String
        /// As a person would write it; `nil` where there is none.
        let value: String?
        let origin: Origin
    }

    private(set) var entries: [Entry] = []
    private let places: KeyPlaces
    private let environment: EnvironmentOverrides

    /// - Throws: `ConfigurationProblems` for a document that is not TOML; what its values mean is not looked at.
    init(
        toml document: String, environment: EnvironmentOverrides = .none
    ) throws(ConfigurationProblems) {
        places = KeyPlaces(document)
        self.environment = environment
        let table = try Configuration.parse(document)
        environment.apply(to: table)
        add(table, section: "", path: "")
    }

    /// Puts what the process was told otherwise in the place of what the file says.
    mutating func replace(_ key: String, with value: String, _ origin: Origin) {
        guard let index = entries.firstIndex(where: { $0.key == key }) else { return }
        entries[index] = Entry(key: key, value: "\"\(value)\"", origin: origin)
    }

    private mutating func add(_ table: TOMLTable, section: String, path: String) {
        for key in ConfigurationKey.all(in: section) {
            let place = path.isEmpty ? key.name : path + "." + key.name
            let child = section.isEmpty ? key.name : section + "." + key.name
            switch key.kind {
            case .table:
                if let inner = table[key.name]?.table {
                    add(inner, section: child, path: place)
                } else if section.isEmpty {
                    add(TOMLTable(), section: child, path: place)
                } else {
                    entries.append(Entry(key: place, value: nil, origin: .unset))
                }
            case .tables:
                guard let array = table[key.name]?.array else {
                    entries.append(Entry(key: place, value: nil, origin: .unset))
                    continue
                }
                for index in 0..<array.count {
                    guard let inner = array[index].table else { continue }
                    add(inner, section: child, path: "\(place)[\(index)]")
                }
            case .text, .texts, .integer, .integers, .flag, .money, .decimal, .distance:
                addValue(of: key, table, path: path)
            }
        }
    }

    private mutating func addValue(of key: ConfigurationKey, _ table: TOMLTable, path: String) {
        let prefix = path.isEmpty ? "" : path + "."
        for spelling in key.spellings {
            guard let value = table[spelling] else { continue }
            let place = prefix + spelling
            let origin: Origin =
                environment.variable(for: place).map { .environment($0) } ?? .file(line: places[place].line)
            entries.append(Entry(key: place, value: Self.written(value), origin: origin))
            return
        }
        let origin: Origin = key.fallback == nil ? .unset : .fallback
        entries.append(Entry(key: prefix + key.name, value: key.fallback, origin: origin))
    }

    private static func written(_ value: any TOMLValueConvertible) -> String {
        switch value.type {
        case .string: "\"\(value.string ?? "")\""
        case .array: "[" + elements(value.array).joined(separator: ", ") + "]"
        case .int: value.int.map { String($0) } ?? ""
        case .bool: value.bool.map { String($0) } ?? ""
        case .table, .double, .date, .time, .dateTime: "\(value.debugDescription)"
        }
    }

    private static func elements(_ array: TOMLArray?) -> [String] {
        guard let array else { return [] }
        return (0..<array.count).map { written(array[$0]) }
    }
}
