// The self test's questions about the terminal itself: hashing, text, clocks, files, symbols.
#ifndef BACKSTOP_SELFTESTTERMINAL_MQH
#define BACKSTOP_SELFTESTTERMINAL_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Bytes.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Sha256Hmac.mqh>
#include <Backstop/SelfTestReport.mqh>

#define SLEEP_SAMPLES 50
#define AES_KEY 32
#define AES_TEXT 32
#define AES_BLOCK 16

// RFC 4231, case 2: the first bytes of the code.
void TestHash()
  {
   ByteWriter text;
   WriterReset(text);
   PutRaw(text, "what do ya want for nothing?");
   FIXED_ARRAY(uchar, mac, SHA256_SIZE);
   bool is_made = HmacSha256("Jefe", text, mac);
   bool is_right = is_made && mac[0] == 0x5B && mac[1] == 0xDC && mac[2] == 0xC1 && mac[31] == 0x43;
   ReportCheck("HMAC-SHA256", is_right, "RFC 4231, case 2");
  }

// Two equal blocks give two equal ciphers in ECB mode only.
void TestCipher()
  {
   ARRAY(uchar, plain);
   ARRAY(uchar, key);
   ARRAY(uchar, cipher);
   if(ArrayResize(plain, AES_TEXT) != AES_TEXT || ArrayResize(key, AES_KEY) != AES_KEY)
      return;
   for(int i = 0; i < AES_TEXT; i++)
     {
      plain[i] = 7;
      key[i] = (uchar)i;
     }
   int count = CryptEncode(CRYPT_AES256, plain, key, cipher);
   bool is_ecb = count >= AES_TEXT;
   for(int i = 0; is_ecb && i < AES_BLOCK; i++)
      is_ecb = cipher[i] == cipher[i + AES_BLOCK];
   string mode = "blocks are chained or AES is missing";
   if(is_ecb)
      mode = "equal blocks give equal ciphers (ECB)";
   ReportFact("AES-256", StringFormat("%d bytes from %d; %s", count, AES_TEXT, mode));
  }

// A character of three UTF-8 bytes there and back, and what an empty text gives.
void TestText()
  {
   ByteWriter text;
   WriterReset(text);
   PutU8(text, 0xE2);
   PutU8(text, 0x82);
   PutU8(text, 0xAC);
   string euro = CharArrayToString(text.data, 0, 3, CP_UTF8);
   ARRAY(uchar, bytes);
   int count = Utf8Bytes(euro, bytes);
   ReportCheck("UTF-8", StringLen(euro) == 1 && count == 3 && bytes[0] == 0xE2, StringFormat("%d characters, %d bytes", StringLen(euro), count));
   ARRAY(uchar, none);
   string empty = "";
   ReportFact("empty text", StringFormat("StringToCharArray gives %d", StringToCharArray(empty, none, 0, -1, CP_UTF8)));
  }

// How long Sleep(1) really takes, and how fine the clocks are.
void TestClocks()
  {
   long least = SECOND_NS;
   long most = 0;
   long total = 0;
   for(int i = 0; i < SLEEP_SAMPLES; i++)
     {
      long started = ClockNow();
      Sleep(1);
      long took = ClockNow() - started;
      total += took;
      if(took < least)
         least = took;
      if(took > most)
         most = took;
     }
   ReportFact("Sleep(1)", MicrosText(least) + " to " + MicrosText(most) + ", mean " + MicrosText(total / SLEEP_SAMPLES));
   ulong first = GetTickCount64();
   ulong next = first;
   long until = ClockNow() + SECOND_NS;
   while(next == first && ClockNow() < until)
      next = GetTickCount64();
   ReportFact("GetTickCount64 step", StringFormat("%I64u ms", next - first));
   ReportFact("server time less local time", StringFormat("%I64d s", (long)TimeTradeServer() - (long)TimeLocal()));
  }

// Replacing a file in one step, and what it costs to write and flush one.
void TestFiles()
  {
   ByteWriter content;
   WriterReset(content);
   for(int i = 0; i < 128; i++)
      PutU64(content, (ulong)i);
   PutChecksum(content);
   string name = "Backstop-selftest.tmp";
   long started = ClockNow();
   bool is_written = FileReplace(name, content) && FileReplace(name, content);
   long took = ClockNow() - started;
   ARRAY(uchar, bytes);
   int count = FileReadChecked(name, bytes);
   ReportCheck("replacing a file", is_written && count == 1024, "two replacements in " + MicrosText(took));
   int file = FileOpen(name, FILE_READ | FILE_WRITE | FILE_BIN);
   if(file != INVALID_HANDLE)
     {
      FileSeek(file, 0, SEEK_END);
      started = ClockNow();
      uint written = FileWriteArray(file, content.data, 0, 144);
      FileFlush(file);
      took = ClockNow() - started;
      FileClose(file);
      ReportCheck("append and flush", written == 144, MicrosText(took));
     }
   FileDelete(name);
  }

// Compare-and-set of a terminal-wide variable, on which one holder per account rests.
void TestGlobalVariables()
  {
   string name = "Backstop.selftest";
   GlobalVariableDel(name);
   bool is_new = GlobalVariableTemp(name);
   bool is_second = GlobalVariableTemp(name);
   bool is_taken = GlobalVariableSetOnCondition(name, 5.0, 0.0);
   bool is_taken_again = GlobalVariableSetOnCondition(name, 6.0, 0.0);
   double value = 0.0;
   bool is_read = GlobalVariableGet(name, value);
   GlobalVariableDel(name);
   ReportCheck("taking a global variable", is_new && is_taken && !is_taken_again && is_read && value == 5.0, StringFormat("a second GlobalVariableTemp gives %d", (int)is_second));
  }

// What profit calculation and ticks cost, and whether the calculation rounds to cents.
void TestMarket(const string name)
  {
   double bid = SymbolInfoDouble(name, SYMBOL_BID);
   double tick_size = SymbolInfoDouble(name, SYMBOL_TRADE_TICK_SIZE);
   double one = 0.0;
   double many = 0.0;
   long started = ClockNow();
   bool has_one = OrderCalcProfit(ORDER_TYPE_BUY, name, 1.0, bid, bid - tick_size, one);
   long took = ClockNow() - started;
   bool has_many = OrderCalcProfit(ORDER_TYPE_BUY, name, 100.0, bid, bid - tick_size, many);
   ReportCheck("OrderCalcProfit", has_one && one < 0.0, "one tick of one lot of " + name + ": " + DoubleToString(one, 8) + " in " + MicrosText(took));
   ReportCheck("OrderCalcProfit on 100 lots", has_many, "a hundredth: " + DoubleToString(many / 100.0, 8));
   MqlTick tick;
   ZeroMemory(tick);
   started = ClockNow();
   bool has_tick = SymbolInfoTick(name, tick);
   ReportCheck("SymbolInfoTick", has_tick, MicrosText(ClockNow() - started));
   ARRAY(MqlTick, ticks);
   for(int i = 0; i < 2; i++)
     {
      started = ClockNow();
      int count = CopyTicks(name, ticks, COPY_TICKS_INFO, (ulong)tick.time_msc, 512);
      ReportFact(StringFormat("CopyTicks, call %d", i + 1), StringFormat("%d ticks in ", count) + MicrosText(ClockNow() - started));
     }
  }

#endif
