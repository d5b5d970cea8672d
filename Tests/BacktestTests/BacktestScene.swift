import ArgumentParser
import Core
import Foundation
import TestSupport
import Testing

@testable import Daemon

/// Files for one backtest in a folder of its own, and the runs of it.
struct BacktestScene {
    static let rules = """
        mode = "shadow"
        [link]
        token_env = "NONE"
        [[rules]]
        name = "tiny"
        manual = true
        cap = "3.00"
        micro_loss = "0.10"
        [[rules.profit_lock]]
        at_money = "1.00"
        lock_money = "0.50"
        """

    /// Bids of a symbol whose ask is always five points higher; seconds after ten o'clock.
    static let quotes: [(second: Int, bid: String, ask: String)] = [
        (0, "1.09995", "1.10000"), (2, "1.10000", "1.10005"), (4, "1.10020", "1.10025"),
        (6, "1.10030", "1.10035"), (8, "1.10003", "1.10008"), (10, "1.10001", "1.10006"),
    ]

    static let header = "ticket,symbol,side,lots,open_time,open_price,stop_loss,take_profit,close_time"

    let folder: TemporaryFolder

    init(quotes: [(second: Int, bid: String, ask: String)] = quotes) throws {
        folder = try TemporaryFolder()
        try folder.write("rules.toml", Self.rules)
        let lines = quotes.map { quote in
            "2026.01.05\t10:00:\(quote.second < 10 ? "0" : "")\(quote.second).000\t\(quote.bid)\t\(quote.ask)\t\t\t6"
        }
        try folder.write(
            "EURUSD_tiny.csv",
            (["<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>"] + lines).joined(separator: "\r\n")
                + "\r\n")
    }

    func positions(_ rows: String..., header: String = header) throws {
        try folder.write("positions.csv", ([header] + rows).joined(separator: "\n") + "\n")
    }

    /// As a person would write it.
    func command(_ more: String..., latency: Int = 0) throws -> BacktestCommand {
        try BacktestCommand.parse(
            [
                "--config", folder.path(of: "rules.toml"), "--ticks", folder.path(of: "EURUSD_tiny.csv"),
                "--broker-latency", "\(latency)",
            ] + more)
    }

    /// Over the positions of `positions`.
    func report() throws -> BacktestReport {
        let command = try command("--positions", folder.path(of: "positions.csv"))
        return try BacktestPlan(command).run(command.config)
    }

    /// What a command that must not succeed says.
    func failure(_ command: BacktestCommand) throws -> CommandFailure {
        do throws(CommandFailure) {
            _ = try BacktestPlan(command).run(command.config)
        } catch {
            return error
        }
        throw Unexpected()
    }

    struct Unexpected: Error {}
}
