/// The order in which MetaEditor reads the tokens of a program, headers at their first inclusion.
struct IncludeOrder {
    /// For every file that the program reaches: the place of each of its tokens.
    private(set) var places: [String: [Int]] = [:]
    private var next = 0
    private let files: [SourceFile]

    init(_ files: [SourceFile]) {
        self.files = files
        for file in files where file.name.hasSuffix(".mq5") { read(file) }
    }

    private mutating func read(_ file: SourceFile) {
        guard places[file.name] == nil else { return }
        places[file.name] = []
        var own: [Int] = []
        var pending = file.directives.filter { $0.word == "include" }[...]
        for index in 0...file.tokens.count {
            while let first = pending.first, first.position <= index {
                pending = pending.dropFirst()
                let path = first.rest.map(\.text).joined().trimmingMarks()
                if let header = files.first(where: { $0.name.hasSuffix("/" + path) || $0.name == path }) {
                    read(header)
                }
            }
            own.append(next)
            next += 1
        }
        places[file.name] = own
    }

    /// What is used above its declaration: variables and structures; functions may be.
    func issues(_ declarations: Declarations) -> [LintIssue] {
        var found: [LintIssue] = []
        for file in files {
            guard let own = places[file.name] else { continue }
            for (index, token) in file.tokens.enumerated() where token.kind == .name {
                guard let site = declarations.sites[token.text],
                    file.tokens.at(index - 1)?.isMark(".") != true,
                    let declared = places[site.file]?.at(site.index), own[index] < declared
                else { continue }
                found.append(
                    LintIssue(
                        rule: .usedBeforeDeclared, file: file.name, line: token.line, detail: token.text))
            }
        }
        return found
    }
}

extension String {
    /// Without the brackets or quotes of an include.
    fileprivate func trimmingMarks() -> String {
        String(drop { "<\"".contains($0) }.prefix { !">\"".contains($0) })
    }
}
