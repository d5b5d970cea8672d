import Core

/// Reads the fields of a table by the names of its columns, and collects everything that is wrong.
struct ColumnReader {
    private let places: [String: Int]
    private(set) var problems: [InputProblem] = []

    /// - Throws: when a column is missing, unknown or there twice.
    init(_ header: [String], required: [String], optional: [String] = []) throws(InputProblems) {
        var places: [String: Int] = [:]
        var problems: [InputProblem] = []
        for (place, name) in header.enumerated() {
            if places.updateValue(place, forKey: name) != nil {
                problems.append(.init(line: 1, message: "column \"\(name)\" is there twice"))
            }
            guard !required.contains(name), !optional.contains(name) else { continue }
            let nearest = (required + optional).min { editDistance($0, name) < editDistance($1, name) }
            problems.append(
                .init(
                    line: 1, message: "column \"\(name)\" is not known; the nearest is \"\(nearest ?? "")\""))
        }
        for name in required where places[name] == nil {
            problems.append(.init(line: 1, message: "column \"\(name)\" is missing"))
        }
        guard problems.isEmpty else { throw InputProblems(problems: problems) }
        self.places = places
    }

    mutating func report(_ row: CSVTable.Row, _ message: String) {
        problems.append(.init(line: row.line, message: message))
    }

    /// Throws what has been collected.
    func finish() throws(InputProblems) {
        guard problems.isEmpty else {
            throw InputProblems(problems: problems.sorted { ($0.line, $0.message) < ($1.line, $1.message) })
        }
    }

    /// `nil` for a column that is not there and for an empty field.
    func text(_ row: CSVTable.Row, _ column: String) -> String? {
        guard let place = places[column], !row.fields[place].isEmpty else { return nil }
        return row.fields[place]
    }

    /// A field that must be there and make sense.
    mutating func required<Value>(
        _ row: CSVTable.Row, _ column: String, _ what: String, _ read: (String) -> Value?
    ) -> Value? {
        guard text(row, column) != nil else {
            report(row, "\"\(column)\" is empty; it must be \(what)")
            return nil
        }
        return optional(row, column, what, read)
    }

    /// A field that must make sense where it is there.
    mutating func optional<Value>(
        _ row: CSVTable.Row, _ column: String, _ what: String, _ read: (String) -> Value?
    ) -> Value? {
        guard let written = text(row, column) else { return nil }
        guard let value = read(written) else {
            report(row, "\"\(column)\" is \"\(written)\"; it must be \(what)")
            return nil
        }
        return value
    }

    mutating func ticket(_ row: CSVTable.Row) -> Ticket? {
        required(row, "ticket", "a whole number from 1") { UInt64($0).flatMap { $0 > 0 ? Ticket($0) : nil } }
    }

    mutating func side(_ row: CSVTable.Row) -> Side? {
        required(row, "side", "buy or sell") { text in
            switch text.lowercased() {
            case "buy": .buy
            case "sell": .sell
            default: nil
            }
        }
    }
}
