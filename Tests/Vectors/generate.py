#!/usr/bin/env python3
"""Writes protocol.txt: golden frames of the link protocol, one "name hex" per line.

Written from docs/protocol.md alone, so that it shares no mistake with either side's code.
Run it after a change of the document: python3 Tests/Vectors/generate.py
With --check it writes nothing, and fails if the file is not what it would write.
"""

import hashlib
import hmac
import os
import struct
import sys


def u8(v): return struct.pack("<B", v)
def u16(v): return struct.pack("<H", v)
def u32(v): return struct.pack("<I", v)
def u64(v): return struct.pack("<Q", v)
def i64(v): return struct.pack("<q", v)


def text(s):
    raw = s.encode("utf-8")
    return u8(len(raw)) + raw


def message(kind, *fields):
    body = b"".join(fields)
    return struct.pack("<BBH", kind, 0, len(body)) + body


def frame(messages, epoch=0, sequence=1, clock=1_000_000_000):
    body = b"".join(messages)
    return struct.pack("<2sBBIQQq", b"BS", 3, len(messages), 32 + len(body), epoch, sequence, clock) + body


def fnv1a(data):
    value = 14695981039346656037
    for byte in data:
        value = ((value ^ byte) * 1099511628211) % 2**64
    return value


def checksum(positions):
    return sum(fnv1a(u64(t) + i64(v) + i64(sl) + i64(tp)) for t, v, sl, tp in positions) % 2**64


TOKEN = b"correct horse battery staple"
ACCOUNT, BOOT = 5_012_345, 0x0123456789ABCDEF
NONCE_E, NONCE_D = bytes(range(16)), bytes(range(0x80, 0x90))
LOTS = 100_000_000
MONEY = 100_000_000


def mac(label, *parts):
    return hmac.new(TOKEN, label + b"".join(parts), hashlib.sha256).digest()


MAC_D = mac(b"backstop-daemon", NONCE_E, NONCE_D)
MAC_E = mac(b"backstop-ea", NONCE_D, NONCE_E, u64(ACCOUNT), u64(BOOT))


def hello(currency="EUR", server="Example-Demo", company="Example Markets Ltd", mode=2):
    return message(
        0x01, u32(1 << 16 | 2 << 8 | 3), u32(4620), u64(BOOT), u64(ACCOUNT), u8(mode), u8(0), u16(0b11111),
        u64(7), NONCE_E, text(currency), text(server), text(company))


def spec(symbol, name, digits=5, trade_mode=4, is_open=1, profit="USD"):
    return message(
        0x11, u16(symbol), u8(digits), u8(trade_mode), u8(is_open), u8(0), i64(1), i64(10), i64(5),
        i64(LOTS // 100), i64(500 * LOTS), i64(LOTS // 100), text(name), text(profit))


def valuation(symbol):
    return message(
        0x12, u16(symbol), i64(1000), i64(1000 * MONEY + 1), i64(999 * MONEY), i64(998 * MONEY), i64(997 * MONEY))


def position(ticket, volume, stop, target, symbol=0, side=0, comment="", identifier=None):
    return message(
        0x13, u64(ticket), u64(ticket if identifier is None else identifier), u64(20_240), u16(symbol), u8(side),
        u8(0), i64(volume), i64(138_694), i64(stop), i64(target), i64(-12_345_678), i64(-350_000_000),
        i64(1_700_000_000_123), i64(1_700_000_001_456), i64(987_654_321_012), text(comment))


def tick(symbol, skipped=0):
    return message(
        0x20, u16(symbol), u16(skipped), i64(138_690), i64(138_694), i64(138_699), i64(138_680), i64(138_703),
        i64(138_684), i64(1_700_000_002_000), i64(987_654_400_000))


def result(outcome, refusal, retcode, stop, volume=LOTS):
    return message(
        0x22, u64(1001), u64(70_000_001), u8(outcome), u8(0), u16(refusal), u32(retcode), i64(stop), i64(139_500),
        i64(volume), u64(88_000_001), i64(10_000), i64(20_000), i64(30_000))


def modify_stop(request, lane, flags=0, expected=0, restored=139_500):
    return message(
        0x86, u64(request), u64(70_000_001), u16(0), u8(0), u8(flags), i64(138_400), i64(expected), i64(139_500),
        i64(restored), i64(285 * MONEY // 100), i64(987_654_400_000), u32(1000), u8(lane))


HELD = [(70_000_001, LOTS, 138_400, 139_500), (2**53 + 1, LOTS // 100, 0, 0)]
ACCOUNT_STATE = message(
    0x15, i64(10_000 * MONEY), i64(9_990 * MONEY), i64(500 * MONEY), i64(-1 * MONEY), u16(0b11111))

DEAL = message(
    0x21, u64(1), u64(2), u64(70_000_001), u64(20_240), u16(0), u8(1), u8(1), u8(3), u8(0), i64(LOTS),
    i64(138_395), i64(-299 * MONEY), i64(-350_000_000), i64(-1), i64(0), i64(1_700_000_003_000))


def guard_entry(cap=0, share=0, margin=0, side=2, manual=0, slippage=0, commission=0, comment="", symbols=(),
                magics=(), excluded=()):
    return b"".join(
        [i64(cap), u32(share), u16(margin), u8(side), u8(manual), i64(slippage), i64(commission), text(comment),
         u8(len(symbols))] + [text(s) for s in symbols] + [u8(len(magics))] + [u64(m) for m in magics]
        + [u8(len(excluded))] + [u64(m) for m in excluded])


def minute_bar(minute, high, low, close, spread):
    return u32(minute) + i64(high) + i64(low) + i64(close) + u32(spread)


def event(number, inner, again=0, boot=BOOT):
    return message(0x17, u64(boot), u64(number), u8(again), inner[:1], u16(0), inner[4:])


VECTORS = [
    "# The handshake. Token: " + TOKEN.decode(),
    ("hello", frame([hello()])),
    ("hello_without_texts", frame([hello("", "", "", mode=0)])),
    ("hello_not_ascii", frame([hello("JPY", "Пример-Демо", "例 GmbH & Söhne", mode=1)])),
    ("challenge", frame([message(0x81, NONCE_D, MAC_D)], clock=5)),
    ("proof", frame([message(0x02, MAC_E)], sequence=2)),
    ("welcome", frame([message(0x82, u64(42), u32(1000), u32(3000))], epoch=42, sequence=2)),
    ("refused", frame([message(0x83, u16(3), text("account held by another EA"))])),
    "# A snapshot in one frame: two symbols, two positions.",
    ("snapshot", frame(
        [message(0x10, u32(1), u32(2), u32(2)), spec(0, "EURUSD"), valuation(0), tick(0), spec(1, "US Tech 100.é", 2),
         position(*HELD[0], comment="grid 7"), position(*HELD[1], symbol=1, side=1, identifier=3), ACCOUNT_STATE,
         message(0x16, u32(1), u32(2), u64(checksum(HELD)))], epoch=42, sequence=3)),
    ("snapshot_empty", frame(
        [message(0x10, u32(0), u32(0), u32(0)), ACCOUNT_STATE, message(0x16, u32(0), u32(0), u64(0))],
        epoch=42, sequence=3)),
    ("snapshot_begin", frame([message(0x10, u32(9), u32(1024), u32(10_000))])),
    ("symbol_spec", frame([spec(65_534, "XAUUSD.", 0, 0, 0, "")])),
    ("valuation", frame([valuation(3)])),
    ("position", frame([position(*HELD[0])])),
    ("position_with_comment", frame([position(*HELD[1], side=1, comment="c" * 255)])),
    ("position_closed", frame([message(0x14, u64(70_000_001), u64(70_000_001), u16(0), i64(5))])),
    ("account", frame([ACCOUNT_STATE])),
    ("snapshot_end", frame([message(0x16, u32(9), u32(2), u64(checksum(HELD)))])),
    "# Events.",
    ("tick", frame([tick(0)], epoch=42, sequence=4)),
    ("tick_merged", frame([tick(1, 65_535)], epoch=42, sequence=5)),
    ("deal", frame([DEAL])),
    ("deal_balance", frame([message(
        0x21, u64(3), u64(0), u64(0), u64(0), u16(65_535), u8(2), u8(0), u8(0), u8(0), i64(0), i64(0),
        i64(10_000 * MONEY), i64(0), i64(0), i64(0), i64(1_600_000_000_000))])),
    ("result_done", frame([result(0, 0, 10_009, 138_400)])),
    ("result_rejected", frame([result(1, 0, 10_016, 0)])),
    ("result_refused", frame([result(2, 16, 0, 0)])),
    ("result_unknown", frame([result(3, 0, 10_012, 0, 0)])),
    ("read_back", frame([message(
        0x23, u64(1001), u64(70_000_001), u8(1), u8(5), u16(0), u32(10_012), i64(LOTS), i64(138_400), i64(0),
        i64(77))])),
    ("terminal_heartbeat", frame([message(
        0x24, u16(0b10111), u8(2), u8(4), u32(612_000), u32(2), u64(checksum(HELD)), u32(31_500), u32(96), u32(3),
        u32(17), u64(12), i64(1_700_000_004_000), i64(123_456_789), u32(6), u32(1))])),
    ("guard_acted", frame([message(0x25, u64(70_000_001), i64(138_300), u32(10_009), u8(0), i64(99))])),
    ("panel", frame([message(0x26, u8(3))])),
    "# Events for the record.",
    ("event_position", frame([event(1, position(*HELD[0], comment="grid 7"))], epoch=42, sequence=6)),
    ("event_closed", frame(
        [event(2, message(0x14, u64(70_000_001), u64(70_000_001), u16(0), i64(5)))], epoch=42, sequence=7)),
    ("event_deal_again", frame([event(2**64 - 1, DEAL, again=1, boot=1)], epoch=42, sequence=8)),
    ("event_guard_acted", frame(
        [event(4, message(0x25, u64(70_000_001), i64(138_300), u32(10_009), u8(0), i64(99)))], epoch=42,
        sequence=9)),
    "# The deal history.",
    ("deal_history", frame(
        [message(0x18, u32(5), u32(1)), DEAL, message(
            0x19, u32(5), u8(0), u8(0), u16(0), u32(1), u64(checksum([(1, LOTS, 138_395, -299 * MONEY)])))],
        epoch=42, sequence=11)),
    ("deal_history_failed", frame(
        [message(0x19, u32(6), u8(1), u8(0), u16(0), u32(0), u64(0))], epoch=42, sequence=12)),
    "# A symbol's past minutes.",
    ("minute_bars", frame(
        [message(0x1A, u32(8), u16(1), u8(2), u8(0), minute_bar(28_333_333, 138_710, 138_680, 138_700, 14),
                 minute_bar(28_333_335, 138_720, 138_690, 138_691, 0)),
         message(0x1B, u32(8), u16(1), u8(0), u8(0), u32(2))], epoch=42, sequence=13)),
    ("minute_bars_not_yet", frame(
        [message(0x1B, u32(9), u16(0), u8(1), u8(0), u32(0))], epoch=42, sequence=14)),
    "# From the daemon.",
    ("snapshot_request", frame([message(0x84, u32(2))], epoch=42, sequence=3)),
    ("guard_policy", frame([message(
        0x85, u64(6), u8(2), u8(0), u8(1), u8(0), u32(700), u8(3),
        guard_entry(3 * MONEY, 0, 950, 0, 0, 20, 7 * MONEY, "grid é", ("EUR*", "XAU*"), (20_240, 2**64 - 1)),
        guard_entry(50 * MONEY, 10_000, 1000, 1, 1, excluded=(7,)), guard_entry(symbols=("US Tech 100.é",)))],
        epoch=42, sequence=4)),
    ("guard_policy_empty", frame([message(0x85, u64(1), u8(0), u8(2), u8(0), u8(0), u32(0), u8(0))],
        epoch=42, sequence=4)),
    ("modify_stop", frame([modify_stop(1001, 2)], epoch=42, sequence=5)),
    ("modify_stop_flags", frame([modify_stop(1002, 1, 3, 138_300, 139_400)], epoch=42, sequence=6)),
    ("close_position", frame([message(
        0x87, u64(1003), u64(70_000_001), u16(0), u8(0), u8(0), i64(LOTS), i64(0), i64(987_654_400_000), u32(1000), u32(30),
        u8(0))], epoch=42, sequence=7)),
    ("close_position_part", frame([message(
        0x87, u64(1006), u64(70_000_001), u16(0), u8(0), u8(0), i64(LOTS // 2), i64(LOTS), i64(987_654_400_000),
        u32(1000), u32(0), u8(3))], epoch=42, sequence=7)),
    ("read_back_request", frame([message(0x88, u64(1001), u64(70_000_001))], epoch=42, sequence=8)),
    ("daemon_heartbeat", frame([message(
        0x89, u8(1), u8(1), u16(0), u32(4), u32(5), i64(12 * MONEY), u64(44), i64(55))], epoch=42, sequence=9)),
    ("acknowledged", frame([message(0x8A, u64(BOOT), u64(4))], epoch=42, sequence=10)),
    ("deal_history_request", frame(
        [message(0x8B, u32(5), i64(1_700_000_000_000), i64(1_700_000_009_000))], epoch=42, sequence=11)),
    ("deal_history_request_open", frame([message(0x8B, u32(6), i64(0), i64(0))], epoch=42, sequence=12)),
    ("minute_bars_request", frame([message(0x8C, u32(8), u16(1), u16(0), u32(3_420))], epoch=42, sequence=13)),
    ("commands_together", frame(
        [modify_stop(1004, 3), modify_stop(1005, 4), message(0x88, u64(1001), u64(70_000_001))],
        epoch=2**64 - 1, sequence=2**64 - 1, clock=2**62)),
]

HEAD = """# Golden frames of the link protocol, version 3: a name and the whole frame in hexadecimal.
# Made by Tests/Vectors/generate.py from docs/protocol.md; every line is a valid frame that decodes and encodes
# again to the same bytes. Types below 0x80 are the EA's, the others the daemon's.
"""


def main():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "protocol.txt")
    lines = [entry if isinstance(entry, str) else f"{entry[0]} {entry[1].hex()}" for entry in VECTORS]
    whole = HEAD + "".join(line + "\n" for line in lines)
    if "--check" in sys.argv:
        with open(path, encoding="utf-8") as file:
            if file.read() != whole:
                sys.exit("protocol.txt is not what generate.py writes")
        return
    with open(path, "w", encoding="utf-8") as out:
        out.write(whole)


if __name__ == "__main__":
    main()
