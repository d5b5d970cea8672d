extension BodyChecker {
    /// Words of C++ that MQL5 lacks, or that this subset does without.
    static let forbidden: Set<String> = [
        "auto", "nullptr", "constexpr", "static_assert", "using", "typedef", "try", "catch", "throw", "goto",
        "friend",
        "inline", "explicit", "namespace", "template", "typename", "decltype", "noexcept", "mutable",
        "thread_local",
        "extern", "volatile", "union", "register", "typeid", "dynamic_cast", "static_cast",
        "reinterpret_cast",
        "const_cast", "wchar_t", "char16_t", "char32_t", "alignas", "alignof", "operator", "virtual", "class",
        "new",
        "delete", "this", "std", "mql", "size_t", "unsigned", "signed", "int8_t", "int16_t", "int32_t",
        "int64_t",
        "uint8_t", "uint16_t", "uint32_t", "uint64_t", "and", "or", "not", "xor", "asm", "public", "private",
        "protected", "interface", "export", "sinput", "override", "final", "NULL", "concept", "requires",
        "co_await",
    ]

    mutating func checkWord(_ index: Int) {
        let token = tokens[index]
        switch token.kind {
        case .name:
            if BodyChecker.forbidden.contains(token.text) { report(.forbiddenWord, index, token.text) }
            if token.text == "sizeof" { report(.sizeOf, index, "sizeof") }
            if token.text == "CP_ACP" { report(.ansiCodePage, index, "CP_ACP") }
            if token.text == "static" { report(.staticVariable, index, tokens.at(index + 2)?.text ?? "") }
            if token.text == "case" { checkCase(index) }
            if token.text == "for" { checkFor(index) }
            if token.text == "if" || token.text == "while" { checkEffects(index, "a condition") }
        case .number: checkNumber(index)
        case .text: if token.isAdjacent { report(.prefixedText, index, token.text) }
        case .character: report(token.isAdjacent ? .prefixedText : .characterLiteral, index, token.text)
        case .mark: break
        }
    }

    private mutating func checkNumber(_ index: Int) {
        let text = tokens[index].text
        let isHex = text.hasPrefix("0x")
        let digits = isHex ? Substring(text.dropFirst(2)) : Substring(text)
        let isGood = !digits.isEmpty && digits.allSatisfy { isHex ? $0.isHexDigit : $0.isNumber || $0 == "." }
        if !isGood { report(.numberSuffix, index, text) }
        let isShifted =
            tokens.at(index - 1)?.isMark("<<") == true || tokens.at(index - 1)?.isMark(">>") == true
        if isShifted, let count = Int(text), count > 63 { report(.shiftTooFar, index, text) }
    }

    private mutating func checkCase(_ index: Int) {
        let value = tokens.at(index + 1)
        let isLabel =
            tokens.at(index + 2)?.isMark(":") == true && (value?.kind == .name || value?.kind == .number)
        if !isLabel { report(.caseNotConstant, index, value?.text ?? "") }
    }

    private mutating func checkFor(_ index: Int) {
        let range = index + 2..<min(tokens.closing(index + 1), tokens.count)
        let marks = tokens[range].filter { $0.kind == .mark }.map(\.text)
        if marks.contains(":") && !marks.contains("?") { report(.rangeFor, index, "for") }
    }

    mutating func checkMark(_ index: Int) {
        let token = tokens[index]
        guard token.kind == .mark else { return }
        let before = tokens.at(index - 1)
        let opensExpression =
            ["(", ",", "=", "{", ";"].contains(before?.text) || before?.isName("return") == true
        switch token.text {
        case "->": report(.arrow, index, "->")
        case "::": report(.scopeOperator, index, "::")
        case "...": report(.variadic, index, "...")
        case "[": if opensExpression { report(.lambda, index, "[") }
        case "&": if opensExpression { report(.addressOf, index, tokens.at(index + 1)?.text ?? "") }
        case "{":
            if before?.isMark("=") == true || before?.isName("return") == true || before?.isMark("(") == true
                || before?.isMark(",") == true
            {
                report(.braceInitialiser, index, before?.text ?? "")
            }
        default: break
        }
    }

    /// Anything that changes something between the parentheses behind `index`.
    mutating func checkEffects(_ index: Int, _ what: String) {
        guard tokens.at(index + 1)?.isMark("(") == true else { return }
        let changes: Set<String> = [
            "++", "--", "=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=",
        ]
        for at in index + 2..<max(index + 2, min(tokens.closing(index + 1), tokens.count))
        where tokens[at].kind == .mark && changes.contains(tokens[at].text) {
            report(.sideEffectInArgument, at, "\(tokens[at].text) in \(what)")
        }
    }
}
