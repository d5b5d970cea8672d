import Testing

@testable import Daemon

/// Keys are found where a person would look for them, whatever stands around them.
@Suite struct KeyPlacesTests {
    @Test func keysAreFoundInEveryFormOfTable() {
        let places = KeyPlaces(
            """
            # a comment with key = 3 in it
            first = "a # no comment, ] no end"   # key = 3
              "quoted key" = 'x\\'
            [table]  # [not.a.table]
            dotted.inner = 1
            long = \"\"\"
            key = 3
            [nothing]
            \"\"\"
            [[list]]
            one = 1
            [[list]]
            two = { inside = { deep = [1, 2] }, after = 3 }
            [list.below]
            three = [
              "a", # comment ]
              "b",
            ]
            """)
        #expect(places["first"] == SourcePlace(line: 2, column: 1))
        #expect(places["quoted key"] == SourcePlace(line: 3, column: 3))
        #expect(places["table"] == SourcePlace(line: 4, column: 1))
        #expect(places["table.dotted.inner"] == SourcePlace(line: 5, column: 1))
        #expect(places["table.long"] == SourcePlace(line: 6, column: 1))
        #expect(places["nothing"] == .start)
        #expect(places["list[0].one"] == SourcePlace(line: 11, column: 1))
        #expect(places["list[1]"] == SourcePlace(line: 12, column: 1))
        #expect(places["list[1].two.inside.deep"] == SourcePlace(line: 13, column: 20))
        #expect(places["list[1].two.after"] == SourcePlace(line: 13, column: 37))
        #expect(places["list[1].below.three[1]"] == SourcePlace(line: 17, column: 3))
        #expect(places["list[1].missing"] == SourcePlace(line: 12, column: 1))
    }

    @Test func columnsCountCharactersAndLinesMayEndAnyWay() {
        let places = KeyPlaces("\u{FEFF}a = \"ä\"\r\nb = { ü = 1, c = 2 }\r\n")
        #expect(places["a"] == SourcePlace(line: 1, column: 1))
        #expect(places["b.c"] == SourcePlace(line: 2, column: 14))
    }

    /// It is only used on documents the parser has accepted; on all others it must still come to an end.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func nonsenseEndsToo(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        let letters = Array("[]{}=.,\"'#\\\n\r ab1\u{0}é")
        let document = String(
            (0..<400).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return letters[Int(state >> 33) % letters.count]
            })
        _ = KeyPlaces(document)["a"]
        do {
            _ = try Configuration(toml: document)
        } catch {
            #expect(!error.problems.isEmpty, "seed \(seed)")
        }
    }
}
