/// What a set of files declares.
struct Declarations {
    struct Parameter {
        var type: String
        var name: String
        var isReference: Bool
        var isArray: Bool
    }

    struct Site {
        var file: String
        var index: Int
    }

    struct Function {
        var name: String
        var file: String
        var line: Int
        var result: String
        var parameters: [Parameter]
        /// Tokens between the braces.
        var body: Range<Int>
    }

    var structures = MQL5API.structures
    var functions: [String: Function] = [:]
    var globals: Set<String> = []
    var macros: Set<String> = []
    /// Where globals and structures are declared: MetaEditor knows them only from there on.
    var sites: [String: Site] = [:]
    /// Everything that was declared anywhere: fields, parameters, locals, macros too.
    var names: Set<String> = []
    var issues: [LintIssue] = []

    init(_ files: [SourceFile]) {
        for file in files {
            for directive in file.directives where directive.word == "define" {
                if let name = directive.rest.first?.text { macros.insert(name) }
            }
            for (index, token) in file.tokens.enumerated()
            where token.isName("struct") || token.isName("enum") {
                if let next = file.tokens.at(index + 1), next.kind == .name { structures.insert(next.text) }
            }
        }
        names.formUnion(macros)
        names.formUnion(structures)
        for file in files where !file.isLanguage {
            var parser = FileParser(file: file, declarations: self)
            parser.parse()
            self = parser.declarations
        }
    }

    func isType(_ token: Token?) -> Bool {
        guard let token, token.kind == .name else { return false }
        return MQL5API.types.contains(token.text) || structures.contains(token.text)
            || token.text.hasPrefix("ENUM_")
    }

    mutating func add(_ function: Function) {
        if functions[function.name] != nil {
            report(.overload, function.file, function.line, function.name)
        }
        if MQL5API.functions[function.name] != nil {
            report(.hidesBuiltIn, function.file, function.line, function.name)
        }
        functions[function.name] = function
        names.insert(function.name)
        names.formUnion(function.parameters.map(\.name))
    }

    mutating func report(_ rule: LintRule, _ file: String, _ line: Int, _ detail: String) {
        issues.append(LintIssue(rule: rule, file: file, line: line, detail: detail))
    }
}

extension Array {
    /// The element, or nil outside the array.
    func at(_ index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

extension [Token] {
    /// The index of the mark that closes the one at `open`; the end if there is none.
    func closing(_ open: Int) -> Int {
        let pairs = ["(": ")", "[": "]", "{": "}"]
        guard let first = at(open), let last = pairs[first.text] else { return count }
        var depth = 0
        for index in open..<count {
            if self[index].isMark(first.text) { depth += 1 }
            if self[index].isMark(last) { depth -= 1 }
            if depth == 0 { return index }
        }
        return count
    }

    /// The ranges between the commas of depth 0.
    func split(_ range: Range<Int>) -> [Range<Int>] {
        guard !range.isEmpty else { return [] }
        var parts: [Range<Int>] = []
        var depth = 0
        var from = range.lowerBound
        for index in range where self[index].kind == .mark {
            switch self[index].text {
            case "(", "[", "{": depth += 1
            case ")", "]", "}": depth -= 1
            case "," where depth == 0:
                parts.append(from..<index)
                from = index + 1
            default: break
            }
        }
        return parts + [from..<range.upperBound]
    }
}
