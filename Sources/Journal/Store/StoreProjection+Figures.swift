import Core
import GRDB

/// Incidents and what is measured.
extension StoreProjection {
    static func incident(
        _ record: TradeRecord, _ kind: String, _ value: Int64, _ text: String
    ) -> StoreChange {
        .insert(
            "incidents",
            [
                "seq": Int64(record.sequence), "at": record.microseconds, "kind": kind,
                "ticket": record.ticket?.text, "value": value, "text": text,
            ])
    }

    static func minute(_ event: MinuteOfLatency, _ record: TradeRecord) -> StoreChange {
        .insert(
            "latencies",
            [
                "seq": Int64(record.sequence), "at": record.microseconds, "metric": event.metric,
                "samples": event.samples, "p50_ns": event.p50.nanoseconds, "p99_ns": event.p99.nanoseconds,
                "p999_ns": event.p999.nanoseconds, "longest_ns": event.longest.nanoseconds,
            ])
    }

    static func sample(_ event: ProcessSample, _ record: TradeRecord) -> StoreChange {
        .insert(
            "samples",
            [
                "seq": Int64(record.sequence), "at": record.microseconds,
                "uptime_ns": event.uptime.nanoseconds, "resident_bytes": event.resident,
                "processor_permille": event.processor, "linked": event.linked ? 1 : 0,
                "disconnects": event.disconnects, "positions": event.positions, "guarded": event.guarded,
            ])
    }

    static func reconciliation(_ event: ReconciliationReport, _ record: TradeRecord) -> StoreChange {
        .insert(
            "reconciliations",
            [
                "seq": Int64(record.sequence), "at": record.microseconds, "cause": event.cause.text,
                "outcome": event.outcome.text, "positions": event.positions, "deals": event.deals,
                "matched": event.matched, "backfilled": event.backfilled, "completed": event.completed,
                "orphans": event.orphans, "edits": event.edits, "took_ns": event.took.nanoseconds,
            ])
    }

    static func decision(_ event: GateDecision, _ record: TradeRecord) -> StoreChange {
        .insert(
            "decisions",
            [
                "seq": Int64(record.sequence), "at": record.microseconds, "gate": event.gate.text,
                "verdict": event.verdict.text, "\"by\"": event.by, "reason": event.reason,
            ])
    }
}
