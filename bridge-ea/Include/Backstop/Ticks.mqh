// Quotes of every symbol with a position, and the extremes between two that were sent.
//
// SymbolInfoTick tells that something changed; CopyTicks then gives what was skipped, so that a spike
// between two polls is carried as high and low. Quotes wait in their symbol's record until there is
// room in the link, merged with those that come meanwhile.
#ifndef BACKSTOP_TICKS_MQH
#define BACKSTOP_TICKS_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Symbols.mqh>

#define TICKS_PER_COPY 512
#define SKIPPED_MAX 65535

// A symbol whose quotes took this long to copy is not asked again for a while.
#define COPY_SLOW_MS 250
#define COPY_AGAIN_S 60

ARRAY(MqlTick, g_copied);
uint g_ticks_merged = 0;

// Leaves the newest quote alone in the record, unless something waits to be sent with it.
void TickForgetExtremes(const int index)
  {
   if(g_symbols[index].tick_due)
      return;
   g_symbols[index].tick.skipped = 0;
   g_symbols[index].tick.bid_high = g_symbols[index].tick.bid;
   g_symbols[index].tick.bid_low = g_symbols[index].tick.bid;
   g_symbols[index].tick.ask_high = g_symbols[index].tick.ask;
   g_symbols[index].tick.ask_low = g_symbols[index].tick.ask;
  }

// Takes one quote into the symbol's record.
void TickTake(const int index, const double bid_price, const double ask_price, const long time_msc)
  {
   long bid = ToPoints(bid_price, g_symbols[index].scale);
   long ask = ToPoints(ask_price, g_symbols[index].scale);
   if(bid <= 0 || ask <= 0)
      return;
   if(!g_symbols[index].quoted)
      g_symbols[index].refresh_at = 0;
   if(g_symbols[index].tick_due)
     {
      if(g_symbols[index].tick.skipped < SKIPPED_MAX)
         g_symbols[index].tick.skipped++;
      g_ticks_merged++;
      if(bid > g_symbols[index].tick.bid_high)
         g_symbols[index].tick.bid_high = bid;
      if(bid < g_symbols[index].tick.bid_low)
         g_symbols[index].tick.bid_low = bid;
      if(ask > g_symbols[index].tick.ask_high)
         g_symbols[index].tick.ask_high = ask;
      if(ask < g_symbols[index].tick.ask_low)
         g_symbols[index].tick.ask_low = ask;
     }
   else
     {
      g_symbols[index].tick.skipped = 0;
      g_symbols[index].tick.bid_high = bid;
      g_symbols[index].tick.bid_low = bid;
      g_symbols[index].tick.ask_high = ask;
      g_symbols[index].tick.ask_low = ask;
     }
   g_symbols[index].tick.bid = bid;
   g_symbols[index].tick.ask = ask;
   g_symbols[index].tick.time = time_msc;
   g_symbols[index].tick.seen = ClockNow();
   g_symbols[index].tick_due = true;
   g_symbols[index].quoted = true;
  }

// Takes the quotes since the last one taken, oldest first. False if the terminal gave none; the caller
// then has only the newest.
bool TicksCopy(const int index)
  {
   long from = g_symbols[index].tick_msc;
   long started = ClockNow();
   int count = CopyTicks(g_symbols[index].name, g_copied, COPY_TICKS_INFO, (ulong)from, TICKS_PER_COPY);
   CallTook(CALL_COPY_TICKS, started);
   long now = ClockNow();
   if(now - started > (long)COPY_SLOW_MS * MS_NS)
      g_symbols[index].copy_at = now + (long)COPY_AGAIN_S * SECOND_NS;
   if(count <= 0)
      return false;
   int known = g_symbols[index].ticks_at_msc;
   bool taken = false;
   for(int i = 0; i < count; i++)
     {
      long time_msc = g_copied[i].time_msc;
      if(time_msc == from && known > 0)
        {
         known--;
         continue;
        }
      if(time_msc == g_symbols[index].tick_msc)
         g_symbols[index].ticks_at_msc++;
      else
        {
         g_symbols[index].tick_msc = time_msc;
         g_symbols[index].ticks_at_msc = 1;
        }
      TickTake(index, g_copied[i].bid, g_copied[i].ask, time_msc);
      taken = true;
     }
   return taken;
  }

// Reads the symbol's quote; true if there was a newer one.
bool TickPoll(const int index)
  {
   MqlTick tick;
   ZeroMemory(tick);
   if(!SymbolInfoTick(g_symbols[index].name, tick))
      return false;
   bool is_first = !g_symbols[index].quoted;
   long bid = ToPoints(tick.bid, g_symbols[index].scale);
   long ask = ToPoints(tick.ask, g_symbols[index].scale);
   bool is_same = tick.time_msc == g_symbols[index].tick.time && bid == g_symbols[index].tick.bid && ask == g_symbols[index].tick.ask;
   if(!is_first && is_same)
      return false;
   // The first copy of a symbol may block for many seconds: not while a fresh position waits for its stop.
   long now = ClockNow();
   bool may_copy = !is_first && now >= g_symbols[index].copy_at && now >= g_bare_until;
   if(may_copy && tick.time_msc >= g_symbols[index].tick_msc && TicksCopy(index))
     {
      bool reached = g_symbols[index].tick.bid == bid && g_symbols[index].tick.ask == ask;
      if(reached || g_symbols[index].tick.time >= tick.time_msc)
         return true;
     }
   TickTake(index, tick.bid, tick.ask, tick.time_msc);
   if(tick.time_msc != g_symbols[index].tick_msc)
     {
      g_symbols[index].tick_msc = tick.time_msc;
      g_symbols[index].ticks_at_msc = 0;
     }
   g_symbols[index].ticks_at_msc++;
   return true;
  }

// Every symbol that has a position.
void TicksPoll()
  {
   for(int i = 0; i < g_symbols_count; i++)
     {
      if(g_symbols[i].positions > 0)
         TickPoll(i);
     }
  }

#endif
