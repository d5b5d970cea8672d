// Answers to the daemon's questions about the past minutes of a symbol.
//
// A terminal that has not loaded a symbol's minutes begins to when it is first asked, and may hold up the
// caller until some are there. So what is not synchronized yet is asked for a single minute, at most ten
// times a second and for two seconds; what is not there then is answered as "not yet", and the daemon
// asks again later. The minutes are copied in one piece, so that they are of one moment, and sent in
// parts, one in each pump, while orders are under way only now and then: no stop waits for them. The last
// one is the minute at hand, which the daemon goes on with from the quotes.
#ifndef BACKSTOP_MINUTEBARS_MQH
#define BACKSTOP_MINUTEBARS_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Protocol.mqh>
#include <Backstop/FromDaemon.mqh>
#include <Backstop/HistoryToDaemon.mqh>
#include <Backstop/Outbox.mqh>
#include <Backstop/Symbols.mqh>
#include <Backstop/Requests.mqh>
#include <Backstop/Orders.mqh>
#include <Backstop/Deals.mqh>

#define MINUTES_PER_MESSAGE 60
#define MINUTES_PER_PUMP 960
#define MINUTES_TRY_MS 100
#define MINUTES_PATIENCE_MS 2000
#define MINUTES_WAIT_MS 500
#define MINUTES_COMPLETE 0
#define MINUTES_NOT_YET 1
#define MINUTES_CHANGED 2

// The daemon remembers the minutes that pass while an answer is on its way, but not for ever.
#define MINUTES_AGE_MS 30000

bool     g_minutes_active = false;
MinuteBarsRequestMessage g_minutes_question;
long     g_minutes_try_at = 0;           // when the terminal may be asked again
long     g_minutes_until = 0;            // and for how long
int      g_minutes_before = 0;           // how many it had the last time
long     g_minutes_by = 0;               // from when on a part is sent although orders are under way
ARRAY(MqlRates, g_minutes);              // the answer, oldest first
int      g_minutes_count = 0;            // 0 until it is copied
int      g_minutes_sent = 0;
long     g_minutes_copied_at = 0;

// A question replaces the one before it.
void MinutesAsk(const MinuteBarsRequestMessage &question)
  {
   long now = ClockNow();
   g_minutes_active = true;
   g_minutes_question = question;
   g_minutes_try_at = now;
   g_minutes_until = now + (long)MINUTES_PATIENCE_MS * MS_NS;
   g_minutes_before = 0;
   g_minutes_by = now + (long)MINUTES_WAIT_MS * MS_NS;
   g_minutes_count = 0;
   g_minutes_sent = 0;
  }

void MinutesEnd(const uchar outcome)
  {
   g_minutes_active = false;
   ArrayFree(g_minutes);
   EncodeMinuteBarsEnd(g_body, g_minutes_question.request_id, g_minutes_question.symbol, outcome, (uint)g_minutes_sent);
   Post(MSG_MINUTE_BARS_END);
  }

// Asks the terminal for all that is wanted, or makes it load that. True if it has it all: as many as
// were asked for, or, where its history is shorter, as many as the last time.
bool MinutesCopy(const string name)
  {
   int wanted = (int)g_minutes_question.minutes + 1;
   bool is_loaded = SeriesInfoInteger(name, PERIOD_M1, SERIES_SYNCHRONIZED) != 0;
   if(!is_loaded)
      wanted = 1;
   long started = ClockNow();
   int copied = CopyRates(name, PERIOD_M1, 0, wanted, g_minutes);
   CallTook(CALL_HISTORY, started);
   if(!is_loaded || copied <= 0)
     {
      g_minutes_before = 0;
      return false;
     }
   bool is_whole = copied == wanted || copied == g_minutes_before;
   g_minutes_before = copied;
   if(is_whole)
      g_minutes_count = copied;
   return is_whole;
  }

// Tries to have the answer, no oftener than every tenth of a second.
void MinutesTry(const long now)
  {
   if((int)g_minutes_question.symbol >= g_symbols_count || !BrokerConnected())
     {
      MinutesEnd(MINUTES_NOT_YET);
      return;
     }
   if(now < g_minutes_try_at)
      return;
   g_minutes_try_at = now + (long)MINUTES_TRY_MS * MS_NS;
   if(MinutesCopy(g_symbols[(int)g_minutes_question.symbol].name))
      g_minutes_copied_at = now;
   else if(now > g_minutes_until)
      MinutesEnd(MINUTES_NOT_YET);
  }

// One message of minutes.
void MinutesPostPart()
  {
   int count = g_minutes_count - g_minutes_sent;
   if(count > MINUTES_PER_MESSAGE)
      count = MINUTES_PER_MESSAGE;
   double scale = g_symbols[(int)g_minutes_question.symbol].scale;
   EncodeMinuteBars(g_body, g_minutes_question.request_id, g_minutes_question.symbol, (uchar)count);
   for(int i = 0; i < count; i++)
     {
      int at = g_minutes_sent + i;
      MinuteBarMessage bar;
      bar.minute = (uint)((long)g_minutes[at].time / 60);
      bar.high = ToPoints(g_minutes[at].high, scale);
      bar.low = ToPoints(g_minutes[at].low, scale);
      bar.close = ToPoints(g_minutes[at].close, scale);
      bar.spread = 0;
      if(g_minutes[at].spread > 0)
         bar.spread = (uint)g_minutes[at].spread;
      EncodeMinuteBar(g_body, bar);
     }
   Post(MSG_MINUTE_BARS);
   g_minutes_sent += count;
  }

// The next part, if it is time for it.
void MinutesPost()
  {
   if(!g_minutes_active)
      return;
   long now = ClockNow();
   if(g_in_flight > 0 && now < g_minutes_by)
      return;
   g_minutes_by = now + (long)MINUTES_WAIT_MS * MS_NS;
   if(g_minutes_count == 0)
      MinutesTry(now);
   if(!g_minutes_active || g_minutes_count == 0)
      return;
   SymbolPost((int)g_minutes_question.symbol);
   int until = g_minutes_sent + MINUTES_PER_PUMP;
   while(g_minutes_sent < g_minutes_count && g_minutes_sent < until && LinkHasRoom())
      MinutesPostPart();
   if(now - g_minutes_copied_at > (long)MINUTES_AGE_MS * MS_NS)
      MinutesEnd(MINUTES_CHANGED);
   else if(g_minutes_sent == g_minutes_count)
      MinutesEnd(MINUTES_COMPLETE);
  }

#endif
