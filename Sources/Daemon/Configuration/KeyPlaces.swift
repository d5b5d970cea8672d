/// Where each key of a TOML document stands.
///
/// The parser tells places of syntax errors only. This reads a document that it has accepted once more, just
/// closely enough to find the keys; on anything else the result may be incomplete, but nothing fails.
/// Paths look like "rules[0].trailing.step_points".
struct KeyPlaces {
    private var places: [String: SourcePlace] = [:]
    private let bytes: [UInt8]
    private var offset = 0
    private var place = SourcePlace.start
    /// How many tables of each `[[name]]` have been met.
    private var tableCounts: [String: Int] = [:]

    init(_ document: String) {
        bytes = Array(document.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
        var section = ""
        while skipBlank() {
            let before = offset
            if peek == UInt8(ascii: "[") {
                section = readHeader()
            } else {
                readEntry(of: section)
            }
            if offset == before { advance() }
        }
    }

    /// Of the key, or else of the table that it would stand in.
    subscript(path: String) -> SourcePlace {
        var path = path[...]
        while !path.isEmpty {
            if let place = places[String(path)] { return place }
            guard let cut = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { break }
            path = path[..<cut]
        }
        return .start
    }

    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func advance() {
        guard let byte = peek else { return }
        offset += 1
        if byte == UInt8(ascii: "\n") {
            place = SourcePlace(line: place.line + 1, column: 1)
        } else if byte & 0xC0 != 0x80 {
            place.column += 1
        }
    }

    /// Moves over white space, line ends and comments. Returns whether anything follows.
    private mutating func skipBlank() -> Bool {
        while let byte = peek {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): advance()
            case UInt8(ascii: "#"):
                while let next = peek, next != UInt8(ascii: "\n") { advance() }
            default: return true
            }
        }
        return false
    }

    /// `[a.b]` or `[[a.b]]`: returns the path that the entries below it stand in.
    private mutating func readHeader() -> String {
        let start = place
        advance()
        let isArray = peek == UInt8(ascii: "[")
        if isArray { advance() }
        let names = readKey()
        while let byte = peek, byte == UInt8(ascii: "]") { advance() }
        var path = ""
        for (index, name) in names.enumerated() {
            path += path.isEmpty ? name : "." + name
            if isArray, index == names.count - 1 {
                let count = tableCounts[path, default: 0]
                tableCounts[path] = count + 1
                if count == 0 { places[path] = start }
                path += "[\(count)]"
            } else if let count = tableCounts[path] {
                path += "[\(count - 1)]"
            }
        }
        places[path] = start
        return path
    }

    private mutating func readEntry(of section: String) {
        let start = place
        let names = readKey()
        var path = section
        for name in names {
            path += path.isEmpty ? name : "." + name
            if places[path] == nil { places[path] = start }
        }
        _ = skipBlank()
        guard peek == UInt8(ascii: "=") else { return }
        advance()
        readValue(path)
    }

    /// A dotted key: its names.
    private mutating func readKey() -> [String] {
        var names: [String] = []
        while skipBlank(), let byte = peek {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                names.append(readText())
            } else {
                let start = offset
                while let next = peek, isBare(next) { advance() }
                guard offset > start else { break }
                names.append(String(decoding: bytes[start..<offset], as: UTF8.self))
            }
            guard skipBlank(), peek == UInt8(ascii: ".") else { break }
            advance()
        }
        return names
    }

    private func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: byte >= 0x80
        }
    }

    /// A quoted text of any of the four kinds; what stands between the quotes, escapes as they are.
    private mutating func readText() -> String {
        guard let quote = peek else { return "" }
        let isLong = offset + 2 < bytes.count && bytes[offset + 1] == quote && bytes[offset + 2] == quote
        let width = isLong ? 3 : 1
        for _ in 0..<width { advance() }
        let start = offset
        while let byte = peek {
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                advance()
                advance()
            } else if byte == quote, !isLong || isClosing(quote) {
                break
            } else {
                advance()
            }
        }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        for _ in 0..<width { advance() }
        return text
    }

    /// Whether the last three of a run of quotes stand here.
    private func isClosing(_ quote: UInt8) -> Bool {
        guard offset + 2 < bytes.count, bytes[offset + 1] == quote, bytes[offset + 2] == quote else {
            return false
        }
        return !(offset + 3 < bytes.count && bytes[offset + 3] == quote)
    }

    private mutating func readValue(_ path: String) {
        guard skipBlank(), let byte = peek else { return }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = readText()
        case UInt8(ascii: "{"): readInlineTable(path)
        case UInt8(ascii: "["): readArray(path)
        default:
            while let next = peek, !",]}#\n".utf8.contains(next) { advance() }
        }
    }

    private mutating func readInlineTable(_ path: String) {
        advance()
        while skipBlank(), let byte = peek {
            let before = offset
            if byte == UInt8(ascii: "}") {
                advance()
                return
            }
            if byte == UInt8(ascii: ",") { advance() } else { readEntry(of: path) }
            if offset == before { return }
        }
    }

    private mutating func readArray(_ path: String) {
        advance()
        var index = 0
        while skipBlank(), let byte = peek {
            let before = offset
            if byte == UInt8(ascii: "]") {
                advance()
                return
            }
            if byte == UInt8(ascii: ",") {
                advance()
                index += 1
            } else {
                places["\(path)[\(index)]"] = place
                readValue("\(path)[\(index)]")
            }
            if offset == before { return }
        }
    }
}
