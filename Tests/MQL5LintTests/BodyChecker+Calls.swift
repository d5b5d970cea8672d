extension BodyChecker {
    /// Whether the name at `index` is being declared, not called.
    private func isDeclaration(_ index: Int) -> Bool { declarations.isType(tokens.at(index - 1)) }

    mutating func checkCall(_ index: Int) {
        let name = tokens[index].text
        let known = declarations.functions[name]
        let positions = MQL5API.functions[name]
        guard known != nil || positions != nil, !isDeclaration(index) else { return }
        checkEffects(index, "the arguments of \(name)")
        let arguments = tokens.split(index + 2..<max(index + 2, min(tokens.closing(index + 1), tokens.count)))
        for (position, argument) in arguments.enumerated() {
            let isReference =
                known?.parameters.at(position)?.isReference ?? positions?.contains(position) ?? false
            if isReference && !isVariable(tokens[argument]) {
                report(
                    .temporaryToReference, argument.lowerBound,
                    "\(name)(\(tokens[argument].map(\.text).joined(separator: " ")))")
            }
        }
        if name == "ArrayResize" { checkResize(index) }
        if name == "StringToCharArray" && arguments.count < 5 {
            report(.ansiCodePage, index, "no code page in \(name)")
        }
        if name == "CharArrayToString" && arguments.count < 4 {
            report(.ansiCodePage, index, "no code page in \(name)")
        }
        if name == "StringFormat" { checkFormat(index, arguments) }
    }

    /// `name`, `name.field`, `name[index]` and so on; no literal, macro or expression.
    private func isVariable(_ argument: ArraySlice<Token>) -> Bool {
        guard let first = argument.first, first.kind == .name else { return false }
        let isConstant =
            declarations.macros.contains(first.text) || MQL5API.constants.contains(first.text)
            || ["true", "false"].contains(first.text)
        if isConstant { return false }
        var index = argument.startIndex + 1
        while index < argument.endIndex {
            if tokens[index].isMark("."), tokens.at(index + 1)?.kind == .name {
                index += 2
            } else if tokens[index].isMark("[") {
                index = tokens.closing(index) + 1
            } else {
                return false
            }
        }
        return true
    }

    private mutating func checkResize(_ index: Int) {
        let before = tokens.at(index - 1)
        if [";", "{", "}", ")"].contains(before?.text) || before?.isName("else") == true {
            report(.ignoredArrayResize, index, "result not looked at")
        }
    }

    /// The format is a literal with specifications that MQL5 and C++ understand alike, one for each value.
    private mutating func checkFormat(_ index: Int, _ arguments: [Range<Int>]) {
        guard let first = arguments.first, first.count == 1, tokens[first.lowerBound].kind == .text else {
            report(.textFormat, index, "the format is not a literal")
            return
        }
        let text = tokens[first.lowerBound].text
        let pieces = text.replacing("%%", with: "").split(separator: "%", omittingEmptySubsequences: false)
            .dropFirst()
        for piece in pieces {
            let width = piece.prefix { $0.isNumber || $0 == "." }
            let rest = piece.dropFirst(width.count)
            let isGood = ["I64d", "I64u", "s", "d", "u", "x", "f"].contains { rest.hasPrefix($0) }
            if !isGood { report(.textFormat, index, "%\(piece)") }
        }
        if pieces.count != arguments.count - 1 {
            report(.textFormat, index, "\(pieces.count) specifications, \(arguments.count - 1) values")
        }
    }
}
