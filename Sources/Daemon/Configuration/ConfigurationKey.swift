import Core

/// One key a configuration file may contain. The reader, the error messages and docs/configuration.md all
/// go by this list; a test holds each of them to it.
struct ConfigurationKey: Hashable, Sendable {
    /// What a value must be, as the documentation names it.
    enum Kind: String, Sendable {
        case text
        case texts = "list of texts"
        case integer
        case integers = "list of integers"
        case flag = "true or false"
        case money = "amount as text"
        case decimal = "number as text"
        /// A length in one of several units: the unit ends the key's name, `start_points` or `start_money`.
        case distance
        case table
        case tables = "list of tables"

        /// As a sentence needs it: "must be a table".
        var phrase: String {
            switch self {
            case .text, .flag: rawValue
            case .integer, .money: "an " + rawValue
            case .texts, .integers, .decimal, .distance, .table, .tables: "a " + rawValue
            }
        }
    }

    /// The table it belongs to: "" for the top, else such as "rules" or "rules.trailing".
    let section: String
    let name: String
    let kind: Kind
    /// As a person would write it; `nil` for a key that has none.
    let fallback: String?

    /// Of a distance: those it may be given in, one at a time. Empty for all other kinds.
    var units: [RuleDistance.Unit] = []

    /// Section and name in one: "rules.cap"; "rules.trailing.start_UNIT" for a distance.
    var path: String {
        let path = section.isEmpty ? name : section + "." + name
        return units.isEmpty ? path : path + "_UNIT"
    }

    /// What a person may write for it: its name, or one name for each unit.
    var spellings: [String] {
        units.isEmpty ? [name] : units.map { Self.spelling(name, $0) }
    }

    static func spelling(_ name: String, _ unit: RuleDistance.Unit) -> String { name + "_" + unit.suffix }

    /// What must stand behind a spelling.
    func kind(of spelling: String) -> Kind {
        units.first { Self.spelling(name, $0) == spelling }?.kind ?? kind
    }

    static let all = process + ruleSets

    static func all(in section: String) -> [ConfigurationKey] { all.filter { $0.section == section } }

    private static let spelled = Dictionary(
        all.flatMap { key in key.spellings.map { (Spelled(section: key.section, name: $0), key) } },
        uniquingKeysWith: { first, _ in first })

    private struct Spelled: Hashable {
        let section: String
        let name: String
    }

    /// The key that is written so in `section`.
    static func named(_ spelling: String, in section: String) -> ConfigurationKey? {
        spelled[Spelled(section: section, name: spelling)]
    }

    static func key(
        _ section: String, _ name: String, _ kind: Kind, _ fallback: String?
    ) -> ConfigurationKey {
        ConfigurationKey(section: section, name: name, kind: kind, fallback: fallback)
    }

    static func distance(
        _ section: String, _ name: String, _ fallback: String? = nil,
        in units: [RuleDistance.Unit] = RuleDistance.Unit.allCases
    ) -> ConfigurationKey {
        ConfigurationKey(section: section, name: name, kind: .distance, fallback: fallback, units: units)
    }

    /// What a person who wrote `name` in `section` may have meant: a key of the section that is a letter away or begins
    /// with the same word, else the very name where it belongs, else whatever of the section is nearest.
    static func suggestion(for name: String, in section: String) -> (spelling: String, section: String)? {
        let known = all(in: section).flatMap(\.spellings)
        let nearest = nearest(to: name, known)
        if let nearest, editDistance(nearest, name) == 1 { return (nearest, section) }
        if let kin = Self.nearest(to: name, known.filter { firstWord($0) == firstWord(name) }) {
            return (kin, section)
        }
        if let moved = all.first(where: { $0.section != section && $0.spellings.contains(name) }) {
            return (name, moved.section)
        }
        return nearest.map { ($0, section) }
    }

    private static func nearest(to name: String, _ known: [String]) -> String? {
        known.min { (editDistance($0, name), $0) < (editDistance($1, name), $1) }
    }

    private static func firstWord(_ name: String) -> Substring { name.prefix { $0 != "_" } }
}
