// ZMTP 3.1 with the NULL mechanism, the client's half: what makes the socket of this terminal a
// ZeroMQ DEALER without a DLL.
//
// The parser takes bytes in any pieces. It is a pure state machine: it owns its buffer, touches no
// socket, and answers with one event per call, so that a caller can bound its work. Bytes that are not
// ZMTP give ZMTP_BROKEN and a reason, once and for ever after: the caller drops the connection.
//
//   greeting (64 bytes) --> READY --> messages, PING, ERROR, other commands
#ifndef BACKSTOP_ZMTP_MQH
#define BACKSTOP_ZMTP_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Cursor.mqh>
#include <Backstop/Bytes.mqh>

#define ZMTP_GREETING_SIZE 64
#define ZMTP_FRAME_MAX 65536
#define ZMTP_BUFFER_MAX 131072
#define ZMTP_COMMAND_MAX 4096

// Events of ZmtpNext.
#define ZMTP_NONE 0
#define ZMTP_READY 1
#define ZMTP_MESSAGE 2
#define ZMTP_PING 3
#define ZMTP_IGNORED 4
#define ZMTP_BROKEN 5

// Why a connection is broken.
#define ZMTP_OK 0
#define ZMTP_NOT_ZMTP 1
#define ZMTP_OLD_VERSION 2
#define ZMTP_OTHER_MECHANISM 3
#define ZMTP_BAD_FLAGS 4
#define ZMTP_MULTIPART 5
#define ZMTP_OVERSIZE 6
#define ZMTP_BAD_COMMAND 7
#define ZMTP_EARLY_MESSAGE 8
#define ZMTP_PEER_ERROR 9
#define ZMTP_NOT_ROUTER 10
#define ZMTP_OUT_OF_MEMORY 11

struct ZmtpParser
  {
   ARRAY(uchar, data);
   int               head;       // first byte not yet consumed
   int               length;     // bytes in data, consumed ones included
   bool              greeted;
   bool              ready;
   int               broken;     // ZMTP_OK or the reason
   int               from;       // of the last event: body, as a range of data
   int               end;
  };

void ZmtpReset(ZmtpParser &parser)
  {
   parser.head = 0;
   parser.length = 0;
   parser.greeted = false;
   parser.ready = false;
   parser.broken = ZMTP_OK;
   parser.from = 0;
   parser.end = 0;
  }

string ZmtpReason(const int reason)
  {
   switch(reason)
     {
      case ZMTP_NOT_ZMTP:
         return "the peer does not speak ZMTP";
      case ZMTP_OLD_VERSION:
         return "the peer speaks a ZMTP older than 3.0";
      case ZMTP_OTHER_MECHANISM:
         return "the peer asks for another security mechanism than NULL";
      case ZMTP_BAD_FLAGS:
         return "a frame has unknown flags";
      case ZMTP_MULTIPART:
         return "a message has more than one part";
      case ZMTP_OVERSIZE:
         return "a frame is too large";
      case ZMTP_BAD_COMMAND:
         return "a command is malformed";
      case ZMTP_EARLY_MESSAGE:
         return "a message came before READY";
      case ZMTP_PEER_ERROR:
         return "the peer sent ERROR";
      case ZMTP_NOT_ROUTER:
         return "the peer is not a ROUTER";
      case ZMTP_OUT_OF_MEMORY:
         return "out of memory";
     }
   return "no error";
  }

// How many bytes may be given to ZmtpFeed; the rest stays in the socket.
int ZmtpRoom(const ZmtpParser &parser)
  {
   return ZMTP_BUFFER_MAX - (parser.length - parser.head);
  }

// Takes the first `count` bytes; `count` must not exceed ZmtpRoom. Ranges of earlier events end here.
void ZmtpFeed(ZmtpParser &parser, CONST_ARRAY_REF(uchar, bytes), const int count)
  {
   if(parser.broken != ZMTP_OK || count <= 0)
      return;
   if(parser.head > 0)
     {
      int rest = parser.length - parser.head;
      for(int i = 0; i < rest; i++)
         parser.data[i] = parser.data[parser.head + i];
      parser.head = 0;
      parser.length = rest;
     }
   int needed = parser.length + count;
   if(ArraySize(parser.data) < needed && ArrayResize(parser.data, needed * 2) != needed * 2)
     {
      parser.broken = ZMTP_OUT_OF_MEMORY;
      return;
     }
   if(ArrayCopy(parser.data, bytes, parser.length, 0, count) != count)
     {
      parser.broken = ZMTP_OUT_OF_MEMORY;
      return;
     }
   parser.length += count;
  }

int ZmtpBreak(ZmtpParser &parser, const int reason)
  {
   parser.broken = reason;
   return ZMTP_BROKEN;
  }

// The next event, or ZMTP_NONE if more bytes are needed. Every event but NONE and BROKEN consumes at
// least two bytes. After MESSAGE and PING `from` and `end` give the body (of PING: its context).
int ZmtpNext(ZmtpParser &parser)
  {
   if(parser.broken != ZMTP_OK)
      return ZMTP_BROKEN;
   if(!parser.greeted)
     {
      int reason = ZmtpGreeting(parser);
      if(reason != ZMTP_OK)
         return ZmtpBreak(parser, reason);
      if(!parser.greeted)
         return ZMTP_NONE;
     }
   int available = parser.length - parser.head;
   if(available < 2)
      return ZMTP_NONE;
   uchar flags = parser.data[parser.head];
   if((flags & 0xF8) != 0)
      return ZmtpBreak(parser, ZMTP_BAD_FLAGS);
   bool is_command = (flags & 4) != 0;
   if((flags & 1) != 0)
      return ZmtpBreak(parser, ZMTP_MULTIPART);
   int header = 2;
   ulong size = (ulong)parser.data[parser.head + 1];
   if((flags & 2) != 0)
     {
      header = 9;
      if(available < header)
         return ZMTP_NONE;
      Cursor cursor;
      CursorOpen(cursor, parser.head + 1, parser.length);
      size = GetBig(parser.data, cursor, 8);
     }
   if(size > ZMTP_FRAME_MAX || (is_command && size > ZMTP_COMMAND_MAX))
      return ZmtpBreak(parser, ZMTP_OVERSIZE);
   if((ulong)(available - header) < size)
      return ZMTP_NONE;
   parser.from = parser.head + header;
   parser.end = parser.from + (int)size;
   parser.head = parser.end;
   if(is_command)
      return ZmtpCommand(parser);
   if(!parser.ready)
      return ZmtpBreak(parser, ZMTP_EARLY_MESSAGE);
   return ZMTP_MESSAGE;
  }

// Consumes the peer's greeting when it is complete. What is there already is checked at once, so that
// a stranger is dropped at its first wrong byte.
int ZmtpGreeting(ZmtpParser &parser)
  {
   int available = parser.length - parser.head;
   int base = parser.head;
   if(available > 0 && parser.data[base] != 0xFF)
      return ZMTP_NOT_ZMTP;
   if(available > 9 && (parser.data[base + 9] & 1) == 0)
      return ZMTP_NOT_ZMTP;
   if(available > 10 && parser.data[base + 10] < 3)
      return ZMTP_OLD_VERSION;
   if(available < ZMTP_GREETING_SIZE)
      return ZMTP_OK;
   ByteWriter mechanism;
   WriterReset(mechanism);
   PutRaw(mechanism, "NULL");
   for(int i = 0; i < 20; i++)
     {
      uchar expected = 0;
      if(i < mechanism.length)
         expected = mechanism.data[i];
      if(parser.data[base + 12 + i] != expected)
         return ZMTP_OTHER_MECHANISM;
     }
   parser.head += ZMTP_GREETING_SIZE;
   parser.greeted = true;
   return ZMTP_OK;
  }

bool ZmtpNamed(const ZmtpParser &parser, const int from, const int length, const string name)
  {
   ByteWriter expected;
   WriterReset(expected);
   PutRaw(expected, name);
   if(expected.length != length)
      return false;
   for(int i = 0; i < length; i++)
     {
      if(parser.data[from + i] != expected.data[i])
         return false;
     }
   return true;
  }

int ZmtpCommand(ZmtpParser &parser)
  {
   int size = parser.end - parser.from;
   if(size < 1)
      return ZmtpBreak(parser, ZMTP_BAD_COMMAND);
   int name_length = (int)parser.data[parser.from];
   if(name_length < 1 || 1 + name_length > size)
      return ZmtpBreak(parser, ZMTP_BAD_COMMAND);
   int name_from = parser.from + 1;
   parser.from = name_from + name_length;
   if(ZmtpNamed(parser, name_from, name_length, "ERROR"))
      return ZmtpBreak(parser, ZMTP_PEER_ERROR);
   if(ZmtpNamed(parser, name_from, name_length, "READY"))
     {
      if(parser.ready)
         return ZmtpBreak(parser, ZMTP_BAD_COMMAND);
      int reason = ZmtpProperties(parser);
      if(reason != ZMTP_OK)
         return ZmtpBreak(parser, reason);
      parser.ready = true;
      return ZMTP_READY;
     }
   if(!parser.ready)
      return ZmtpBreak(parser, ZMTP_BAD_COMMAND);
   if(ZmtpNamed(parser, name_from, name_length, "PING"))
     {
      int context = parser.end - parser.from - 2;
      if(context < 0 || context > 16)
         return ZmtpBreak(parser, ZMTP_BAD_COMMAND);
      parser.from += 2;
      return ZMTP_PING;
     }
   return ZMTP_IGNORED;
  }

// The metadata of READY: it must be well formed and say that the peer is a ROUTER.
int ZmtpProperties(ZmtpParser &parser)
  {
   bool is_router = false;
   Cursor cursor;
   CursorOpen(cursor, parser.from, parser.end);
   while(cursor.ok && cursor.position < cursor.end)
     {
      int name_length = (int)GetU8(parser.data, cursor);
      int name_from = cursor.position;
      if(name_length < 1 || !CursorHas(cursor, name_length))
         return ZMTP_BAD_COMMAND;
      cursor.position += name_length;
      ulong value_length = GetBig(parser.data, cursor, 4);
      if(value_length > ZMTP_COMMAND_MAX || !CursorHas(cursor, (int)value_length))
         return ZMTP_BAD_COMMAND;
      int value_from = cursor.position;
      cursor.position += (int)value_length;
      if(ZmtpNamed(parser, name_from, name_length, "Socket-Type"))
         is_router = ZmtpNamed(parser, value_from, (int)value_length, "ROUTER");
     }
   if(!cursor.ok)
      return ZMTP_BAD_COMMAND;
   if(!is_router)
      return ZMTP_NOT_ROUTER;
   return ZMTP_OK;
  }

#endif
