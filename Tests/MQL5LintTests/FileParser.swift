/// Reads the declarations at the top level of one file: structures, globals, inputs, functions.
struct FileParser {
    let file: SourceFile
    var declarations: Declarations
    private var tokens: [Token] { file.tokens }

    init(file: SourceFile, declarations: Declarations) {
        self.file = file
        self.declarations = declarations
    }

    mutating func parse() {
        var index = 0
        while index < tokens.count { index = max(index + 1, item(at: index)) }
    }

    private mutating func report(_ rule: LintRule, _ index: Int, _ detail: String) {
        declarations.report(rule, file.name, tokens.at(index)?.line ?? 0, detail)
    }

    /// Reads one item; the index behind it.
    private mutating func item(at start: Int) -> Int {
        let first = tokens[start]
        if first.isName("struct") || first.isName("enum") { return structure(at: start) }
        if first.isName("input") { return input(at: start) }
        if first.isName("ARRAY") || first.isName("FIXED_ARRAY") { return array(at: start) }
        let type = first.isName("const") ? start + 1 : start
        guard declarations.isType(tokens.at(type)) else { return start + 1 }
        return typed(at: type)
    }

    /// A global or a function, whose type is at `type`.
    private mutating func typed(at type: Int) -> Int {
        var name = type + 1
        if tokens.at(name)?.isMark("*") == true {
            report(.pointer, name, tokens[type].text)
            name += 1
        }
        if tokens.at(name)?.isMark("&") == true {
            report(
                tokens.at(name + 2)?.isMark("(") == true ? .referenceResult : .referenceVariable, name,
                tokens[type].text)
            name += 1
        }
        guard let word = tokens.at(name), word.kind == .name else { return type + 1 }
        if tokens.at(name + 1)?.isMark("(") == true { return function(at: name) }
        declareGlobal(word.text, name)
        let end = tokens[name...].firstIndex { $0.isMark(";") } ?? tokens.count
        if tokens.at(name + 1)?.isMark("[") == true { report(.rawArray, name, word.text) }
        if tokens.at(name + 1)?.isMark("{") == true { report(.braceInitialiser, name, word.text) }
        if tokens.at(name + 1)?.isMark("=") == true { checkLiteral(name + 2..<end) }
        return end + 1
    }

    private mutating func declareGlobal(_ name: String, _ index: Int) {
        declarations.globals.insert(name)
        declarations.names.insert(name)
        declarations.sites[name] = Declarations.Site(file: file.name, index: index)
    }

    /// A global begins as a literal, a constant or an enumerator, possibly negative.
    private mutating func checkLiteral(_ range: Range<Int>) {
        let value = tokens[range].filter { !$0.isMark("-") }
        let isConstant =
            value.count == 1
            && (value[0].kind == .number || value[0].kind == .text || value[0].text == "true"
                || value[0].text == "false"
                || declarations.macros.contains(value[0].text) || MQL5API.constants.contains(value[0].text))
        if value.first?.isMark("{") == true {
            report(.braceInitialiser, range.lowerBound, "global")
        } else if !isConstant {
            report(.globalNotLiteral, range.lowerBound, value.map(\.text).joined(separator: " "))
        }
    }

    private mutating func input(at start: Int) -> Int {
        let end = tokens[start...].firstIndex { $0.isMark(";") } ?? tokens.count
        guard let type = tokens.at(start + 1), let name = tokens.at(start + 2), declarations.isType(type),
            !declarations.structures.contains(type.text), name.kind == .name,
            tokens.at(start + 3)?.isMark("=") == true
        else {
            report(.inputNotScalar, start, tokens.at(start + 2)?.text ?? "")
            return end + 1
        }
        if name.text.utf8.count > 63 { report(.inputNameTooLong, start, name.text) }
        declareGlobal(name.text, start)
        checkLiteral(start + 4..<end)
        return end + 1
    }

    /// `ARRAY(T, name);` or `FIXED_ARRAY(T, name, N);`
    private mutating func array(at start: Int) -> Int {
        let close = tokens.closing(start + 1)
        let parts = tokens.split(start + 2..<min(close, tokens.count))
        if let part = parts.at(1), let name = tokens[part].first {
            declareGlobal(name.text, start)
        }
        checkSize(parts, of: tokens[start])
        return close + 2
    }

    private mutating func checkSize(_ parts: [Range<Int>], of word: Token) {
        guard word.isName("FIXED_ARRAY"), let part = parts.at(2) else { return }
        let size = tokens[part]
        guard size.count == 1, let first = size.first,
            first.kind == .number || declarations.macros.contains(first.text)
        else {
            report(.arraySizeNotConstant, part.lowerBound, size.map(\.text).joined(separator: " "))
            return
        }
    }

    private mutating func structure(at start: Int) -> Int {
        guard let name = tokens.at(start + 1), name.kind == .name else {
            report(.anonymousType, start, tokens[start].text)
            return tokens.closing(start + 1) + 1
        }
        if tokens.at(start + 2)?.isMark(";") == true {
            report(.forwardDeclaration, start, name.text)
            return start + 3
        }
        declarations.sites[name.text] = Declarations.Site(file: file.name, index: start)
        let end = tokens.closing(start + 2)
        guard tokens[start].isName("struct") else {
            for index in start + 3..<min(end, tokens.count) where tokens[index].kind == .name {
                declarations.names.insert(tokens[index].text)
            }
            return end + 1
        }
        var index = start + 3
        while index < min(end, tokens.count) { index = member(at: index, end: end) }
        return end + 1
    }

    /// One member of a structure; the index behind it.
    private mutating func member(at start: Int, end: Int) -> Int {
        let last = tokens[start..<end].firstIndex { $0.isMark(";") } ?? end
        let first = tokens[start]
        if first.isName("ARRAY") || first.isName("FIXED_ARRAY") {
            let parts = tokens.split(start + 2..<min(tokens.closing(start + 1), tokens.count))
            if let part = parts.at(1), let name = tokens[part].first { declarations.names.insert(name.text) }
            checkSize(parts, of: first)
            return last + 1
        }
        guard let name = tokens.at(start + 1), name.kind == .name else {
            if tokens.at(start + 1)?.isMark("*") == true { report(.pointer, start, first.text) }
            if tokens.at(start + 1)?.isMark("&") == true { report(.referenceVariable, start, first.text) }
            return last + 1
        }
        declarations.names.insert(name.text)
        switch tokens.at(start + 2)?.text {
        case "(":
            report(.method, start, name.text)
            if let open = tokens[start..<end].firstIndex(where: { $0.isMark("{") }) {
                return tokens.closing(open) + 1
            }
        case "=", "{": report(.memberInitialiser, start, name.text)
        case ":": report(.bitField, start, name.text)
        case "[": report(.rawArray, start, name.text)
        default: break
        }
        return last + 1
    }

    private mutating func function(at name: Int) -> Int {
        let close = tokens.closing(name + 1)
        let open = close + 1
        let parts = tokens.split(name + 2..<min(close, tokens.count))
        let parameters = parts.compactMap { parameter($0) }
        if parameters.count > 64 { report(.tooManyParameters, name, tokens[name].text) }
        guard tokens.at(open)?.isMark("{") == true else {
            report(.forwardDeclaration, name, tokens[name].text)
            return open + 1
        }
        let end = tokens.closing(open)
        declarations.add(
            Declarations.Function(
                name: tokens[name].text, file: file.name, line: tokens[name].line,
                result: tokens[name - 1].text,
                parameters: parameters,
                body: open + 1..<end))
        return end + 1
    }

    private mutating func parameter(_ range: Range<Int>) -> Declarations.Parameter? {
        var at = range.lowerBound
        let word = tokens[at].text
        if word == "ARRAY_REF" || word == "CONST_ARRAY_REF" {
            let parts = tokens.split(at + 2..<tokens.closing(at + 1))
            guard let type = parts.at(0), let name = parts.at(1) else { return nil }
            return Declarations.Parameter(
                type: tokens[type.lowerBound].text, name: tokens[name.lowerBound].text, isReference: true,
                isArray: true)
        }
        if word == "const" { at += 1 }
        let type = tokens[at].text
        if type == "..." {
            report(.variadic, at, "...")
            return nil
        }
        at += 1
        if tokens.at(at)?.isMark("*") == true {
            report(.pointer, at, type)
            at += 1
        }
        let isReference = tokens.at(at)?.isMark("&") == true
        if isReference { at += 1 }
        guard range.contains(at) else { return nil }
        let name = tokens[at].text
        if tokens.at(at + 1)?.isMark("[") == true { report(.rawArray, at, name) }
        if !isReference && declarations.structures.contains(type) {
            report(.structByValue, at, "\(type) \(name)")
        }
        return Declarations.Parameter(type: type, name: name, isReference: isReference, isArray: false)
    }
}
