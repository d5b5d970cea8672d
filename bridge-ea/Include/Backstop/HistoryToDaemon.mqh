// What an EA tells of the past, deals and minutes, as structs and bytes. Pure: no terminal call. Units as in
// ToDaemon.mqh.
#ifndef BACKSTOP_HISTORYTODAEMON_MQH
#define BACKSTOP_HISTORYTODAEMON_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Bytes.mqh>
#include <Backstop/Protocol.mqh>

struct DealMessage
  {
   ulong             deal;
   ulong             order;
   ulong             position;
   ulong             magic;
   ushort            symbol;
   uchar             kind;
   uchar             entry;
   uchar             reason;
   long              volume;
   long              price;
   long              profit;
   long              commission;
   long              swap;
   long              fee;
   long              time;
  };

struct MinuteBarMessage
  {
   uint              minute;             // since 1970, server time
   long              high;
   long              low;
   long              close;
   uint              spread;             // points
  };

void EncodeDeal(ByteWriter &body, const DealMessage &deal)
  {
   PutU64(body, deal.deal);
   PutU64(body, deal.order);
   PutU64(body, deal.position);
   PutU64(body, deal.magic);
   PutU16(body, deal.symbol);
   PutU8(body, deal.kind);
   PutU8(body, deal.entry);
   PutU8(body, deal.reason);
   PutU8(body, 0);
   PutI64(body, deal.volume);
   PutI64(body, deal.price);
   PutI64(body, deal.profit);
   PutI64(body, deal.commission);
   PutI64(body, deal.swap);
   PutI64(body, deal.fee);
   PutI64(body, deal.time);
  }

void EncodeDealHistoryBegin(ByteWriter &body, const uint request, const uint deals)
  {
   PutU32(body, request);
   PutU32(body, deals);
  }

void EncodeDealHistoryEnd(ByteWriter &body, const uint request, const uchar outcome, const uint deals, const ulong checksum)
  {
   PutU32(body, request);
   PutU8(body, outcome);
   PutU8(body, 0);
   PutU16(body, 0);
   PutU32(body, deals);
   PutU64(body, checksum);
  }

// What precedes the minutes of one part.
void EncodeMinuteBars(ByteWriter &body, const uint request, const ushort symbol, const uchar count)
  {
   PutU32(body, request);
   PutU16(body, symbol);
   PutU8(body, count);
   PutU8(body, 0);
  }

void EncodeMinuteBar(ByteWriter &body, const MinuteBarMessage &bar)
  {
   PutU32(body, bar.minute);
   PutI64(body, bar.high);
   PutI64(body, bar.low);
   PutI64(body, bar.close);
   PutU32(body, bar.spread);
  }

void EncodeMinuteBarsEnd(ByteWriter &body, const uint request, const ushort symbol, const uchar outcome, const uint minutes)
  {
   PutU32(body, request);
   PutU16(body, symbol);
   PutU8(body, outcome);
   PutU8(body, 0);
   PutU32(body, minutes);
  }

#endif
