import Core
import Glibc
import TOMLKit

/// What the environment says in the place of a configuration file: for containers and service managers, where a file is
/// the same for many.
///
/// Every key about the daemon itself and whole accounts has a variable: `link.port` is `BACKSTOP_LINK_PORT`. Rule sets
/// have none. An empty variable counts as not set. Values are checked as the file's are.
struct EnvironmentOverrides: Sendable {
    static let none = EnvironmentOverrides { _ in nil }

    /// What the process was started with.
    static var process: EnvironmentOverrides {
        EnvironmentOverrides { name in
            guard let value = getenv(name), value.pointee != 0 else { return nil }
            return String(cString: value)
        }
    }

    /// By key, as the file would name it: "link.port".
    private let values: [String: String]

    init(_ variable: (String) -> String?) {
        var values: [String: String] = [:]
        for key in ConfigurationKey.process where key.kind != .table {
            if let value = variable(Self.variable(of: key.path)), !value.isEmpty { values[key.path] = value }
        }
        self.values = values
    }

    static func variable(of path: String) -> String {
        "BACKSTOP_" + path.uppercased().replacing(".", with: "_")
    }

    /// The variable that stands in for a key; `nil` where none does.
    func variable(for path: String) -> String? { values[path] == nil ? nil : Self.variable(of: path) }

    /// Puts the values into a document. What does not fit a key's kind goes in as text, for the reader to refuse.
    func apply(to document: TOMLTable) {
        for key in ConfigurationKey.process {
            guard let text = values[key.path] else { continue }
            var table = document
            for part in key.section.split(separator: ".").map(String.init) {
                if table[part]?.table == nil { table[part] = TOMLTable() }
                guard let inner = table[part]?.table else { return }
                table = inner
            }
            table[key.name] = Self.value(text, key.kind)
        }
    }

    private static func value(_ text: String, _ kind: ConfigurationKey.Kind) -> any TOMLValueConvertible {
        switch kind {
        case .integer: return Int(text) ?? text
        case .flag:
            if let flag = Bool(text) { return flag }
            return text
        case .integers:
            let numbers = text.split(separator: ",").map { Int($0.filter { $0 != " " }) }
            guard numbers.allSatisfy({ $0 != nil }) else { return text }
            return TOMLArray(numbers.compactMap { $0 })
        case .text, .texts, .money, .decimal, .distance, .table, .tables: return text
        }
    }
}
