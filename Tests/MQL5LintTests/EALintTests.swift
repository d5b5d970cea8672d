import Foundation
import Testing

/// The EA's sources hold nothing that MetaEditor would reject or understand otherwise than clang.
@Suite struct EALintTests {
    @Test func everyProgramIsClean() throws {
        let programs = try EASources.programs()
        #expect(!programs.isEmpty)
        for program in programs {
            let issues = Lint.check(program)
            #expect(issues.isEmpty, "\(issues.map(\.description).joined(separator: "\n"))")
        }
    }

    @Test func everyHeaderIsIncludedSomewhere() throws {
        let all = try EASources.load()
        for header in all where header.name.hasSuffix(".mqh") {
            let name = header.name.replacing("Include/", with: "")
            #expect(all.contains { $0.text.contains("#include <\(name)>") }, "\(name) is not included")
        }
    }

    @Test func everyIncludeExists() throws {
        let all = try EASources.load()
        for file in all {
            for line in file.text.split(separator: "\n") where line.hasPrefix("#include") {
                let name = line.dropFirst("#include <".count).dropLast()
                #expect(all.contains { $0.name == "Include/\(name)" }, "\(file.name): \(line)")
            }
        }
    }

    @Test func thePresetNamesEveryInput() throws {
        let preset = try String(
            contentsOf: EASources.root.appendingPathComponent("Presets/Backstop.set"), encoding: .utf8)
        let program = try #require(EASources.load().first { $0.name == "Experts/Backstop/Backstop.mq5" })
        let inputs = program.text.split(separator: "\n").filter { $0.hasPrefix("input ") }.map {
            $0.split(separator: " ")[2]
        }
        #expect(preset.split(separator: "\n").map { $0.prefix { $0 != "=" } } == inputs)
        for name in inputs { #expect(program.text.contains("X(\(name))"), "\(name) is not in INPUT_LIST") }
    }
}
