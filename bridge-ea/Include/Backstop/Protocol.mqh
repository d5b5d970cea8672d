// Frames and numbers of the link protocol, version 3 (docs/protocol.md). Pure: no terminal call.
#ifndef BACKSTOP_PROTOCOL_MQH
#define BACKSTOP_PROTOCOL_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Cursor.mqh>
#include <Backstop/Bytes.mqh>

#define PROTOCOL_VERSION 3
#define PROTOCOL_FIRST 1
#define FRAME_MAGIC 0x5342
#define FRAME_HEADER 32
#define FRAME_MAX 65536
#define FRAME_MESSAGES_MAX 255
#define MESSAGE_HEADER 4
#define NO_SYMBOL 65535

// From the EA.
#define MSG_HELLO 0x01
#define MSG_PROOF 0x02
#define MSG_SNAPSHOT_BEGIN 0x10
#define MSG_SYMBOL_SPEC 0x11
#define MSG_VALUATION 0x12
#define MSG_POSITION 0x13
#define MSG_POSITION_CLOSED 0x14
#define MSG_ACCOUNT 0x15
#define MSG_SNAPSHOT_END 0x16
#define MSG_TRADE_EVENT 0x17
#define MSG_DEAL_HISTORY_BEGIN 0x18
#define MSG_DEAL_HISTORY_END 0x19
#define MSG_MINUTE_BARS 0x1A
#define MSG_MINUTE_BARS_END 0x1B
#define MSG_TICK 0x20
#define MSG_DEAL 0x21
#define MSG_RESULT 0x22
#define MSG_READ_BACK 0x23
#define MSG_HEARTBEAT 0x24
#define MSG_GUARD_ACTED 0x25
#define MSG_PANEL 0x26

// From the daemon.
#define MSG_CHALLENGE 0x81
#define MSG_WELCOME 0x82
#define MSG_REFUSED 0x83
#define MSG_SNAPSHOT_REQUEST 0x84
#define MSG_GUARD_POLICY 0x85
#define MSG_MODIFY_STOP 0x86
#define MSG_CLOSE_POSITION 0x87
#define MSG_READ_BACK_REQUEST 0x88
#define MSG_DAEMON_HEARTBEAT 0x89
#define MSG_ACKNOWLEDGED 0x8A
#define MSG_DEAL_HISTORY_REQUEST 0x8B
#define MSG_MINUTE_BARS_REQUEST 0x8C

#define SIDE_BUY 0
#define SIDE_SELL 1

#define LATCH_NONE 0
#define LATCH_PAUSE 1
#define LATCH_FREEZE 2
#define LATCH_FLATTEN 3

#define MODE_SHADOW 0
#define MODE_PROTECT 1
#define MODE_MANAGE 2

// Outcomes of a request.
#define OUTCOME_DONE 0
#define OUTCOME_REJECTED 1
#define OUTCOME_REFUSED 2
#define OUTCOME_UNKNOWN 3

// Why the EA refused a request and never sent it.
#define REFUSAL_NONE 0
#define REFUSAL_EPOCH 1
#define REFUSAL_DEADLINE 2
#define REFUSAL_EXPECTED 3
#define REFUSAL_MAX_LOSS 4
#define REFUSAL_STOPS_LEVEL 5
#define REFUSAL_FREEZE_LEVEL 6
#define REFUSAL_NOT_PERMITTED 7
#define REFUSAL_NO_POSITION 8
#define REFUSAL_NOTHING 9
#define REFUSAL_LATCHED 10
#define REFUSAL_LOOSENS 11
#define REFUSAL_BUSY 12
#define REFUSAL_VOLUME 13
#define REFUSAL_DISCONNECTED 14
#define REFUSAL_NOT_SENT 15
#define REFUSAL_OFF_GRID 16

// States of a request, as read_back tells them.
#define REQUEST_NEVER_SEEN 0
#define REQUEST_REFUSED 1
#define REQUEST_IN_FLIGHT 2
#define REQUEST_DONE 3
#define REQUEST_REJECTED 4
#define REQUEST_FATE_UNKNOWN 5

// Permission bits.
#define PERMIT_CONNECTED 1
#define PERMIT_TERMINAL 2
#define PERMIT_PROGRAM 4
#define PERMIT_ACCOUNT 8
#define PERMIT_EXPERT 16
#define PERMIT_ALL 31

struct FrameHeader
  {
   uchar             count;
   int               length;
   ulong             epoch;
   ulong             sequence;
   long              clock;
  };

// False if these bytes are not a frame of this version whose length is exactly `size`. Of the first version,
// in which every daemon refuses a version that it does not speak, only that is accepted.
bool ReadFrameHeader(CONST_ARRAY_REF(uchar, bytes), const int from, const int size, FrameHeader &header)
  {
   if(size < FRAME_HEADER || size > FRAME_MAX)
      return false;
   Cursor cursor;
   CursorOpen(cursor, from, from + FRAME_HEADER);
   ushort magic = GetU16(bytes, cursor);
   uchar version = GetU8(bytes, cursor);
   header.count = GetU8(bytes, cursor);
   uint length = GetU32(bytes, cursor);
   header.length = size;
   header.epoch = GetU64(bytes, cursor);
   header.sequence = GetU64(bytes, cursor);
   header.clock = GetNs(bytes, cursor);
   bool is_refusal = size > FRAME_HEADER && header.count == 1 && bytes[from + FRAME_HEADER] == MSG_REFUSED;
   bool is_version = version == PROTOCOL_VERSION || (version == PROTOCOL_FIRST && is_refusal);
   return cursor.ok && magic == FRAME_MAGIC && is_version && header.count > 0 && length == (uint)size;
  }

// Opens `body` on the message at `at` of a frame that ends at `end`; gives its type, or 0 if it is
// malformed. body.end is where the next message begins.
int ReadMessageHeader(CONST_ARRAY_REF(uchar, bytes), const int at, const int end, Cursor &body)
  {
   CursorOpen(body, at, end);
   int type = (int)GetU8(bytes, body);
   GetReserved(bytes, body, 1);
   int length = (int)GetU16(bytes, body);
   if(!CursorHas(body, length))
      return 0;
   body.end = body.position + length;
   return type;
  }

// Starts a frame whose header is still empty.
void FrameOpen(ByteWriter &frame)
  {
   WriterReset(frame);
   for(int i = 0; i < 4; i++)
      PutU64(frame, 0);
  }

void FrameFinish(ByteWriter &frame, const int count, const ulong epoch, const ulong sequence, const long clock)
  {
   PatchLittle(frame, 0, FRAME_MAGIC, 2);
   PatchLittle(frame, 2, PROTOCOL_VERSION, 1);
   PatchLittle(frame, 3, (ulong)count, 1);
   PatchLittle(frame, 4, (ulong)frame.length, 4);
   PatchLittle(frame, 8, epoch, 8);
   PatchLittle(frame, 16, sequence, 8);
   PatchLittle(frame, 24, (ulong)clock, 8);
  }

void FrameAppend(ByteWriter &frame, const int type, const ByteWriter &body)
  {
   PutU8(frame, (uchar)type);
   PutU8(frame, 0);
   PutU16(frame, (ushort)body.length);
   PutBytes(frame, body.data, 0, body.length);
  }

// FNV-1a over the eight little-endian bytes of value, continuing from hash.
ulong FnvNumber(const ulong value, const ulong hash)
  {
   ulong mixed = hash;
   for(int i = 0; i < 8; i++)
      mixed = (mixed ^ ((value >> (8 * i)) & 0xFF)) * FNV_PRIME;
   return mixed;
  }

// One position's share of the checksum of a set of positions.
ulong PositionHash(const ulong ticket, const long volume, const long stop, const long take)
  {
   ulong hash = FnvNumber(ticket, FNV_BASIS);
   hash = FnvNumber((ulong)volume, hash);
   hash = FnvNumber((ulong)stop, hash);
   return FnvNumber((ulong)take, hash);
  }

#endif
