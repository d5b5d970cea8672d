// The latch a person sets on the chart, and what FLATTEN does: it closes the managed positions, the
// worst loss first, without the daemon. When none is left the latch becomes a freeze. Only the
// daemon, told by a person, lifts it.
#ifndef BACKSTOP_FLATTEN_MQH
#define BACKSTOP_FLATTEN_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Memory.mqh>
#include <Backstop/Guard.mqh>

#define FLATTEN_CLOSED_MS 5000

// How long a close that was not rejected keeps a netting position from being closed again while the list
// shows it unchanged: there a second execution would open the opposite position. On a hedging
// account it would find no position.
#define FLATTEN_HOLD_MS 10000

// How long no managed position may be seen before the flatten counts as complete: a terminal that has
// just connected shows an empty list for a moment.
#define FLATTEN_EMPTY_MS 2000

uint  g_flatten_deviation = 50;
long  g_flatten_empty_since = 0;
uchar g_panel_due = LATCH_NONE;      // a press that the daemon has not been told

// Sets the latch at once and makes it last. A weaker latch never replaces a stronger one.
void LatchLocally(const uchar level)
  {
   if(level > g_local_latch)
      g_local_latch = level;
   if(level > g_panel_due)
      g_panel_due = level;
   if(!MemorySave())
      Say("memory", "the latch could not be written and would not survive a restart");
  }

// Whether FLATTEN closes this position: those in our care; without a policy, all of them.
bool FlattenCovers(const int index)
  {
   return !g_has_policy || PositionIsManaged(index);
  }

// The managed position with the worst floating result that may be tried; -1 if there is none. `left`
// counts those still open.
int FlattenNext(const long now, int &left)
  {
   int worst = -1;
   left = 0;
   for(int i = 0; i < g_positions_count; i++)
     {
      if(!FlattenCovers(i))
         continue;
      left++;
      if(now < g_positions[i].close_at || RequestInFlight(g_positions[i].wire.ticket) >= 0)
         continue;
      if(worst < 0 || g_positions[i].profit < g_positions[worst].profit)
         worst = i;
     }
   return worst;
  }

void FlattenClose(const int index)
  {
   int symbol = (int)g_positions[index].wire.symbol;
   int wait_ms = CLOSE_RETRY_MS;
   if(!g_symbols[symbol].spec.session_open)
      wait_ms = FLATTEN_CLOSED_MS;
   g_positions[index].close_at = ClockNow() + (long)wait_ms * MS_NS;
   if(PositionRefresh(g_positions[index].wire.ticket) != index || CheckPermission(symbol) != REFUSAL_NONE)
      return;
   TickPoll(symbol);
   int slot = RequestOfOwn(index, ORIGIN_FLATTEN, KIND_CLOSE);
   if(slot < 0)
      return;
   long volume = g_positions[index].wire.volume;
   long most = g_symbols[symbol].spec.volume_max;
   if(most > 0 && volume > most)
      volume = most;
   if(!SendClose(slot, index, volume, g_flatten_deviation))
      RequestRefuse(slot, REFUSAL_NOT_SENT);
   else if(IsNetting())
      g_positions[index].close_at = ClockNow() + (long)FLATTEN_HOLD_MS * MS_NS;
  }

// Works while the local latch says flatten; on a netting account one close at a time.
void FlattenRun()
  {
   if(g_local_latch != LATCH_FLATTEN || !BrokerConnected())
      return;
   int limit = g_in_flight_max;
   if(IsNetting())
      limit = 1;
   int left = 0;
   while(g_in_flight < limit)
     {
      int next = FlattenNext(ClockNow(), left);
      if(next < 0)
         break;
      FlattenClose(next);
     }
   FlattenNext(ClockNow(), left);
   if(left > 0 || g_in_flight > 0 || g_scan == 0)
     {
      g_flatten_empty_since = 0;
      return;
     }
   if(g_flatten_empty_since == 0)
      g_flatten_empty_since = ClockNow();
   if(ClockNow() - g_flatten_empty_since < (long)FLATTEN_EMPTY_MS * MS_NS)
      return;
   g_flatten_empty_since = 0;
   g_local_latch = LATCH_FREEZE;
   MemorySave();
   Say("latch", "FLATTEN has closed every managed position; frozen until a person resumes");
  }

#endif
