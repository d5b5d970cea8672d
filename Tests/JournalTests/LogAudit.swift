import Core

@testable import Journal

/// Reads everything that a folder holds, without the code under test deciding what counts.
struct LogAudit {
    var records: [TradeRecord] = []
    var defects = 0

    /// - Parameter files: the content of files by path.
    init(_ files: [String: [UInt8]]) {
        for (path, bytes) in files where path.hasSuffix(".jsonl") {
            for line in bytes.split(separator: UInt8(ascii: "\n")) {
                do {
                    let line = Array(line)
                    records.append(try TradeRecord(line: line, in: 0..<line.count))
                } catch {
                    defects += 1
                }
            }
        }
        records.sort { $0.sequence < $1.sequence }
    }

    var sequences: [UInt64] { records.map(\.sequence) }
    var deals: [UInt64] {
        records.compactMap { record in
            if case .deal(let deal) = record.event { deal.deal } else { nil }
        }
    }
    var requests: [UInt64] {
        records.compactMap { record in
            if case .confirmed(let confirmed) = record.event { confirmed.request.rawValue } else { nil }
        }
    }

    /// From 1, each once, none missing.
    var isConsecutive: Bool { sequences == Array(1..<(UInt64(records.count) + 1)) }
}
