/// A file of comma-separated values: one line of column names, then one row a line.
///
/// RFC 4180 without line feeds inside of fields: a field in double quotes may hold commas, and a double quote as
/// two. Lines end with LF or CRLF; empty ones are passed over. Anything else is a problem with its line.
struct CSVTable {
    struct Row {
        let line: Int
        let fields: [String]
    }

    /// The largest file that is read, in bytes.
    static let fileBytesMax = 64 << 20

    let header: [String]
    let rows: [Row]

    init(_ bytes: [UInt8]) throws(InputProblems) {
        var problems: [InputProblem] = []
        var header: [String]?
        var rows: [Row] = []
        var number = 0
        for raw in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            var line = raw.last == UInt8(ascii: "\r") ? raw.dropLast() : raw
            if number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
            guard !line.isEmpty else { continue }
            guard !line.contains(0), let text = String(validating: line, as: UTF8.self) else {
                // What is no text at all is said once, not once a line.
                throw InputProblems(problems: [.init(line: number, message: "this is not UTF-8 text")])
            }
            guard let fields = Self.fields(of: text) else {
                problems.append(.init(line: number, message: "a double quote is not closed, or not doubled"))
                continue
            }
            guard let header else {
                header = fields
                continue
            }
            guard fields.count == header.count else {
                problems.append(
                    .init(
                        line: number,
                        message: "there are \(fields.count) fields and \(header.count) columns"))
                continue
            }
            rows.append(Row(line: number, fields: fields))
        }
        guard let header else {
            throw InputProblems(problems: [.init(line: 1, message: "the file is empty")])
        }
        guard problems.isEmpty else { throw InputProblems(problems: problems) }
        self.header = header
        self.rows = rows
    }

    /// `nil` for quotes that make no sense.
    private static func fields(of line: String) -> [String]? {
        guard line.utf8.contains(UInt8(ascii: "\"")) else {
            return line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        var fields: [String] = []
        var rest = line[...]
        while true {
            guard let (field, after) = rest.first == "\"" ? quoted(rest.dropFirst()) : plain(rest) else {
                return nil
            }
            fields.append(field)
            guard let comma = after.first else { return fields }
            guard comma == "," else { return nil }
            rest = after.dropFirst()
        }
    }

    private static func plain(_ text: Substring) -> (String, Substring)? {
        let field = text.prefix { $0 != "," }
        return field.contains("\"") ? nil : (String(field), text[field.endIndex...])
    }

    /// What stands before the closing quote, and what follows it.
    private static func quoted(_ text: Substring) -> (String, Substring)? {
        var field = ""
        var rest = text
        while let end = rest.firstIndex(of: "\"") {
            field += rest[..<end]
            rest = rest[rest.index(after: end)...]
            guard rest.first == "\"" else { return (field, rest) }
            field.append("\"")
            rest = rest.dropFirst()
        }
        return nil
    }
}
