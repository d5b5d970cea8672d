import GRDB

/// The tables of the store, and how older ones become these.
///
/// Prices are points, volumes 1e-8 lots, money 1e-8 of the account currency, `at` microseconds of UTC since 1970,
/// `*_ns` nanoseconds, `*_ms` the broker's server time. Tickets and other names are text: they have 64 bits
/// without a sign. Every row carries the number of the record it comes from.
enum StoreSchema {
    /// In the order of a dump.
    static let tables = [
        "deals", "decisions", "incidents", "latencies", "positions", "reconciliations", "records", "requests",
        "samples", "trades",
    ]

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in try db.execute(sql: version1) }
        migrator.registerMigration("2") { db in try db.execute(sql: version2) }
        return migrator
    }

    /// Where a position's first stop belongs; which rules governed a trade, and whether it was a micro-loss by them.
    /// NULL where the record says nothing of it.
    private static let version2 = """
        ALTER TABLE positions ADD COLUMN first_stop INTEGER;
        ALTER TABLE trades ADD COLUMN rules TEXT;
        ALTER TABLE trades ADD COLUMN micro_loss_below INTEGER;
        ALTER TABLE trades ADD COLUMN micro_loss INTEGER;
        """

    private static let version1 = """
        CREATE TABLE progress (
            id INTEGER PRIMARY KEY CHECK (id = 1), account TEXT NOT NULL, file TEXT NOT NULL,
            line INTEGER NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL, seq INTEGER NOT NULL,
            checksum INTEGER NOT NULL) STRICT;
        CREATE TABLE records (
            seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, event TEXT NOT NULL, ticket TEXT,
            file TEXT NOT NULL, offset INTEGER NOT NULL) STRICT;
        CREATE INDEX records_by_ticket ON records (ticket) WHERE ticket IS NOT NULL;
        CREATE INDEX records_by_event ON records (event, at);
        CREATE TABLE positions (
            ticket TEXT PRIMARY KEY, position TEXT NOT NULL, symbol TEXT NOT NULL, digits INTEGER NOT NULL,
            side TEXT NOT NULL, volume INTEGER NOT NULL, open_price INTEGER NOT NULL, opened_stop INTEGER,
            opened_take_profit INTEGER, stop INTEGER, take_profit INTEGER, magic TEXT NOT NULL,
            comment TEXT NOT NULL, opened_ms INTEGER NOT NULL, state TEXT NOT NULL, origin TEXT NOT NULL,
            opened_seq INTEGER NOT NULL, changed_seq INTEGER NOT NULL) STRICT;
        CREATE INDEX positions_by_state ON positions (state);
        CREATE TABLE trades (
            ticket TEXT PRIMARY KEY, position TEXT NOT NULL, symbol TEXT NOT NULL, digits INTEGER NOT NULL,
            side TEXT NOT NULL, volume INTEGER NOT NULL, open_price INTEGER NOT NULL, price INTEGER,
            reason TEXT NOT NULL, deal TEXT, request TEXT, profit INTEGER, commission INTEGER, swap INTEGER,
            fee INTEGER, stop INTEGER, slippage_points INTEGER, opened_ms INTEGER NOT NULL,
            closed_ms INTEGER NOT NULL, origin TEXT NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL) STRICT;
        CREATE INDEX trades_by_close ON trades (closed_ms);
        CREATE TABLE deals (
            deal TEXT PRIMARY KEY, "order" TEXT NOT NULL, position TEXT NOT NULL, symbol TEXT NOT NULL,
            digits INTEGER NOT NULL, kind TEXT NOT NULL, entry TEXT NOT NULL, reason TEXT NOT NULL,
            volume INTEGER NOT NULL, price INTEGER NOT NULL, profit INTEGER NOT NULL,
            commission INTEGER NOT NULL, swap INTEGER NOT NULL, fee INTEGER NOT NULL, time_ms INTEGER NOT NULL,
            origin TEXT NOT NULL, seq INTEGER NOT NULL) STRICT;
        CREATE INDEX deals_by_position ON deals (position);
        CREATE INDEX deals_by_time ON deals (time_ms);
        CREATE TABLE requests (
            seq INTEGER PRIMARY KEY, request TEXT, ticket TEXT, kind TEXT NOT NULL, disposition TEXT NOT NULL,
            symbol TEXT NOT NULL, digits INTEGER NOT NULL, side TEXT NOT NULL, lane TEXT NOT NULL,
            cause TEXT NOT NULL, old_stop INTEGER, stop INTEGER, bid INTEGER, ask INTEGER, worst_case INTEGER,
            cap_unreachable INTEGER NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL, retcode INTEGER,
            refusal TEXT, after_ns INTEGER, was_unknown INTEGER NOT NULL, ended_seq INTEGER) STRICT;
        CREATE INDEX requests_by_number ON requests (request) WHERE request IS NOT NULL;
        CREATE INDEX requests_by_time ON requests (at);
        CREATE TABLE incidents (
            seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, ticket TEXT,
            value INTEGER NOT NULL, text TEXT NOT NULL) STRICT;
        CREATE INDEX incidents_by_kind ON incidents (kind, at);
        CREATE TABLE latencies (
            seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, metric TEXT NOT NULL, samples INTEGER NOT NULL,
            p50_ns INTEGER NOT NULL, p99_ns INTEGER NOT NULL, p999_ns INTEGER NOT NULL,
            longest_ns INTEGER NOT NULL) STRICT;
        CREATE INDEX latencies_by_metric ON latencies (metric, at);
        CREATE TABLE samples (
            seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, uptime_ns INTEGER NOT NULL,
            resident_bytes INTEGER NOT NULL, processor_permille INTEGER NOT NULL, linked INTEGER NOT NULL,
            disconnects INTEGER NOT NULL, positions INTEGER NOT NULL, guarded INTEGER NOT NULL) STRICT;
        CREATE INDEX samples_by_time ON samples (at);
        CREATE TABLE reconciliations (
            seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, cause TEXT NOT NULL, outcome TEXT NOT NULL,
            positions INTEGER NOT NULL, deals INTEGER NOT NULL, matched INTEGER NOT NULL,
            backfilled INTEGER NOT NULL, completed INTEGER NOT NULL, orphans INTEGER NOT NULL,
            edits INTEGER NOT NULL, took_ns INTEGER NOT NULL) STRICT;
        CREATE TABLE decisions (
            seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, gate TEXT NOT NULL, verdict TEXT NOT NULL,
            "by" TEXT NOT NULL, reason TEXT NOT NULL) STRICT;
        """
}
