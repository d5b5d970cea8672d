// The messages a daemon sends, and how their bytes become structs. Pure: no terminal call.
// Every decoder gives false unless the body is exactly that message: length, enumerations, booleans
// and reserved fields included.
#ifndef BACKSTOP_FROMDAEMON_MQH
#define BACKSTOP_FROMDAEMON_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Cursor.mqh>
#include <Backstop/Bytes.mqh>
#include <Backstop/Protocol.mqh>

#define FLAG_CAP_UNREACHABLE 1
#define FLAG_MAY_LOOSEN 2

#define LANE_HIGHEST 5

#define MINUTES_MAX 50400

struct ChallengeMessage
  {
   FIXED_ARRAY(uchar, nonce, 16);
   FIXED_ARRAY(uchar, mac, 32);
  };

struct WelcomeMessage
  {
   ulong             epoch;
   uint              heartbeat_ms;
   uint              link_timeout_ms;
  };

struct RefusedMessage
  {
   ushort            reason;
   string            explanation;
  };

struct ModifyStopMessage
  {
   ulong             request_id;
   ulong             ticket;
   ushort            symbol;
   uchar             side;
   bool              cap_unreachable;
   bool              may_loosen;
   long              stop_loss;
   long              expected_stop_loss;
   long              expected_take_profit;
   long              take_profit;
   long              max_loss;
   long              cause;
   uint              limit_ms;
   uchar             lane;
  };

struct ClosePositionMessage
  {
   ulong             request_id;
   ulong             ticket;
   ushort            symbol;
   uchar             side;
   long              volume;
   long              expected_volume;
   long              cause;
   uint              limit_ms;
   uint              deviation;
   uchar             lane;
  };

struct ReadBackRequestMessage
  {
   ulong             request_id;
   ulong             ticket;
  };

struct DaemonHeartbeatMessage
  {
   uchar             mode;
   uchar             latch;
   uint              guarded;
   uint              managed;
   long              worst_case_loss;
   ulong             received;
   long              echo;
  };

struct AcknowledgedMessage
  {
   ulong             boot_id;
   ulong             number;
  };

struct DealHistoryRequestMessage
  {
   uint              request_id;
   long              from;
   long              to;                 // 0: up to now
  };

struct MinuteBarsRequestMessage
  {
   uint              request_id;
   ushort            symbol;
   uint              minutes;
  };

bool DecodeChallenge(CONST_ARRAY_REF(uchar, bytes), Cursor &body, ChallengeMessage &challenge)
  {
   GetBytes(bytes, body, challenge.nonce, 16);
   GetBytes(bytes, body, challenge.mac, 32);
   return CursorFinished(body);
  }

bool DecodeWelcome(CONST_ARRAY_REF(uchar, bytes), Cursor &body, WelcomeMessage &welcome)
  {
   welcome.epoch = GetU64(bytes, body);
   welcome.heartbeat_ms = GetU32(bytes, body);
   welcome.link_timeout_ms = GetU32(bytes, body);
   return CursorFinished(body) && welcome.heartbeat_ms > 0 && welcome.link_timeout_ms > 0;
  }

bool DecodeRefused(CONST_ARRAY_REF(uchar, bytes), Cursor &body, RefusedMessage &refused)
  {
   refused.reason = GetU16(bytes, body);
   refused.explanation = GetText(bytes, body);
   return CursorFinished(body) && refused.reason >= 1 && refused.reason <= 8;
  }

bool DecodeSnapshotRequest(CONST_ARRAY_REF(uchar, bytes), Cursor &body, uint &snapshot)
  {
   snapshot = GetU32(bytes, body);
   return CursorFinished(body);
  }

bool DecodeModifyStop(CONST_ARRAY_REF(uchar, bytes), Cursor &body, ModifyStopMessage &order)
  {
   order.request_id = GetU64(bytes, body);
   order.ticket = GetU64(bytes, body);
   order.symbol = GetSymbol(bytes, body);
   order.side = GetEnum(bytes, body, SIDE_SELL);
   uchar flags = GetEnum(bytes, body, FLAG_CAP_UNREACHABLE | FLAG_MAY_LOOSEN);
   order.cap_unreachable = (flags & FLAG_CAP_UNREACHABLE) != 0;
   order.may_loosen = (flags & FLAG_MAY_LOOSEN) != 0;
   order.stop_loss = GetPrice(bytes, body);
   order.expected_stop_loss = GetPrice(bytes, body);
   order.expected_take_profit = GetPrice(bytes, body);
   order.take_profit = GetPrice(bytes, body);
   order.max_loss = GetMoney(bytes, body);
   order.cause = GetNs(bytes, body);
   order.limit_ms = GetU32(bytes, body);
   order.lane = GetEnum(bytes, body, LANE_HIGHEST);
   return CursorFinished(body) && order.stop_loss != 0;
  }

bool DecodeClosePosition(CONST_ARRAY_REF(uchar, bytes), Cursor &body, ClosePositionMessage &order)
  {
   order.request_id = GetU64(bytes, body);
   order.ticket = GetU64(bytes, body);
   order.symbol = GetSymbol(bytes, body);
   order.side = GetEnum(bytes, body, SIDE_SELL);
   GetReserved(bytes, body, 1);
   order.volume = GetBounded(bytes, body, 1, VOLUME_LIMIT);
   order.expected_volume = GetBounded(bytes, body, 0, VOLUME_LIMIT);
   order.cause = GetNs(bytes, body);
   order.limit_ms = GetU32(bytes, body);
   order.deviation = GetU32(bytes, body);
   order.lane = GetEnum(bytes, body, LANE_HIGHEST);
   return CursorFinished(body) && (order.expected_volume == 0 || order.expected_volume >= order.volume);
  }

bool DecodeReadBackRequest(CONST_ARRAY_REF(uchar, bytes), Cursor &body, ReadBackRequestMessage &request)
  {
   request.request_id = GetU64(bytes, body);
   request.ticket = GetU64(bytes, body);
   return CursorFinished(body);
  }

bool DecodeDaemonHeartbeat(CONST_ARRAY_REF(uchar, bytes), Cursor &body, DaemonHeartbeatMessage &beat)
  {
   beat.mode = GetEnum(bytes, body, MODE_MANAGE);
   beat.latch = GetEnum(bytes, body, LATCH_FLATTEN);
   GetReserved(bytes, body, 2);
   beat.guarded = GetU32(bytes, body);
   beat.managed = GetU32(bytes, body);
   beat.worst_case_loss = GetMoney(bytes, body);
   beat.received = GetU64(bytes, body);
   beat.echo = GetNs(bytes, body);
   return CursorFinished(body);
  }

bool DecodeAcknowledged(CONST_ARRAY_REF(uchar, bytes), Cursor &body, AcknowledgedMessage &kept)
  {
   kept.boot_id = GetU64(bytes, body);
   kept.number = GetU64(bytes, body);
   return CursorFinished(body);
  }

bool DecodeDealHistoryRequest(CONST_ARRAY_REF(uchar, bytes), Cursor &body, DealHistoryRequestMessage &question)
  {
   question.request_id = GetU32(bytes, body);
   question.from = GetBounded(bytes, body, 0, SERVER_MS_LIMIT);
   question.to = GetBounded(bytes, body, 0, SERVER_MS_LIMIT);
   return CursorFinished(body) && (question.to == 0 || question.to >= question.from);
  }

bool DecodeMinuteBarsRequest(CONST_ARRAY_REF(uchar, bytes), Cursor &body, MinuteBarsRequestMessage &question)
  {
   question.request_id = GetU32(bytes, body);
   question.symbol = GetSymbol(bytes, body);
   GetReserved(bytes, body, 2);
   question.minutes = GetU32(bytes, body);
   return CursorFinished(body) && question.minutes >= 1 && question.minutes <= MINUTES_MAX;
  }

#endif
