// The EA's codec, driven from outside a terminal: see backstop_codec.h.
#if __has_include(<Backstop/Session.mqh>)

#include "../include/backstop_codec.h"
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

#include "MQL5.h"

namespace {

struct Codec {
#include <Backstop/Session.mqh>

  static void fill(array<uchar> &to, const uint8_t *bytes, size_t size) {
    int count = static_cast<int>(size);
    if (ArrayResize(to, count) != count) mql::stop_program("out of memory");
    for (int i = 0; i < count; i++) to[i] = bytes[i];
  }
  void put(ByteWriter &out, const uint8_t *bytes, size_t size) {
    array<uchar> copy;
    fill(copy, bytes, size);
    PutBytes(out, copy, 0, static_cast<int>(size));
  }
  static int32_t give(const ByteWriter &from, uint8_t *out, size_t capacity) {
    size_t size = static_cast<size_t>(from.length);
    if (size > capacity) return BACKSTOP_CODEC_UNKNOWN;
    for (int i = 0; i < from.length; i++) out[i] = from.data[i];
    return static_cast<int32_t>(size);
  }
};

const long lots = 100000000, money = 100000000;

// The values of Tests/Vectors/generate.py.
struct Golden : Codec {
  ByteWriter frame;
  int count = 0;
  ulong epoch = 0, sequence = 1;

  Golden() : Codec() { FrameOpen(frame); }  // zeroed, as MQL5 zeroes globals
  void add(int type) {
    FrameAppend(frame, type, g_body);
    WriterReset(g_body);
    count++;
  }
  void in_session(ulong number) { epoch = 42, sequence = number; }

  void hello(const char *currency, const char *server, const char *company, uchar mode) {
    HelloMessage m = {};
    m.ea_version = 1 << 16 | 2 << 8 | 3;
    m.terminal_build = 4620;
    m.boot_id = 0x0123456789ABCDEF;
    m.account = 5012345;
    m.margin_mode = mode;
    m.permissions = 31;
    m.last_epoch = 7;
    for (int i = 0; i < 16; i++) m.nonce[i] = static_cast<uchar>(i);
    m.currency = currency, m.server = server, m.company = company;
    EncodeHello(g_body, m);
    add(MSG_HELLO);
  }
  void proof() {
    ByteWriter text;
    fixed_array<uchar, 32> mac;
    WriterReset(text);
    PutRaw(text, "backstop-ea");
    for (int i = 0; i < 16; i++) PutU8(text, static_cast<uchar>(0x80 + i));
    for (int i = 0; i < 16; i++) PutU8(text, static_cast<uchar>(i));
    PutU64(text, 5012345);
    PutU64(text, 0x0123456789ABCDEF);
    if (!HmacSha256("correct horse battery staple", text, mac)) mql::stop_program("no hash");
    PutBytes(g_body, mac, 0, 32);
    sequence = 2;
    add(MSG_PROOF);
  }
  void begin(uint id, uint symbols, uint positions) {
    EncodeSnapshotBegin(g_body, id, symbols, positions);
    add(MSG_SNAPSHOT_BEGIN);
  }
  void end(uint id, uint positions, ulong checksum) {
    EncodeSnapshotEnd(g_body, id, positions, checksum);
    add(MSG_SNAPSHOT_END);
  }
  ulong held() {
    return PositionHash(70000001, lots, 138400, 139500) +
           PositionHash((1ul << 53) + 1, lots / 100, 0, 0);
  }
  void spec(ushort symbol, const char *name, uchar digits, uchar mode, bool open, const char *profit) {
    SymbolSpecMessage m = {};
    m.symbol = symbol, m.digits = digits, m.trade_mode = mode, m.session_open = open;
    m.tick_size = 1, m.stops_level = 10, m.freeze_level = 5;
    m.volume_min = lots / 100, m.volume_max = 500 * lots, m.volume_step = lots / 100;
    m.name = name, m.profit_currency = profit;
    EncodeSymbolSpec(g_body, m);
    add(MSG_SYMBOL_SPEC);
  }
  void valuation(ushort symbol) {
    ValuationMessage m = {symbol, 1000, 1000 * money + 1, 999 * money, 998 * money, 997 * money};
    EncodeValuation(g_body, m);
    add(MSG_VALUATION);
  }
  void position(bool first, ushort symbol, uchar side, const char *comment, ulong identifier) {
    PositionMessage m = {};
    m.ticket = first ? 70000001 : (1ul << 53) + 1;
    m.identifier = identifier ? identifier : m.ticket;
    m.magic = 20240, m.symbol = symbol, m.side = side;
    m.volume = first ? lots : lots / 100;
    m.open_price = 138694;
    m.stop_loss = first ? 138400 : 0;
    m.take_profit = first ? 139500 : 0;
    m.swap = -12345678, m.commission = -350000000;
    m.opened = 1700000000123, m.updated = 1700000001456, m.seen = 987654321012;
    m.comment = comment;
    EncodePosition(g_body, m);
    add(MSG_POSITION);
  }
  void account() {
    AccountMessage m = {10000 * money, 9990 * money, 500 * money, -money, 31};
    EncodeAccount(g_body, m);
    add(MSG_ACCOUNT);
  }
  void tick(ushort symbol, ushort skipped) {
    TickMessage m = {symbol, skipped,       138690,       138694, 138699, 138680,
                     138703, 138684, 1700000002000, 987654400000};
    EncodeTick(g_body, m);
    add(MSG_TICK);
  }
  void deal(bool balance) {
    DealMessage m = {};
    m.deal = balance ? 3 : 1;
    m.symbol = balance ? NO_SYMBOL : 0;
    m.kind = balance ? 2 : 1;
    m.profit = balance ? 10000 * money : -299 * money;
    m.time = balance ? 1600000000000 : 1700000003000;
    if (!balance) {
      m.order = 2, m.position = 70000001, m.magic = 20240, m.entry = 1, m.reason = 3;
      m.volume = lots, m.price = 138395, m.commission = -350000000, m.swap = -1;
    }
    EncodeDeal(g_body, m);
    add(MSG_DEAL);
  }
  void result(uchar outcome, ushort refusal, uint retcode, long stop, long volume) {
    ResultMessage m = {1001,   70000001, outcome,  false, refusal, retcode, stop,
                       139500, volume,   88000001, 10000, 20000,   30000};
    EncodeResult(g_body, m);
    add(MSG_RESULT);
  }
  void snapshot() {
    in_session(3);
    begin(1, 2, 2);
    spec(0, "EURUSD", 5, 4, true, "USD");
    valuation(0);
    tick(0, 0);
    spec(1, "US Tech 100.\xC3\xA9", 2, 4, true, "USD");
    position(true, 0, 0, "grid 7", 0);
    position(false, 1, 1, "", 3);
    account();
    end(1, 2, held());
  }

  bool make(const std::string &name) {
    if (name == "hello") hello("EUR", "Example-Demo", "Example Markets Ltd", 2);
    else if (name == "hello_without_texts") hello("", "", "", 0);
    else if (name == "hello_not_ascii")
      hello("JPY", "\u041f\u0440\u0438\u043c\u0435\u0440-\u0414\u0435\u043c\u043e",
            "\u4f8b GmbH & S\u00f6hne", 1);
    else if (name == "proof") proof();
    else if (name == "snapshot") snapshot();
    else if (name == "snapshot_empty") in_session(3), begin(0, 0, 0), account(), end(0, 0, 0);
    else if (name == "snapshot_begin") begin(9, 1024, 10000);
    else if (name == "symbol_spec") spec(65534, "XAUUSD.", 0, 0, false, "");
    else if (name == "valuation") valuation(3);
    else if (name == "position") position(true, 0, 0, "", 0);
    else if (name == "position_with_comment")
      position(false, 0, 1, std::string(255, 'c').c_str(), 0);
    else if (name == "position_closed") {
      EncodePositionClosed(g_body, 70000001, 70000001, 0, 5);
      add(MSG_POSITION_CLOSED);
    } else if (name == "account") account();
    else if (name == "snapshot_end") end(9, 2, held());
    else if (name == "tick") in_session(4), tick(0, 0);
    else if (name == "tick_merged") in_session(5), tick(1, 65535);
    else if (name == "deal") deal(false);
    else if (name == "deal_balance") deal(true);
    else if (name == "result_done") result(OUTCOME_DONE, 0, 10009, 138400, lots);
    else if (name == "result_rejected") result(OUTCOME_REJECTED, 0, 10016, 0, lots);
    else if (name == "result_refused") result(OUTCOME_REFUSED, REFUSAL_OFF_GRID, 0, 0, lots);
    else if (name == "result_unknown") result(OUTCOME_UNKNOWN, 0, 10012, 0, 0);
    else if (name == "read_back") {
      ReadBackMessage m = {1001, 70000001, true, REQUEST_FATE_UNKNOWN, 10012, lots, 138400, 0, 77};
      EncodeReadBack(g_body, m);
      add(MSG_READ_BACK);
    } else if (name == "terminal_heartbeat") {
      HeartbeatMessage m = {0x17, 2,  4,  612000, 2, held(),       31500, 96,
                            3,    17, 12, 1700000004000, 123456789};
      EncodeHeartbeat(g_body, m);
      add(MSG_HEARTBEAT);
    } else if (name == "guard_acted") {
      EncodeGuardActed(g_body, 70000001, 138300, 10009, 0, 99);
      add(MSG_GUARD_ACTED);
    } else if (name == "panel") {
      PutU8(g_body, LATCH_FLATTEN);
      add(MSG_PANEL);
    } else
      return false;
    FrameFinish(frame, count, epoch, sequence, 1000000000);
    return true;
  }
};

// What the EA understands of a daemon's frame.
struct Described : Codec {
  std::string text;

  void line(const char *format, ...) __attribute__((format(printf, 2, 3))) {
    char buffer[2048];
    va_list list;
    va_start(list, format);
    std::vsnprintf(buffer, sizeof buffer, format, list);
    va_end(list);
    text += buffer;
    text += '\n';
  }
  std::string hex(const array_view<uchar> &bytes) {
    std::string out;
    char pair[3];
    for (int i = 0; i < bytes.size(); i++) {
      std::snprintf(pair, sizeof pair, "%02x", bytes[i]);
      out += pair;
    }
    return out;
  }
  bool policy(array<uchar> &bytes, Cursor &body) {
    PolicyMessage m;
    if (!DecodePolicy(bytes, body, m)) return false;
    std::string magics;
    for (int i = 0; i < m.magics_count; i++) magics += (i ? "," : "") + std::to_string(m.magics[i]);
    line("guard_policy version %lu mode %d latch %d lift %d manual %d margin %d delay %u cap %ld "
         "slippage %ld commission %ld magics %s symbols %s",
         m.version, m.mode, m.latch, m.lift_local_latch, m.manage_manual, m.margin_permille,
         m.guard_delay_ms, m.cap, m.slippage_points, m.commission_per_lot, magics.c_str(),
         m.symbols.utf8().c_str());
    return true;
  }
  bool modify(array<uchar> &bytes, Cursor &body) {
    ModifyStopMessage m;
    if (!DecodeModifyStop(bytes, body, m)) return false;
    line("modify_stop request %lu ticket %lu symbol %d side %d unreachable %d loosen %d stop %ld "
         "expected %ld expected_tp %ld tp %ld max_loss %ld cause %ld limit %u lane %d",
         m.request_id, m.ticket, m.symbol, m.side, m.cap_unreachable, m.may_loosen, m.stop_loss,
         m.expected_stop_loss, m.expected_take_profit, m.take_profit, m.max_loss, m.cause,
         m.limit_ms, m.lane);
    return true;
  }
  bool message(int type, array<uchar> &bytes, Cursor &body) {
    switch (type) {
      case MSG_CHALLENGE: {
        ChallengeMessage m;
        if (!DecodeChallenge(bytes, body, m)) return false;
        line("challenge nonce %s mac %s", hex(m.nonce).c_str(), hex(m.mac).c_str());
        return true;
      }
      case MSG_WELCOME: {
        WelcomeMessage m;
        if (!DecodeWelcome(bytes, body, m)) return false;
        line("welcome epoch %lu heartbeat %u timeout %u", m.epoch, m.heartbeat_ms, m.link_timeout_ms);
        return true;
      }
      case MSG_REFUSED: {
        RefusedMessage m;
        if (!DecodeRefused(bytes, body, m)) return false;
        line("refused reason %d %s", m.reason, m.explanation.utf8().c_str());
        return true;
      }
      case MSG_SNAPSHOT_REQUEST: {
        uint id = 0;
        if (!DecodeSnapshotRequest(bytes, body, id)) return false;
        line("snapshot_request %u", id);
        return true;
      }
      case MSG_GUARD_POLICY: return policy(bytes, body);
      case MSG_MODIFY_STOP: return modify(bytes, body);
      case MSG_CLOSE_POSITION: {
        ClosePositionMessage m;
        if (!DecodeClosePosition(bytes, body, m)) return false;
        line("close_position request %lu ticket %lu symbol %d side %d volume %ld cause %ld limit %u "
             "deviation %u lane %d",
             m.request_id, m.ticket, m.symbol, m.side, m.volume, m.cause, m.limit_ms, m.deviation,
             m.lane);
        return true;
      }
      case MSG_READ_BACK_REQUEST: {
        ReadBackRequestMessage m;
        if (!DecodeReadBackRequest(bytes, body, m)) return false;
        line("read_back_request request %lu ticket %lu", m.request_id, m.ticket);
        return true;
      }
      case MSG_DAEMON_HEARTBEAT: {
        DaemonHeartbeatMessage m;
        if (!DecodeDaemonHeartbeat(bytes, body, m)) return false;
        line("daemon_heartbeat mode %d latch %d guarded %u managed %u worst %ld received %lu echo %ld",
             m.mode, m.latch, m.guarded, m.managed, m.worst_case_loss, m.received, m.echo);
        return true;
      }
    }
    return false;
  }
  // The frame goes through the session's own check first, which must agree.
  int32_t frame(array<uchar> &bytes) {
    FrameHeader header = {};
    int size = ArraySize(bytes);
    bool good = ReadFrameHeader(bytes, 0, size, header);
    bool checked = good && SessionMessages(bytes, 0, size, header, false);
    int at = FRAME_HEADER;
    for (int i = 0; good && i < header.count; i++) {
      Cursor body = {};
      int type = ReadMessageHeader(bytes, at, size, body);
      at = body.end;
      good = type != 0 && message(type, bytes, body);
    }
    good = good && at == size;
    if (good != checked) mql::stop_program("the two passes over a frame disagree");
    return good ? header.count : BACKSTOP_CODEC_MALFORMED;
  }
};

template <class Work>
int32_t guarded(Work work) {
  try {
    return work();
  } catch (const mql::CriticalError &) {
    return BACKSTOP_CODEC_STOPPED;
  }
}

uint64_t next_random(uint64_t &state) {
  state += 0x9E3779B97F4A7C15;
  uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

void drain(Codec &codec, Codec::ZmtpParser &parser, backstop_zmtp_outcome &outcome) {
  for (;;) {
    int event = codec.ZmtpNext(parser);
    if (event == ZMTP_NONE) return;
    if (event == ZMTP_BROKEN) {
      outcome.broken = parser.broken;
      return;
    }
    outcome.steps++;
    if (event == ZMTP_READY) outcome.ready++;
    if (event == ZMTP_PING) outcome.pings++;
    if (event == ZMTP_IGNORED) outcome.ignored++;
    if (event != ZMTP_MESSAGE) continue;
    int count = parser.end - parser.from;
    outcome.messages++;
    outcome.message_bytes += static_cast<uint32_t>(count);
    outcome.digest = codec.Fnv1a(parser.data, parser.from, count, outcome.digest);
  }
}

}  // namespace

int32_t backstop_codec_frame(const char *name, uint8_t *out, size_t capacity) {
  return guarded([&] {
    auto golden = std::make_unique<Golden>();
    return golden->make(name) ? Codec::give(golden->frame, out, capacity) : BACKSTOP_CODEC_UNKNOWN;
  });
}

int32_t backstop_codec_describe(const uint8_t *frame, size_t size, char *text, size_t capacity) {
  return guarded([&] {
    auto described = std::make_unique<Described>();
    array<uchar> bytes;
    Codec::fill(bytes, frame, size);
    int32_t count = described->frame(bytes);
    if (capacity > 0) std::snprintf(text, capacity, "%s", described->text.c_str());
    return count;
  });
}

int32_t backstop_zmtp_run(const uint8_t *bytes, size_t size, size_t piece, uint64_t seed,
                          backstop_zmtp_outcome *outcome) {
  return guarded([&] {
    static thread_local auto codec = std::make_unique<Codec>();
    Codec::ZmtpParser parser = {};
    codec->ZmtpReset(parser);
    *outcome = {};
    outcome->digest = FNV_BASIS;
    size_t at = 0;
    while (at < size && outcome->broken == 0) {
      size_t count = piece ? piece : 1 + next_random(seed) % 97;
      size_t room = static_cast<size_t>(codec->ZmtpRoom(parser));
      if (count > size - at) count = size - at;
      if (count > room) count = room;
      if (count == 0) mql::stop_program("the parser is full and waits for more");
      array<uchar> part;
      Codec::fill(part, bytes + at, count);
      codec->ZmtpFeed(parser, part, static_cast<int>(count));
      at += count;
      drain(*codec, parser, *outcome);
    }
    return 0;
  });
}

int32_t backstop_zmtp_write(const uint8_t *ping, size_t ping_size, uint8_t *out, size_t capacity) {
  return guarded([&] {
    auto codec = std::make_unique<Codec>();
    Codec::ByteWriter written;
    codec->WriterReset(written);
    if (!ping) {
      codec->ZmtpPutGreeting(written);
      codec->ZmtpPutReady(written, "bs-0123456789abcdef");
      return Codec::give(written, out, capacity);
    }
    Codec::ZmtpParser parser = {};
    codec->ZmtpReset(parser);
    parser.greeted = true, parser.ready = true;
    array<uchar> bytes;
    Codec::fill(bytes, ping, ping_size);
    codec->ZmtpFeed(parser, bytes, static_cast<int>(ping_size));
    if (codec->ZmtpNext(parser) != ZMTP_PING) return static_cast<int32_t>(BACKSTOP_CODEC_MALFORMED);
    codec->ZmtpPutPong(written, parser);
    return Codec::give(written, out, capacity);
  });
}

int32_t backstop_zmtp_message(const uint8_t *body, size_t size, uint8_t *out, size_t capacity) {
  return guarded([&] {
    auto codec = std::make_unique<Codec>();
    Codec::ByteWriter written;
    codec->WriterReset(written);
    codec->ZmtpPutMessageHeader(written, static_cast<int>(size));
    codec->put(written, body, size);
    return Codec::give(written, out, capacity);
  });
}

int32_t backstop_codec_hmac(const char *key, const uint8_t *message, size_t size, uint8_t mac[32]) {
  return guarded([&] {
    auto codec = std::make_unique<Codec>();
    Codec::ByteWriter text;
    codec->WriterReset(text);
    codec->put(text, message, size);
    fixed_array<uchar, 32> out;
    if (!codec->HmacSha256(key, text, out)) return static_cast<int32_t>(BACKSTOP_CODEC_MALFORMED);
    for (int i = 0; i < 32; i++) mac[i] = out[i];
    return 0;
  });
}

int32_t backstop_codec_pattern_fits(const char *patterns, const char *name) {
  return guarded([&] {
    auto codec = std::make_unique<Codec>();
    return codec->PatternsFit(patterns, name) ? 1 : 0;
  });
}

#endif
