#!/usr/bin/env python3
"""A second implementation of the EA's side of the link, for tests: ZMTP 3.1 over plain sockets, standard library
only, written from docs/protocol.md and the ZMTP specification alone.

    dealer.py --port PORT [--token TEXT] [--account N] [--boot N] SCENARIO

Each scenario prints JSON objects, one per line, of what it saw, and ends with {"done": SCENARIO}. The link token may
also come from the environment variable BACKSTOP_LINK_TOKEN.

Scenarios:
  welcome       hello, proof, snapshot with one position without a stop, ticks; then prints every command until a
                modify_stop came or --seconds are over, and answers each modify_stop with a result
  hello-only    hello, then whatever comes back
  wrong-token   proof made with another token
  version       a hello of protocol version 1, and the refusal that version understands
  events        an established session that tells two trade events, reports what is acknowledged of them, and
                after a lost connection tells again what was not
  malformed     an established session that then sends a frame with a bad enumeration value
  gap           an established session that skips a sequence number
  no-session    a tick without a hello
  deaf          an established session that stops reading, while it goes on sending heartbeats
  deaf-crowd    as deaf, with next to no room for what it does not read; opens and closes positions without a stop,
                each of which the daemon answers with a request; the same ones come and go
  flood         an established session that sends until nobody takes any more, hangs up, and stays away for as
                long as a heartbeat between the sockets would be late
  hold          an established session kept alive until standard input closes or the daemon refuses it
  multipart     a message of two parts in front of the hello
  foreign-name  a hello under a routing id that is not an EA's
  hostile       bytes that are not ZMTP at all, in many connections, then a good session
  oversize      a frame longer than the protocol allows; reports whether the daemon hung up
"""

import argparse
import hashlib
import hmac
import json
import os
import random
import select
import socket
import struct
import sys
import time

NONCE_E = bytes(range(16))
LOT = 100_000_000
TICKET = 70_000_001
VERSION = 3
# Seconds for what must happen in the end: bounds a hang, judges nothing.
PATIENCE = 120


def report(**fields):
    print(json.dumps(fields), flush=True)


def monotonic_ns():
    return time.monotonic_ns()


def text(value):
    raw = value.encode("utf-8")
    return struct.pack("<B", len(raw)) + raw


def message(kind, body):
    return struct.pack("<BBH", kind, 0, len(body)) + body


class Closed(Exception):
    pass


class Zmtp:
    """One connection: greeting, READY, single-part messages, PING answered with PONG."""

    def __init__(self, port, identity, room=None):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.socket.settimeout(PATIENCE)
        if room:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        self.socket.connect(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.socket.sendall(b"\xff" + bytes(8) + b"\x7f" + b"\x03\x01" + b"NULL".ljust(20, b"\0") + bytes(32))
        greeting = self.take(64)
        assert greeting[0] == 0xFF and greeting[9] & 1 and greeting[10] >= 3, greeting
        assert greeting[12:32] == b"NULL".ljust(20, b"\0"), greeting
        self.send_command(b"READY", self.property(b"Socket-Type", b"DEALER") + self.property(b"Identity", identity))
        self.ready = False
        while not self.ready:
            self.step()

    @staticmethod
    def property(name, value):
        return bytes([len(name)]) + name + struct.pack(">I", len(value)) + value

    def send_raw(self, flags, body):
        if len(body) > 255:
            self.socket.sendall(bytes([flags | 2]) + struct.pack(">Q", len(body)) + body)
        else:
            self.socket.sendall(bytes([flags, len(body)]) + body)

    def send_command(self, name, body):
        self.send_raw(4, bytes([len(name)]) + name + body)

    def take(self, count):
        while len(self.buffer) < count:
            part = self.socket.recv(65536)
            if not part:
                raise Closed()
            self.buffer += part
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    def step(self):
        """Reads one ZMTP frame; returns a message's body, None for a command."""
        flags = self.take(1)[0]
        size = struct.unpack(">Q", self.take(8))[0] if flags & 2 else self.take(1)[0]
        body = self.take(size)
        if not flags & 4:
            assert not flags & 1, "the daemon sends one part"
            return body
        name = body[1:1 + body[0]]
        rest = body[1 + body[0]:]
        if name == b"READY":
            self.ready = True
        elif name == b"PING":
            self.send_command(b"PONG", rest[2:])
        return None

    def receive(self, seconds):
        """The next message, or None when the time is over."""
        end = time.monotonic() + seconds
        while True:
            left = max(0.0, end - time.monotonic())
            if not self.buffer and not select.select([self.socket], [], [], left)[0]:
                return None
            body = self.step()
            if body is not None:
                return body


class Daemon:
    """The conversation with the daemon over one connection."""

    def __init__(self, options, identity=None, room=None):
        self.options = options
        self.token = options.token.encode("utf-8")
        name = identity or b"bs-%016x" % options.boot
        self.zmtp = Zmtp(options.port, name, room)
        self.out = 0
        self.expected = 1
        self.epoch = 0

    def frame(self, messages, version=VERSION):
        self.out += 1
        body = b"".join(messages)
        return struct.pack(
            "<2sBBIQQq", b"BS", version, len(messages), 32 + len(body), self.epoch, self.out, monotonic_ns()) + body

    def send(self, *messages, version=VERSION):
        self.zmtp.send_raw(0, self.frame(messages, version))

    def hello(self, version=VERSION):
        o = self.options
        self.send(message(0x01, struct.pack(
            "<IIQQBBHQ", 0x010000, 4620, o.boot, o.account, 2, 0, 0b11111, 0)
            + NONCE_E + text("EUR") + text("Example-Demo") + text("Example")), version=version)

    def receive(self, seconds=PATIENCE, expected=VERSION):
        """The messages of the next frame as (type, body) pairs; [] when the time is over."""
        raw = self.zmtp.receive(seconds)
        if raw is None:
            return []
        magic, version, count, length, epoch, sequence, _clock = struct.unpack("<2sBBIQQq", raw[:32])
        assert (magic, version, length) == (b"BS", expected, len(raw)), raw[:32]
        offset, messages = 32, []
        for _ in range(count):
            kind, reserved, size = struct.unpack("<BBH", raw[offset:offset + 4])
            assert reserved == 0
            messages.append((kind, raw[offset + 4:offset + 4 + size]))
            offset += 4 + size
        assert offset == len(raw) and count > 0
        if not any(kind == 0x83 for kind, _ in messages):
            assert sequence == self.expected, (sequence, self.expected)
            self.expected += 1
        if epoch:
            assert epoch >= self.epoch
            self.epoch = epoch
        return messages

    def mac(self, label, *parts, token=None):
        return hmac.new(token or self.token, label + b"".join(parts), hashlib.sha256).digest()

    def prove(self, token=None):
        """Answers the challenge; returns the messages that follow."""
        for kind, body in self.receive():
            if kind == 0x83:
                self.refused(body)
                return []
            assert kind == 0x81 and len(body) == 48
            nonce_d, mac_d = body[:16], body[16:]
            assert mac_d == self.mac(b"backstop-daemon", NONCE_E, nonce_d), "the daemon does not know the token"
            self.send(message(0x02, self.mac(
                b"backstop-ea", nonce_d, NONCE_E, struct.pack("<QQ", self.options.account, self.options.boot),
                token=token)))
            return self.receive()
        raise AssertionError("no challenge")

    @staticmethod
    def refused(body):
        reason, size = struct.unpack("<HB", body[:3])
        report(refused=reason, explanation=body[3:3 + size].decode("utf-8"))

    def connect(self):
        """Hello and proof; reports the welcome; returns the snapshot id asked for."""
        self.hello()
        snapshot, welcomed = None, False
        messages = self.prove()
        deadline = time.monotonic() + PATIENCE
        while snapshot is None and time.monotonic() < deadline:
            for kind, body in messages:
                if kind == 0x82:
                    epoch, heartbeat, timeout = struct.unpack("<QII", body)
                    welcomed = True
                    report(welcome=epoch, heartbeat_ms=heartbeat, link_timeout_ms=timeout)
                elif kind == 0x83:
                    self.refused(body)
                    return None
                elif kind == 0x84:
                    snapshot, = struct.unpack("<I", body)
            if snapshot is None:
                messages = self.receive()
        assert welcomed and snapshot
        return snapshot

    def snapshot(self, number, stop=0):
        self.send(
            message(0x10, struct.pack("<III", number, 1, 1)),
            message(0x11, struct.pack("<HBBBBqqqqqq", 0, 5, 4, 1, 0, 1, 0, 0, LOT // 100, 500 * LOT, LOT // 100)
                    + text("EURUSD") + text("USD")),
            message(0x12, struct.pack("<Hqqqqq", 0, 1000, 1000 * LOT, 1000 * LOT, 1000 * LOT, 1000 * LOT)),
            self.tick(108_500),
            message(0x13, self.position(stop)),
            message(0x15, struct.pack("<qqqqH", 10_000 * LOT, 10_000 * LOT, 0, 10_000 * LOT, 0b11111)),
            message(0x16, struct.pack("<IIQ", number, 1, self.checksum(stop))))

    @staticmethod
    def position(stop=0, ticket=TICKET):
        return struct.pack(
            "<QQQHBBqqqqqqqqq", ticket, ticket, 1, 0, 0, 0, LOT // 100, 108_502, stop, 0, 0, 0,
            1_700_000_000_000, 1_700_000_000_000, monotonic_ns()) + text("")

    @staticmethod
    def checksum(stop):
        value = 14695981039346656037
        for byte in struct.pack("<Qqqq", TICKET, LOT // 100, stop, 0):
            value = ((value ^ byte) * 1099511628211) % 2**64
        return value

    @staticmethod
    def tick(bid):
        return message(0x20, struct.pack(
            "<HHqqqqqqqq", 0, 0, bid, bid + 2, bid, bid, bid + 2, bid + 2, 1_700_000_000_000, monotonic_ns()))

    def event(self, number, again=0):
        """A position that was closed, for the record."""
        return message(0x17, struct.pack("<QQBBH", self.options.boot, number, again, 0x14, 0)
                       + struct.pack("<QQHq", TICKET + number, TICKET + number, 0, monotonic_ns()))

    @staticmethod
    def closed(ticket):
        return message(0x14, struct.pack("<QQHq", ticket, ticket, 0, monotonic_ns()))

    def heartbeat(self, stop=0):
        return message(0x24, struct.pack(
            "<HBBIIQIIIIQqqII", 0b11111, 0, 0, 0, 1, self.checksum(stop), 30_000, 0, 0, 0, self.expected - 1,
            1_700_000_000_000, 0, 0, 0))


def welcome(options):
    daemon = Daemon(options)
    daemon.snapshot(daemon.connect())
    stop, bid, asked = 0, 108_500, 0
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        bid += 1
        daemon.send(daemon.tick(bid), daemon.heartbeat(stop))
        for kind, body in daemon.receive(0.2):
            if kind == 0x86:
                (request, ticket, symbol, side, flags, level, expected_stop, expected_target, target, max_loss, cause,
                 limit, lane) = struct.unpack("<QQHBBqqqqqqIB", body)
                report(
                    modify_stop=request, ticket=ticket, symbol=symbol, side=side, flags=flags, stop_loss=level,
                    expected_stop_loss=expected_stop, expected_take_profit=expected_target, take_profit=target,
                    max_loss=max_loss, in_time=monotonic_ns() <= cause + limit * 1_000_000, lane=lane)
                stop, asked = level, asked + 1
                received = monotonic_ns()
                daemon.send(
                    message(0x22, struct.pack(
                        "<QQBBHIqqqQqqq", request, ticket, 0, 0, 0, 10_009, stop, 0, LOT // 100, 1, received, received,
                        monotonic_ns())),
                    message(0x13, daemon.position(stop)))
            elif kind == 0x84:
                daemon.snapshot(struct.unpack("<I", body)[0], stop)
            elif kind == 0x83:
                daemon.refused(body)
                return
            else:
                report(message=kind)
        if asked >= options.stops:
            break


def hello_only(options):
    daemon = Daemon(options)
    daemon.hello()
    for kind, body in daemon.receive():
        if kind == 0x83:
            daemon.refused(body)
        else:
            report(message=kind)


def wrong_token(options):
    daemon = Daemon(options)
    daemon.hello()
    for kind, body in daemon.prove(token=b"not the token of this daemon"):
        assert kind == 0x83
        daemon.refused(body)


def version(options):
    daemon = Daemon(options)
    daemon.hello(version=1)
    for kind, body in daemon.receive(expected=1):
        assert kind == 0x83
        daemon.refused(body)


def until_refused(daemon):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for kind, body in daemon.receive():
            if kind == 0x83:
                daemon.refused(body)
                return
    report(refused=0)


def malformed(options):
    daemon = Daemon(options)
    daemon.snapshot(daemon.connect())
    daemon.send(message(0x26, b"\x09"))
    until_refused(daemon)


def gap(options):
    daemon = Daemon(options)
    daemon.snapshot(daemon.connect())
    daemon.out += 1
    daemon.send(daemon.tick(108_501))
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for kind, body in daemon.receive():
            if kind == 0x84:
                report(snapshot_requested=struct.unpack("<I", body)[0])
                return


def events(options):
    """A second connection stands for the lost one: the daemon takes the hello of the same boot."""
    waiting = [1, 2]
    for again in (0, 1):
        daemon = Daemon(options)
        daemon.snapshot(daemon.connect())
        daemon.send(*[daemon.event(number, again) for number in waiting])
        end = time.monotonic() + (PATIENCE if again else options.seconds)
        while waiting and time.monotonic() < end:
            for kind, body in daemon.receive(0.2):
                if kind == 0x8A:
                    boot, number = struct.unpack("<QQ", body)
                    assert boot == options.boot
                    waiting = [n for n in waiting if n > number]
                    report(acknowledged=number)
        report(waiting=len(waiting))
        daemon.zmtp.socket.close()
        if not waiting:
            break


def no_session(options):
    daemon = Daemon(options)
    daemon.send(daemon.tick(108_501))
    until_refused(daemon)


def deaf(options):
    daemon = Daemon(options)
    daemon.snapshot(daemon.connect())
    report(deaf=True)
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        daemon.send(daemon.heartbeat(), daemon.tick(108_501))
        if select.select([sys.stdin], [], [], 0.2)[0]:
            break


def deaf_crowd(options):
    daemon = Daemon(options, room=4_096)
    daemon.snapshot(daemon.connect())
    report(deaf=True)
    crowd = [TICKET]
    here, there = ([TICKET + half * options.crowd + n for n in range(1, options.crowd + 1)] for half in (0, 1))
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        gone, crowd = crowd, there if crowd == here else here
        daemon.send(daemon.tick(108_501), *[daemon.closed(t) for t in gone],
                    *[message(0x13, daemon.position(ticket=t)) for t in crowd])
        time.sleep(0.01)


def flood(options):
    daemon = Daemon(options)
    daemon.snapshot(daemon.connect())
    end, sent = time.monotonic() + options.seconds, 0
    while time.monotonic() < end and select.select([], [daemon.zmtp.socket], [], 1.0)[1]:
        daemon.send(daemon.tick(108_501))
        sent += 1
    report(flooded=sent)
    daemon.zmtp.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    daemon.zmtp.socket.close()
    time.sleep(2.5)


def hold(options):
    daemon = Daemon(options)
    number = daemon.connect()
    if number is None:
        return
    daemon.snapshot(number)
    report(holding=True)
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        daemon.send(daemon.heartbeat(), daemon.tick(108_501))
        messages = daemon.receive(0)
        while messages:
            for kind, body in messages:
                if kind == 0x83:
                    daemon.refused(body)
                    return
            messages = daemon.receive(0)
        if select.select([sys.stdin], [], [], 0.2)[0]:
            break


def multipart(options):
    daemon = Daemon(options)
    daemon.zmtp.send_raw(1, b"part one")
    daemon.zmtp.send_raw(0, b"part two")
    daemon.snapshot(daemon.connect())


def foreign_name(options):
    daemon = Daemon(options, identity=b"somebody else")
    daemon.hello()
    report(answered=len(daemon.receive(0.5)))


def hostile(options):
    seeded = random.Random(options.boot)
    kept = []
    for number in range(30):
        raw = socket.create_connection(("127.0.0.1", options.port), timeout=PATIENCE)
        try:
            if number % 3 == 0:
                raw.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            elif number % 3 == 1:
                raw.sendall(bytes(seeded.randrange(256) for _ in range(300)))
            else:
                raw.sendall(b"\xff" + bytes(8) + b"\x7f\x03\x01" + b"NULL".ljust(20, b"\0") + bytes(32)
                            + bytes(seeded.randrange(256) for _ in range(200)))
        except OSError:
            pass
        kept.append(raw)
    daemon = Daemon(options)
    daemon.snapshot(daemon.connect())


def oversize(options):
    daemon = Daemon(options)
    daemon.connect()
    try:
        daemon.zmtp.send_raw(0, bytes(65_537))
        while True:
            if not daemon.receive():
                report(hung_up=False)
                return
    except (Closed, OSError):
        report(hung_up=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--token", default=os.environ.get("BACKSTOP_LINK_TOKEN", "correct horse battery staple"))
    parser.add_argument("--account", type=int, default=5_012_345)
    parser.add_argument("--boot", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=PATIENCE)
    parser.add_argument("--stops", type=int, default=1, help="how many modify_stop end the scenario welcome")
    parser.add_argument("--crowd", type=int, default=8, help="how many positions deaf-crowd has at a time")
    parser.add_argument("scenario")
    options = parser.parse_args()
    scenario = {
        "welcome": welcome, "hello-only": hello_only, "wrong-token": wrong_token, "version": version,
        "malformed": malformed, "gap": gap, "events": events, "no-session": no_session, "deaf": deaf,
        "deaf-crowd": deaf_crowd, "flood": flood, "hold": hold, "multipart": multipart, "foreign-name": foreign_name,
        "hostile": hostile, "oversize": oversize,
    }[options.scenario]
    scenario(options)
    report(done=options.scenario)


if __name__ == "__main__":
    main()
