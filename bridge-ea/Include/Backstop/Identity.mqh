// Who this EA is: the numbers and names of its hello.
#ifndef BACKSTOP_IDENTITY_MQH
#define BACKSTOP_IDENTITY_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Cursor.mqh>
#include <Backstop/Bytes.mqh>
#include <Backstop/Sha256Hmac.mqh>
#include <Backstop/Text.mqh>

string g_token = "";
ulong  g_boot_id = 0;
ulong  g_account = 0;
ulong  g_nonce_counter = 0;
FIXED_ARRAY(uchar, g_nonce_mine, 16);

// Sixteen bytes that no other handshake has used. MQL5 has no cryptographic random numbers; what is
// needed here is only that a recorded answer does not fit again.
void MakeNonce()
  {
   ByteWriter seed;
   WriterReset(seed);
   g_nonce_counter++;
   PutU64(seed, g_boot_id);
   PutU64(seed, g_nonce_counter);
   PutU64(seed, GetMicrosecondCount());
   PutU64(seed, GetTickCount64());
   PutI64(seed, (long)TimeLocal());
   PutU32(seed, (uint)MathRand());
   PutU32(seed, (uint)MathRand());
   PutRaw(seed, g_token);
   FIXED_ARRAY(uchar, digest, SHA256_SIZE);
   if(!Sha256(seed, digest))
      Say("session", "the terminal cannot hash");
   for(int i = 0; i < 16; i++)
      g_nonce_mine[i] = digest[i];
  }

// A number that differs at every start of the program, never zero.
ulong MakeBootId()
  {
   ByteWriter seed;
   WriterReset(seed);
   PutI64(seed, (long)TimeLocal());
   PutU64(seed, GetMicrosecondCount());
   PutU64(seed, GetTickCount64());
   PutI64(seed, ChartID());
   PutU32(seed, (uint)MathRand());
   PutI64(seed, AccountInfoInteger(ACCOUNT_LOGIN));
   FIXED_ARRAY(uchar, digest, SHA256_SIZE);
   ulong id = 0;
   if(Sha256(seed, digest))
     {
      Cursor cursor;
      CursorOpen(cursor, 0, 8);
      id = GetU64(digest, cursor);
     }
   if(id == 0)
      id = (ulong)TimeLocal() * 1000 + (GetTickCount64() % 1000);
   return id;
  }

string Hex16(const ulong value)
  {
   return StringFormat("%08x%08x", (uint)(value >> 32), (uint)(value & 0xFFFFFFFF));
  }

uchar MarginMode()
  {
   ENUM_ACCOUNT_MARGIN_MODE mode = (ENUM_ACCOUNT_MARGIN_MODE)AccountInfoInteger(ACCOUNT_MARGIN_MODE);
   if(mode == ACCOUNT_MARGIN_MODE_RETAIL_HEDGING)
      return 2;
   if(mode == ACCOUNT_MARGIN_MODE_EXCHANGE)
      return 1;
   return 0;
  }

uchar AccountTradeMode()
  {
   ENUM_ACCOUNT_TRADE_MODE mode = (ENUM_ACCOUNT_TRADE_MODE)AccountInfoInteger(ACCOUNT_TRADE_MODE);
   if(mode == ACCOUNT_TRADE_MODE_DEMO)
      return 0;
   if(mode == ACCOUNT_TRADE_MODE_CONTEST)
      return 1;
   return 2;
  }

#endif
