/// One MQL5 file as MetaEditor sees it: what is only for clang is left out.
struct SourceFile {
    let name: String
    let tokens: [Token]
    let directives: [Directive]
    private(set) var issues: [LintIssue] = []

    /// The header that spells MQL5 for clang may hold what the others may not.
    var isLanguage: Bool { name.hasSuffix("Language.mqh") }

    private enum Branch { case mql, clang, either }

    init(name: String, text: String) {
        self.name = name
        let lexer = Lexer(text)
        var issues: [LintIssue] = []
        func report(_ rule: LintRule, _ line: Int, _ detail: String) {
            issues.append(LintIssue(rule: rule, file: name, line: line, detail: detail))
        }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where line.utf8.contains(where: { $0 > 127 || $0 == 9 }) {
            report(.nonASCII, index + 1, "not plain ASCII")
        }
        var open: [(branch: Branch, line: Int)] = []
        var kept: [Token] = []
        var keptDirectives: [Directive] = []
        var from = 0
        for directive in lexer.directives {
            if !open.contains(where: { $0.branch == .clang }) {
                kept += lexer.tokens[from..<directive.position]
            }
            from = directive.position
            let isMQLTest = directive.rest.first?.text == "__MQL5__"
            switch directive.word {
            case "ifdef": open.append((isMQLTest ? .mql : .either, directive.line))
            case "ifndef": open.append((isMQLTest ? .clang : .either, directive.line))
            case "else":
                guard let last = open.popLast() else {
                    report(.unbalancedConditional, directive.line, "#else without #ifdef")
                    continue
                }
                open.append(
                    (last.branch == .mql ? .clang : last.branch == .clang ? .mql : .either, last.line))
            case "endif":
                if open.popLast() == nil {
                    report(.unbalancedConditional, directive.line, "#endif without #ifdef")
                }
            default:
                guard !open.contains(where: { $0.branch == .clang }) else { continue }
                var copy = directive
                copy.position = kept.count
                keptDirectives.append(copy)
                let isForMQL = open.contains { $0.branch == .mql }
                if ["property", "import", "resource"].contains(directive.word) && !isForMQL {
                    report(
                        .mqlDirectiveOutsideGuard, directive.line,
                        "#\(directive.word) outside #ifdef __MQL5__")
                }
            }
            if ![
                "define", "undef", "ifdef", "ifndef", "else", "endif", "include", "property", "import",
                "resource",
            ]
            .contains(directive.word) {
                report(.forbiddenDirective, directive.line, "#\(directive.word)")
            }
        }
        for last in open { report(.unbalancedConditional, last.line, "no #endif") }
        kept += lexer.tokens[from...]
        tokens = kept
        directives = keptDirectives
        self.issues = issues
        if name.hasSuffix(".mqh") { checkGuard(lexer) }
        checkMacros()
    }

    /// `#ifndef NAME`, `#define NAME` first, `#endif` last, and nothing outside.
    private mutating func checkGuard(_ lexer: Lexer) {
        let all = lexer.directives
        let isGuarded =
            all.count >= 3 && all[0].word == "ifndef" && all[1].word == "define" && all.last?.word == "endif"
            && all[0].rest.first?.text == all[1].rest.first?.text && all[0].position == 0
            && all.last?.position == lexer.tokens.count
        if !isGuarded {
            issues.append(
                LintIssue(rule: .missingIncludeGuard, file: name, line: 1, detail: "no include guard"))
        }
    }

    /// Macros are constants; only Language.mqh has macros with parameters.
    private mutating func checkMacros() {
        for directive in directives where directive.word == "define" && !isLanguage {
            let rest = directive.rest
            if rest.count > 1 && rest[1].isMark("(") && rest[1].isAdjacent {
                issues.append(
                    LintIssue(rule: .functionMacro, file: name, line: directive.line, detail: rest[0].text))
            }
        }
    }
}
