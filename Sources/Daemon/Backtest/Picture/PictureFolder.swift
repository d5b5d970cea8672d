import Broker
import Core
import Glibc

/// A folder with one picture per position.
enum PictureFolder {
    /// - Returns: how many were written.
    /// - Throws: `CommandFailure` when the folder or a file cannot be made.
    static func write(_ report: BacktestReport, to folder: String) throws(CommandFailure) -> Int {
        if mkdir(folder, 0o755) != 0, errno != EEXIST { throw CommandFailure("cannot make \(folder)") }
        var written = 0
        for position in report.positions {
            let contract = report.contracts[position.opening.symbol.rawValue]
            guard let picture = PositionPicture(position, contract, marketEnd: report.to) else { continue }
            let path = folder + "/" + picture.fileName
            let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
            guard file >= 0 else { throw CommandFailure("cannot write \(path)") }
            defer { close(file) }
            try SmallFile.write(Array(picture.svg.utf8), to: file, named: path)
            written += 1
        }
        return written
    }
}
