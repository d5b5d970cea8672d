/// Cuts MQL5 source text into tokens and preprocessor lines. Comments vanish; line numbers stay.
struct Lexer {
    private let bytes: [UInt8]
    private var at = 0
    private var line = 1
    private(set) var tokens: [Token] = []
    private(set) var directives: [Directive] = []
    private static let longMarks = [
        "<<=", ">>=", "...", "->", "::", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "==",
        "!=", "<=",
        ">=", "&&", "||", "<<", ">>",
    ]

    init(_ text: String) {
        bytes = Array(text.utf8)
        var isFresh = true
        while at < bytes.count {
            let start = at
            if skipBlank(&isFresh) { continue }
            if bytes[at] == UInt8(ascii: "#") && isFresh {
                readDirective()
                continue
            }
            isFresh = false
            tokens.append(readToken(after: start))
        }
    }

    /// Skips one blank, line end or comment.
    private mutating func skipBlank(_ isFresh: inout Bool) -> Bool {
        switch bytes[at] {
        case UInt8(ascii: "\n"):
            line += 1
            at += 1
            isFresh = true
            return true
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
            at += 1
            return true
        case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
            while at < bytes.count && bytes[at] != UInt8(ascii: "\n") { at += 1 }
            return true
        case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
            at += 2
            while at < bytes.count && !(bytes[at] == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")) {
                if bytes[at] == UInt8(ascii: "\n") { line += 1 }
                at += 1
            }
            at = min(at + 2, bytes.count)
            return true
        default: return false
        }
    }

    private func peek(_ offset: Int) -> UInt8 { at + offset < bytes.count ? bytes[at + offset] : 0 }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (48...57).contains(byte) || (65...90).contains(byte)
            || (97...122).contains(byte)
            || byte > 127
    }

    private mutating func readToken(after start: Int) -> Token {
        let isAdjacent = start > 0 && Lexer.isWord(bytes[start - 1]) && start == at
        let first = bytes[at]
        let from = at
        var kind = Token.Kind.mark
        if (48...57).contains(first) {
            kind = .number
            while Lexer.isWord(peek(0)) || peek(0) == UInt8(ascii: ".") || peek(0) == UInt8(ascii: "'") {
                at += 1
            }
        } else if Lexer.isWord(first) {
            kind = .name
            while Lexer.isWord(peek(0)) { at += 1 }
        } else if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            kind = first == UInt8(ascii: "\"") ? .text : .character
            at += 1
            while at < bytes.count && bytes[at] != first && bytes[at] != UInt8(ascii: "\n") {
                at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
            }
            at = min(at + 1, bytes.count)
        } else {
            at += Lexer.longMarks.first { bytes[at...].starts(with: $0.utf8) }?.utf8.count ?? 1
        }
        return Token(
            kind: kind, text: String(decoding: bytes[from..<at], as: UTF8.self), line: line,
            isAdjacent: isAdjacent)
    }

    private mutating func readDirective() {
        let start = line
        at += 1
        var rest: [Token] = []
        var isFresh = false
        while at < bytes.count && bytes[at] != UInt8(ascii: "\n") {
            if bytes[at] == UInt8(ascii: "\\") && peek(1) == UInt8(ascii: "\n") {
                at += 2
                line += 1
                continue
            }
            let from = at
            if skipBlank(&isFresh) { continue }
            rest.append(readToken(after: from))
        }
        let word = rest.first?.text ?? ""
        directives.append(
            Directive(word: word, rest: Array(rest.dropFirst()), line: start, position: tokens.count))
    }
}
