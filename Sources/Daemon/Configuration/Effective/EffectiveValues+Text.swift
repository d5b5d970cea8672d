extension EffectiveValues {
    /// One line a key: key, value and origin, in columns.
    var text: String {
        let widths = (
            key: entries.map(\.key.count).max() ?? 0, value: entries.map { Self.shown($0).count }.max() ?? 0
        )
        return entries.map { entry in
            let value = Self.shown(entry)
            return entry.key + Self.blank(widths.key - entry.key.count) + "  " + value
                + Self.blank(min(widths.value, Self.valueWidth) - value.count) + "  " + entry.origin.text
        }.joined(separator: "\n") + "\n"
    }

    /// A longer value moves its own origin to the right, and no other's.
    private static let valueWidth = 28

    private static func shown(_ entry: Entry) -> String { entry.value ?? "-" }

    private static func blank(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}

extension EffectiveValues.Origin {
    var text: String {
        switch self {
        case .file(let line): "line \(line)"
        case .fallback: "default"
        case .environment(let variable): "environment ($\(variable))"
        case .flag(let name): "flag (\(name))"
        case .unset: "not set"
        }
    }
}
