// The frames of Tests/Vectors/generate.py as the EA writes them.
#pragma once

#include "Codec.h"

namespace {

const long lots = 100000000, money = 100000000;
const ulong boot = 0x0123456789ABCDEF;

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
    m.boot_id = boot;
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
    PutU64(text, boot);
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
  }
  void bar(uint minute, long high, long low, long close, uint spread) {
    MinuteBarMessage m = {minute, high, low, close, spread};
    EncodeMinuteBar(g_body, m);
  }
  void closed() { EncodePositionClosed(g_body, 70000001, 70000001, 0, 5); }
  void guard() { EncodeGuardActed(g_body, 70000001, 138300, 10009, 0, 99); }
  template <class Body>
  void event(ulong number, ulong boot, bool again, int type, Body body) {
    EncodeTradeEvent(g_body, boot, number, again, static_cast<uchar>(type));
    body();
    add(MSG_TRADE_EVENT);
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
    position(true, 0, 0, "grid 7", 0), add(MSG_POSITION);
    position(false, 1, 1, "", 3), add(MSG_POSITION);
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
    else if (name == "position") position(true, 0, 0, "", 0), add(MSG_POSITION);
    else if (name == "position_with_comment")
      position(false, 0, 1, std::string(255, 'c').c_str(), 0), add(MSG_POSITION);
    else if (name == "position_closed") closed(), add(MSG_POSITION_CLOSED);
    else if (name == "account") account();
    else if (name == "snapshot_end") end(9, 2, held());
    else if (name == "tick") in_session(4), tick(0, 0);
    else if (name == "tick_merged") in_session(5), tick(1, 65535);
    else if (name == "deal") deal(false), add(MSG_DEAL);
    else if (name == "deal_balance") deal(true), add(MSG_DEAL);
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
                            3,    17, 12, 1700000004000, 123456789, 6, 1};
      EncodeHeartbeat(g_body, m);
      add(MSG_HEARTBEAT);
    } else if (name == "guard_acted") {
      guard(), add(MSG_GUARD_ACTED);
    } else if (name == "deal_history") {
      in_session(11);
      EncodeDealHistoryBegin(g_body, 5, 1), add(MSG_DEAL_HISTORY_BEGIN);
      deal(false), add(MSG_DEAL);
      EncodeDealHistoryEnd(g_body, 5, HISTORY_COMPLETE, 1, PositionHash(1, lots, 138395, -299 * money));
      add(MSG_DEAL_HISTORY_END);
    } else if (name == "deal_history_failed") {
      in_session(12);
      EncodeDealHistoryEnd(g_body, 6, HISTORY_FAILED, 0, 0), add(MSG_DEAL_HISTORY_END);
    } else if (name == "minute_bars") {
      in_session(13);
      EncodeMinuteBars(g_body, 8, 1, 2);
      bar(28333333, 138710, 138680, 138700, 14), bar(28333335, 138720, 138690, 138691, 0);
      add(MSG_MINUTE_BARS);
      EncodeMinuteBarsEnd(g_body, 8, 1, MINUTES_COMPLETE, 2), add(MSG_MINUTE_BARS_END);
    } else if (name == "minute_bars_not_yet") {
      in_session(14);
      EncodeMinuteBarsEnd(g_body, 9, 0, MINUTES_NOT_YET, 0), add(MSG_MINUTE_BARS_END);
    } else if (name == "event_position") {
      in_session(6);
      event(1, boot, false, MSG_POSITION, [this] { position(true, 0, 0, "grid 7", 0); });
    } else if (name == "event_closed") {
      in_session(7);
      event(2, boot, false, MSG_POSITION_CLOSED, [this] { closed(); });
    } else if (name == "event_deal_again") {
      in_session(8);
      event(~0ul, 1, true, MSG_DEAL, [this] { deal(false); });
    } else if (name == "event_guard_acted") {
      in_session(9);
      event(4, boot, false, MSG_GUARD_ACTED, [this] { guard(); });
    } else if (name == "panel") {
      PutU8(g_body, LATCH_FLATTEN);
      add(MSG_PANEL);
    } else
      return false;
    FrameFinish(frame, count, epoch, sequence, 1000000000);
    return true;
  }
};

}  // namespace
