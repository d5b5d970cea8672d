// The messages an EA sends, as structs, and their bytes; what tells of the past is in HistoryToDaemon.mqh. Pure: no
// terminal call.
// Prices are whole points, volumes 1e-8 lots, money 1e-8 of the account currency, times ns or ms as
// docs/protocol.md says field by field.
#ifndef BACKSTOP_TODAEMON_MQH
#define BACKSTOP_TODAEMON_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Bytes.mqh>
#include <Backstop/Protocol.mqh>

struct HelloMessage
  {
   uint              ea_version;
   uint              terminal_build;
   ulong             boot_id;
   ulong             account;
   uchar             margin_mode;
   uchar             trade_mode;
   ushort            permissions;
   ulong             last_epoch;
   FIXED_ARRAY(uchar, nonce, 16);
   string            currency;
   string            server;
   string            company;
  };

struct SymbolSpecMessage
  {
   ushort            symbol;
   uchar             digits;
   uchar             trade_mode;
   bool              session_open;
   long              tick_size;
   long              stops_level;
   long              freeze_level;
   long              volume_min;
   long              volume_max;
   long              volume_step;
   string            name;
   string            profit_currency;
  };

struct ValuationMessage
  {
   ushort            symbol;
   long              reference_points;
   long              buy_loss;
   long              buy_profit;
   long              sell_loss;
   long              sell_profit;
  };

struct PositionMessage
  {
   ulong             ticket;
   ulong             identifier;
   ulong             magic;
   ushort            symbol;
   uchar             side;
   long              volume;
   long              open_price;
   long              stop_loss;
   long              take_profit;
   long              swap;
   long              commission;
   long              opened;
   long              updated;
   long              seen;
   string            comment;
  };

struct AccountMessage
  {
   long              balance;
   long              equity;
   long              margin;
   long              margin_free;
   ushort            permissions;
  };

struct TickMessage
  {
   ushort            symbol;
   ushort            skipped;
   long              bid;
   long              ask;
   long              bid_high;
   long              bid_low;
   long              ask_high;
   long              ask_low;
   long              time;
   long              seen;
  };

struct ResultMessage
  {
   ulong             request_id;
   ulong             ticket;
   uchar             outcome;
   bool              repeated;
   ushort            refusal;
   uint              retcode;
   long              stop_loss;
   long              take_profit;
   long              volume;
   ulong             order;
   long              received;
   long              sent;
   long              answered;
  };

struct ReadBackMessage
  {
   ulong             request_id;
   ulong             ticket;
   bool              open;
   uchar             request;
   uint              retcode;
   long              volume;
   long              stop_loss;
   long              take_profit;
   long              seen;
  };

struct HeartbeatMessage
  {
   ushort            permissions;
   uchar             latch;
   uchar             slowest_call;
   uint              slowest_call_us;
   uint              positions;
   ulong             checksum;
   uint              ping_us;
   uint              queued_bytes;
   uint              in_flight;
   uint              ticks_merged;
   ulong             received;
   long              server_time;
   long              echo;
   uint              events_waiting;
   uint              events_dropped;
  };

void EncodeHello(ByteWriter &body, const HelloMessage &hello)
  {
   PutU32(body, hello.ea_version);
   PutU32(body, hello.terminal_build);
   PutU64(body, hello.boot_id);
   PutU64(body, hello.account);
   PutU8(body, hello.margin_mode);
   PutU8(body, hello.trade_mode);
   PutU16(body, hello.permissions);
   PutU64(body, hello.last_epoch);
   PutBytes(body, hello.nonce, 0, 16);
   PutText(body, hello.currency);
   PutText(body, hello.server);
   PutText(body, hello.company);
  }

void EncodeSnapshotBegin(ByteWriter &body, const uint snapshot, const uint symbols, const uint positions)
  {
   PutU32(body, snapshot);
   PutU32(body, symbols);
   PutU32(body, positions);
  }

void EncodeSymbolSpec(ByteWriter &body, const SymbolSpecMessage &spec)
  {
   PutU16(body, spec.symbol);
   PutU8(body, spec.digits);
   PutU8(body, spec.trade_mode);
   PutBool(body, spec.session_open);
   PutU8(body, 0);
   PutI64(body, spec.tick_size);
   PutI64(body, spec.stops_level);
   PutI64(body, spec.freeze_level);
   PutI64(body, spec.volume_min);
   PutI64(body, spec.volume_max);
   PutI64(body, spec.volume_step);
   PutText(body, spec.name);
   PutText(body, spec.profit_currency);
  }

void EncodeValuation(ByteWriter &body, const ValuationMessage &valuation)
  {
   PutU16(body, valuation.symbol);
   PutI64(body, valuation.reference_points);
   PutI64(body, valuation.buy_loss);
   PutI64(body, valuation.buy_profit);
   PutI64(body, valuation.sell_loss);
   PutI64(body, valuation.sell_profit);
  }

void EncodePosition(ByteWriter &body, const PositionMessage &position)
  {
   PutU64(body, position.ticket);
   PutU64(body, position.identifier);
   PutU64(body, position.magic);
   PutU16(body, position.symbol);
   PutU8(body, position.side);
   PutU8(body, 0);
   PutI64(body, position.volume);
   PutI64(body, position.open_price);
   PutI64(body, position.stop_loss);
   PutI64(body, position.take_profit);
   PutI64(body, position.swap);
   PutI64(body, position.commission);
   PutI64(body, position.opened);
   PutI64(body, position.updated);
   PutI64(body, position.seen);
   PutText(body, position.comment);
  }

void EncodePositionClosed(ByteWriter &body, const ulong ticket, const ulong identifier, const ushort symbol, const long seen)
  {
   PutU64(body, ticket);
   PutU64(body, identifier);
   PutU16(body, symbol);
   PutI64(body, seen);
  }

void EncodeAccount(ByteWriter &body, const AccountMessage &account)
  {
   PutI64(body, account.balance);
   PutI64(body, account.equity);
   PutI64(body, account.margin);
   PutI64(body, account.margin_free);
   PutU16(body, account.permissions);
  }

void EncodeSnapshotEnd(ByteWriter &body, const uint snapshot, const uint positions, const ulong checksum)
  {
   PutU32(body, snapshot);
   PutU32(body, positions);
   PutU64(body, checksum);
  }

// What precedes the body of the message that says what happened.
void EncodeTradeEvent(ByteWriter &body, const ulong boot, const ulong number, const bool again, const uchar type)
  {
   PutU64(body, boot);
   PutU64(body, number);
   PutBool(body, again);
   PutU8(body, type);
   PutU16(body, 0);
  }

void EncodeTick(ByteWriter &body, const TickMessage &tick)
  {
   PutU16(body, tick.symbol);
   PutU16(body, tick.skipped);
   PutI64(body, tick.bid);
   PutI64(body, tick.ask);
   PutI64(body, tick.bid_high);
   PutI64(body, tick.bid_low);
   PutI64(body, tick.ask_high);
   PutI64(body, tick.ask_low);
   PutI64(body, tick.time);
   PutI64(body, tick.seen);
  }

void EncodeResult(ByteWriter &body, const ResultMessage &answer)
  {
   PutU64(body, answer.request_id);
   PutU64(body, answer.ticket);
   PutU8(body, answer.outcome);
   PutBool(body, answer.repeated);
   PutU16(body, answer.refusal);
   PutU32(body, answer.retcode);
   PutI64(body, answer.stop_loss);
   PutI64(body, answer.take_profit);
   PutI64(body, answer.volume);
   PutU64(body, answer.order);
   PutI64(body, answer.received);
   PutI64(body, answer.sent);
   PutI64(body, answer.answered);
  }

void EncodeReadBack(ByteWriter &body, const ReadBackMessage &answer)
  {
   PutU64(body, answer.request_id);
   PutU64(body, answer.ticket);
   PutBool(body, answer.open);
   PutU8(body, answer.request);
   PutU16(body, 0);
   PutU32(body, answer.retcode);
   PutI64(body, answer.volume);
   PutI64(body, answer.stop_loss);
   PutI64(body, answer.take_profit);
   PutI64(body, answer.seen);
  }

void EncodeHeartbeat(ByteWriter &body, const HeartbeatMessage &beat)
  {
   PutU16(body, beat.permissions);
   PutU8(body, beat.latch);
   PutU8(body, beat.slowest_call);
   PutU32(body, beat.slowest_call_us);
   PutU32(body, beat.positions);
   PutU64(body, beat.checksum);
   PutU32(body, beat.ping_us);
   PutU32(body, beat.queued_bytes);
   PutU32(body, beat.in_flight);
   PutU32(body, beat.ticks_merged);
   PutU64(body, beat.received);
   PutI64(body, beat.server_time);
   PutI64(body, beat.echo);
   PutU32(body, beat.events_waiting);
   PutU32(body, beat.events_dropped);
  }

void EncodeGuardActed(ByteWriter &body, const ulong ticket, const long stop, const uint retcode, const uchar kind, const long seen)
  {
   PutU64(body, ticket);
   PutI64(body, stop);
   PutU32(body, retcode);
   PutU8(body, kind);
   PutI64(body, seen);
  }

#endif
