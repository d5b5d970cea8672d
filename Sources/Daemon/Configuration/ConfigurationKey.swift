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
        case table
        case tables = "list of tables"

        /// As a sentence needs it: "must be a table".
        var phrase: String {
            switch self {
            case .text, .flag: rawValue
            case .integer, .money: "an " + rawValue
            case .texts, .integers, .table, .tables: "a " + rawValue
            }
        }
    }

    /// The table it belongs to: "" for the top, else such as "rules" or "rules.trailing".
    let section: String
    let name: String
    let kind: Kind
    /// As a person would write it; `nil` for a key that has none.
    let fallback: String?

    /// Section and name in one: "rules.cap".
    var path: String { section.isEmpty ? name : section + "." + name }

    static let all: [ConfigurationKey] = [
        key("", "mode", .text, "\"shadow\""),
        key("", "state_dir", .text, nil),
        key("", "link", .table, nil),
        key("link", "address", .text, "\"127.0.0.1\""),
        key("link", "port", .integer, "5610"),
        key("link", "token_file", .text, nil),
        key("link", "token_env", .text, nil),
        key("link", "heartbeat_ms", .integer, "1000"),
        key("link", "timeout_ms", .integer, "3000"),
        key("", "account", .table, nil),
        key("account", "number", .integer, nil),
        key("account", "currency", .text, nil),
        key("", "driver", .table, nil),
        key("driver", "mode", .text, "\"auto\""),
        key("driver", "workers", .integer, "3"),
        key("driver", "wait", .text, "\"auto\""),
        key("driver", "pin_cpus", .integers, "[]"),
        key("driver", "realtime_priority", .integer, nil),
        key("driver", "lock_memory", .flag, "false"),
        key("", "flow", .table, nil),
        key("flow", "window", .integer, "16"),
        key("flow", "reserved", .integer, "4"),
        key("flow", "rate_per_second", .integer, "30"),
        key("flow", "budget_per_day", .integer, "2000"),
        key("flow", "budget_reserve", .integer, "200"),
        key("flow", "low_risk_lock", .money, "\"0.50\""),
        key("", "journal", .table, nil),
        key("journal", "inputs", .flag, "true"),
        key("", "rules", .tables, nil),
        key("rules", "name", .text, nil),
        key("rules", "symbols", .texts, "[]"),
        key("rules", "magics", .integers, "[]"),
        key("rules", "manual", .flag, "false"),
        key("rules", "cap", .money, nil),
        key("rules", "cap_margin_permille", .integer, "950"),
        key("rules", "slippage_points", .integer, "0"),
        key("rules", "commission_per_lot", .money, "\"0.00\""),
        key("rules", "trailing", .table, nil),
        key("rules.trailing", "start_points", .integer, nil),
        key("rules.trailing", "step_points", .integer, nil),
        key("rules.trailing", "distance_points", .integer, nil),
        key("rules", "break_even", .table, nil),
        key("rules.break_even", "trigger_points", .integer, nil),
        key("rules.break_even", "offset_points", .integer, "0"),
        key("rules", "profit_lock", .tables, nil),
        key("rules.profit_lock", "at_points", .integer, nil),
        key("rules.profit_lock", "lock_points", .integer, nil),
    ]

    static func all(in section: String) -> [ConfigurationKey] { all.filter { $0.section == section } }

    private static func key(
        _ section: String, _ name: String, _ kind: Kind, _ fallback: String?
    ) -> ConfigurationKey {
        ConfigurationKey(section: section, name: name, kind: kind, fallback: fallback)
    }

    /// The keys a person who wrote `name` in `section` may have meant, nearest first: the nearest name of the
    /// same section and, if the very name belongs elsewhere, that one before it.
    static func suggestion(for name: String, in section: String) -> ConfigurationKey? {
        if let moved = all.first(where: { $0.name == name && $0.section != section }) { return moved }
        return all(in: section).min {
            (editDistance($0.name, name), $0.name) < (editDistance($1.name, name), $1.name)
        }
    }
}

/// How many letters must be added, dropped, changed or swapped with their neighbour to turn one into the other.
func editDistance(_ left: String, _ right: String) -> Int {
    let a = Array(left.lowercased().unicodeScalars)
    let b = Array(right.lowercased().unicodeScalars)
    var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count { rows[i][0] = i }
    for j in 0...b.count { rows[0][j] = j }
    for i in a.indices.map({ $0 + 1 }) {
        for j in b.indices.map({ $0 + 1 }) {
            let isSame = a[i - 1] == b[j - 1]
            var best = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (isSame ? 0 : 1))
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                best = min(best, rows[i - 2][j - 2] + 1)
            }
            rows[i][j] = best
        }
    }
    return rows[a.count][b.count]
}
