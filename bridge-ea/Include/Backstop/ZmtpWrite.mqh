// What a ZMTP client writes: greeting, READY, PONG and the headers of messages.
#ifndef BACKSTOP_ZMTPWRITE_MQH
#define BACKSTOP_ZMTPWRITE_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Bytes.mqh>
#include <Backstop/Zmtp.mqh>

void ZmtpPutGreeting(ByteWriter &out)
  {
   PutU8(out, 0xFF);
   PutLittle(out, 0, 8);
   PutU8(out, 0x7F);
   PutU8(out, 3);
   PutU8(out, 1);
   PutRaw(out, "NULL");
   for(int i = 0; i < 16 + 1 + 31; i++)
      PutU8(out, 0);
  }

void ZmtpPutName(ByteWriter &out, const string name)
  {
   PutU8(out, (uchar)StringLen(name));
   PutRaw(out, name);
  }

void ZmtpPutReady(ByteWriter &out, const string identity)
  {
   int start = out.length;
   PutU8(out, 4);
   PutU8(out, 0);
   ZmtpPutName(out, "READY");
   ZmtpPutName(out, "Socket-Type");
   PutBig(out, 6, 4);
   PutRaw(out, "DEALER");
   ZmtpPutName(out, "Identity");
   PutBig(out, (ulong)StringLen(identity), 4);
   PutRaw(out, identity);
   PatchLittle(out, start + 1, (ulong)(out.length - start - 2), 1);
  }

// Answers a PING with its context, the range [from, end) of the parser's last event.
void ZmtpPutPong(ByteWriter &out, const ZmtpParser &parser)
  {
   int context = parser.end - parser.from;
   PutU8(out, 4);
   PutU8(out, (uchar)(5 + context));
   ZmtpPutName(out, "PONG");
   PutBytes(out, parser.data, parser.from, context);
  }

// The header of a message of one part; its body must follow.
void ZmtpPutMessageHeader(ByteWriter &out, const int size)
  {
   if(size <= 255)
     {
      PutU8(out, 0);
      PutU8(out, (uchar)size);
      return;
     }
   PutU8(out, 2);
   PutBig(out, (ulong)size, 8);
  }

#endif
