import Testing

@testable import Daemon

/// What a file leaves open is as visible as what it says.
@Suite struct EffectiveValuesTests {
    private static let document = """
        state_dir = "/var/lib/backstop"
        [link]
        token_env = "TOKEN"
        [[rules]]
        name = "gold"
        magics = [7, 8]
        cap = "3.00"
        trailing = { start_r = "1", step_points = 5, distance_points = 40 }
        [[rules.profit_lock]]
        at_money = "1"
        lock_money = "0.5"
        """

    private static func entries(_ document: String) throws -> [String: EffectiveValues.Entry] {
        let entries = try EffectiveValues(toml: document).entries
        return Dictionary(entries.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }

    @Test func whatTheFileSaysHasItsLine() throws {
        let entries = try Self.entries(Self.document)
        #expect(entries["state_dir"]?.value == "\"/var/lib/backstop\"")
        #expect(entries["state_dir"]?.origin == .file(line: 1))
        #expect(entries["rules[0].magics"]?.value == "[7, 8]")
        #expect(entries["rules[0].trailing.start_r"]?.value == "\"1\"")
        #expect(entries["rules[0].trailing.start_r"]?.origin == .file(line: 8))
        #expect(entries["rules[0].profit_lock[0].lock_money"]?.origin == .file(line: 11))
    }

    @Test func whatItLeavesOpenHasItsDefault() throws {
        let entries = try Self.entries(Self.document)
        #expect(entries["mode"]?.value == "\"shadow\"" && entries["mode"]?.origin == .fallback)
        #expect(entries["flow.window"]?.value == "16" && entries["flow.window"]?.origin == .fallback)
        #expect(entries["rules[0].cap_margin_permille"]?.value == "950")
        #expect(entries["link.token_file"]?.origin == .unset)
        #expect(entries["rules[0].trailing.most"]?.origin == .unset)
        #expect(entries["rules[0].break_even"]?.origin == .unset)
        #expect(entries["rules[0].break_even.costs"] == nil, "a rule that is not given has no parts")
    }

    /// Nothing is left out: each key of the list appears, by itself or within a table that is not given.
    @Test func everyKeyIsAccountedFor() throws {
        let named = try EffectiveValues(toml: Self.document).entries.map { entry in
            entry.key.replacing("[0]", with: "")
        }
        for key in ConfigurationKey.all where ![.table, .tables].contains(key.kind) {
            let prefix = key.section.isEmpty ? "" : key.section + "."
            let isNamed = named.contains { name in
                key.spellings.contains { prefix + $0 == name } || prefix + key.name == name
                    || prefix.hasPrefix(name + ".")
            }
            #expect(isNamed, "\(key.path)")
        }
    }

    @Test func aFlagTakesThePlaceOfTheFile() throws {
        var values = try EffectiveValues(toml: Self.document)
        values.replace("state_dir", with: "/elsewhere", .flag("--state-dir"))
        let lines = values.text.split(separator: "\n").filter { $0.hasPrefix("state_dir ") }
        #expect(lines.count == 1)
        #expect(lines.first?.contains("\"/elsewhere\"") == true)
        #expect(lines.first?.hasSuffix("flag (--state-dir)") == true)
    }
}
