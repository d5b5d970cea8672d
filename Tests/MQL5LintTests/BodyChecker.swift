/// Judges the tokens of one file: words, marks, names, and what stands inside functions.
struct BodyChecker {
    let file: SourceFile
    let declarations: Declarations
    private(set) var locals: Set<String> = []
    var issues: [LintIssue] = []
    var tokens: [Token] { file.tokens }

    init(file: SourceFile, declarations: Declarations) {
        self.file = file
        self.declarations = declarations
    }

    mutating func report(_ rule: LintRule, _ index: Int, _ detail: String) {
        issues.append(
            LintIssue(rule: rule, file: file.name, line: tokens.at(index)?.line ?? 0, detail: detail))
    }

    private var functions: [Declarations.Function] {
        declarations.functions.values.filter { $0.file == file.name }
    }

    // MARK: Locals

    /// Finds the declarations inside functions and judges their form.
    mutating func collectLocals() {
        for function in functions {
            for parameter in function.parameters { checkHiding(parameter.name, function.body.lowerBound - 1) }
            for index in function.body where index < tokens.count { local(at: index) }
            checkEnd(of: function)
        }
    }

    /// MetaEditor wants a return where clang sees that none is needed, behind a switch for instance.
    private mutating func checkEnd(of function: Declarations.Function) {
        guard function.result != "void" else { return }
        let body = tokens[function.body.clamped(to: tokens.indices)]
        let beforeLast = body.dropLast().lastIndex { [";", "{", "}"].contains($0.text) && $0.kind == .mark }
        let statement = beforeLast.map { body[($0 + 1)...] } ?? body
        if statement.first?.isName("return") != true || body.last?.isMark(";") != true {
            report(.missingFinalReturn, function.body.upperBound, function.name)
        }
    }

    private mutating func local(at index: Int) {
        let token = tokens[index]
        let before = tokens.at(index - 1)
        if token.isName("FIXED_ARRAY") || token.isName("ARRAY") {
            let parts = tokens.split(index + 2..<min(tokens.closing(index + 1), tokens.count))
            if let part = parts.at(1), let name = tokens[part].first { declare(name.text, index) }
            if let part = parts.at(2), !isConstant(tokens[part]) {
                report(.arraySizeNotConstant, index, "\(tokens[part].map(\.text))")
            }
            return
        }
        guard declarations.isType(token) else { return }
        if tokens.at(index + 1)?.isMark("*") == true { report(.pointer, index, token.text) }
        let isStatement =
            [";", "{", "}", ")", ":"].contains(before?.text) || before?.isName("const") == true
            || before?.isName("else") == true
            || (before?.isMark("(") == true && tokens.at(index - 2)?.isName("for") == true)
        if tokens.at(index + 1)?.isMark("&") == true, isStatement {
            report(.referenceVariable, index, token.text)
        }
        guard isStatement, let name = tokens.at(index + 1), name.kind == .name else { return }
        declare(name.text, index)
        if before?.isMark(":") == true, isCaseLabel(before: index) {
            report(.declarationUnderCase, index, name.text)
        }
        switch tokens.at(index + 2)?.text {
        case ";", ",":
            if !declarations.structures.contains(token.text) && token.text != "string" {
                report(.uninitialisedLocal, index, name.text)
            }
        case "[": report(.rawArray, index, name.text)
        case "{", "(": report(.braceInitialiser, index, name.text)
        default: break
        }
    }

    private func isConstant(_ size: ArraySlice<Token>) -> Bool {
        guard size.count == 1, let first = size.first else { return false }
        return first.kind == .number || declarations.macros.contains(first.text)
    }

    private mutating func declare(_ name: String, _ index: Int) {
        locals.insert(name)
        checkHiding(name, index)
    }

    private mutating func checkHiding(_ name: String, _ index: Int) {
        if declarations.globals.contains(name) || declarations.functions[name] != nil {
            report(.hidesGlobal, index, name)
        }
        if MQL5API.functions[name] != nil { report(.hidesBuiltIn, index, name) }
    }

    /// Whether the colon before `index` ends a case label, not a conditional expression.
    private func isCaseLabel(before index: Int) -> Bool {
        var at = index - 2
        while at >= 0, ![";", "{", "}"].contains(tokens[at].text) {
            if tokens[at].isName("case") || tokens[at].isName("default") { return true }
            if tokens[at].isMark("?") { return false }
            at -= 1
        }
        return false
    }

    // MARK: Everything else

    mutating func check(names: Set<String>) {
        for index in tokens.indices {
            checkWord(index)
            checkMark(index)
            checkName(index, names)
            if tokens[index].kind == .name && tokens.at(index + 1)?.isMark("(") == true { checkCall(index) }
        }
        for directive in file.directives where directive.word == "define" {
            for token in directive.rest.dropFirst() where token.kind == .name { judge(token, names) }
        }
    }

    private mutating func checkName(_ index: Int, _ names: Set<String>) {
        guard tokens[index].kind == .name else { return }
        judge(tokens[index], names)
    }

    private mutating func judge(_ token: Token, _ names: Set<String>) {
        let isKnown =
            MQL5API.known.contains(token.text) || names.contains(token.text)
            || BodyChecker.forbidden.contains(token.text)
            || token.text == "CP_ACP" || token.text == "sizeof" || token.text == "static"
        if !isKnown {
            issues.append(
                LintIssue(rule: .unknownName, file: file.name, line: token.line, detail: token.text))
        }
    }
}
