// What the EA understands of the daemon's frames, in words that a test compares.
#pragma once

#include "Codec.h"

namespace {

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
    line("guard_policy version %lu mode %d latch %d lift %d delay %u entries %d", m.version, m.mode, m.latch,
         m.lift_local_latch, m.guard_delay_ms, m.entries_count);
    for (int i = 0; i < m.entries_count; i++) {
      PolicyEntry &e = m.entries[i];
      std::string symbols;
      for (int n = 0; n < e.patterns_count; n++)
        symbols += (n ? "," : "") + m.patterns[e.patterns_first + n].utf8();
      line("entry cap %ld share %u margin %d side %d manual %d slippage %ld commission %ld comment %s "
           "symbols %s magics %s excluded %s",
           e.cap, e.balance_millionths, e.margin_permille, e.side, e.manage_manual, e.slippage_points,
           e.commission_per_lot, e.comment.utf8().c_str(), symbols.c_str(),
           numbers(m, e.magics_first, e.magics_count).c_str(),
           numbers(m, e.excluded_first, e.excluded_count).c_str());
    }
    return true;
  }
  static std::string numbers(PolicyMessage &m, int first, int count) {
    std::string out;
    for (int n = 0; n < count; n++) out += (n ? "," : "") + std::to_string(m.magics[first + n]);
    return out;
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
        line("close_position request %lu ticket %lu symbol %d side %d volume %ld expected %ld cause %ld "
             "limit %u deviation %u lane %d",
             m.request_id, m.ticket, m.symbol, m.side, m.volume, m.expected_volume, m.cause, m.limit_ms,
             m.deviation, m.lane);
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
      case MSG_DEAL_HISTORY_REQUEST: {
        DealHistoryRequestMessage m;
        if (!DecodeDealHistoryRequest(bytes, body, m)) return false;
        line("deal_history_request %u from %ld to %ld", m.request_id, m.from, m.to);
        return true;
      }
      case MSG_MINUTE_BARS_REQUEST: {
        MinuteBarsRequestMessage m;
        if (!DecodeMinuteBarsRequest(bytes, body, m)) return false;
        line("minute_bars_request %u symbol %d minutes %u", m.request_id, m.symbol, m.minutes);
        return true;
      }
      case MSG_ACKNOWLEDGED: {
        AcknowledgedMessage m;
        if (!DecodeAcknowledged(bytes, body, m)) return false;
        line("acknowledged boot %lu number %lu", m.boot_id, m.number);
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

}  // namespace
