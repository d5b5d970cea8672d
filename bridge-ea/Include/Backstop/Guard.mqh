// The EA's own guard: a managed position that is still without a stop some time after it was first
// seen gets one from the EA itself, daemon or no daemon.
//
// Which positions are managed, and what a stop may cost each, is what the policy's rule sets say: the
// first that matches a position governs it, as with the daemon. The stop is the widest whose worst case
// stays within that rule set's cap, on the tick grid and outside the stops and freeze levels. Where the cap cannot be placed, or the terminal cannot value the
// position, it is the tightest the broker permits. The guard only ever gives a stop to a position that
// has none, keeps the take-profit, and does nothing in shadow or while frozen.
#ifndef BACKSTOP_GUARD_MQH
#define BACKSTOP_GUARD_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Memory.mqh>
#include <Backstop/Positions.mqh>
#include <Backstop/Settling.mqh>
#include <Backstop/Orders.mqh>
#include <Backstop/Answers.mqh>
#include <Backstop/Commands.mqh>

#define GUARD_EARLY_MS 300
#define GUARD_RETRY_FIRST_MS 100
#define GUARD_RETRY_MAX_MS 5000
#define GUARD_SEARCH_MAX 64

bool g_guard_on = true;

// The rule set that governs the position; -1 if it is nobody's.
int PositionEntry(const int index)
  {
   if(!g_has_policy)
      return -1;
   int symbol = (int)g_positions[index].wire.symbol;
   return PolicyFind(g_policy, g_symbols[symbol].name, g_positions[index].wire.magic, (int)g_positions[index].wire.side, g_positions[index].wire.comment);
  }

bool PositionIsManaged(const int index)
  {
   return PositionEntry(index) >= 0;
  }

bool GuardIsActive()
  {
   if(!g_guard_on || !g_has_policy || !PolicyHasCap(g_policy) || g_policy.mode == MODE_SHADOW)
      return false;
   return EffectiveLatch() != LATCH_FREEZE;
  }

// The worst case if the position, governed by rule set `entry`, is stopped at `stop`: the price loss,
// slipped, and what it costs besides. Credits (a positive swap) do not count.
bool WorstCase(const int index, const int entry, const long stop, long &loss)
  {
   long slippage = g_policy.entries[entry].slippage_points;
   long slipped = stop - slippage;
   if(g_positions[index].wire.side == SIDE_SELL)
      slipped = stop + slippage;
   if(slipped < 1)
      slipped = 1;
   if(!LossAt(index, slipped, loss))
      return false;
   if(g_positions[index].wire.swap < 0)
      loss -= g_positions[index].wire.swap;
   if(g_positions[index].wire.commission < 0)
      loss -= g_positions[index].wire.commission;
   double lots = (double)g_positions[index].wire.volume / UNIT;
   if(g_policy.entries[entry].commission_per_lot > 0)
      loss += (long)MathCeil(lots * (double)g_policy.entries[entry].commission_per_lot);
   return true;
  }

// The nearest price to the market at which the broker takes a stop, on the tick grid.
long TightestStop(const int index, const int attempts)
  {
   int symbol = (int)g_positions[index].wire.symbol;
   int side = (int)g_positions[index].wire.side;
   long tick_size = g_symbols[symbol].spec.tick_size;
   long distance = g_symbols[symbol].spec.stops_level;
   if(distance < g_symbols[symbol].spec.freeze_level + 1)
      distance = g_symbols[symbol].spec.freeze_level + 1;
   // A refused attempt may mean that the level moves with the spread: go further away each time.
   long spread = g_symbols[symbol].tick.ask - g_symbols[symbol].tick.bid;
   if(spread < tick_size)
      spread = tick_size;
   int steps = attempts;
   if(steps > 10)
      steps = 10;
   distance += spread * steps;
   long market = ClosingPrice(symbol, side);
   if(side == SIDE_BUY)
      return (market - distance) / tick_size * tick_size;
   return (market + distance + tick_size - 1) / tick_size * tick_size;
  }

// The widest stop within the cap of rule set `entry`, searched from the tightest one outwards in whole
// ticks. 0 if there is no quote to measure from.
long GuardStop(const int index, const int entry)
  {
   int symbol = (int)g_positions[index].wire.symbol;
   if(!g_symbols[symbol].quoted)
      return 0;
   long direction = -g_symbols[symbol].spec.tick_size;
   if(g_positions[index].wire.side == SIDE_SELL)
      direction = g_symbols[symbol].spec.tick_size;
   long tightest = TightestStop(index, g_positions[index].guard_attempts);
   if(tightest < 1)
      return 0;
   long balance = ToUnits(AccountInfoDouble(ACCOUNT_BALANCE));
   long allowed = ShareOf(PolicyCap(g_policy, entry, balance), (long)g_policy.entries[entry].margin_permille, 1000);
   long loss = 0;
   if(!WorstCase(index, entry, tightest, loss) || loss > allowed)
      return tightest;
   // A terminal that has no rate to convert with may say that nothing is ever lost.
   long most = ClosingPrice(symbol, (int)g_positions[index].wire.side) / g_symbols[symbol].spec.tick_size;
   long far_loss = 0;
   if(!WorstCase(index, entry, tightest + direction * (most / 2), far_loss) || far_loss <= loss)
      return tightest;
   long good = 0;
   long bad = 1;
   for(int i = 0; i < GUARD_SEARCH_MAX; i++)
     {
      long stop = tightest + direction * bad;
      if(bad > most || stop < 1 || !WorstCase(index, entry, stop, loss) || loss > allowed)
         break;
      good = bad;
      bad *= 2;
     }
   for(int i = 0; i < GUARD_SEARCH_MAX && bad - good > 1; i++)
     {
      long middle = good + (bad - good) / 2;
      long stop = tightest + direction * middle;
      if(stop >= 1 && WorstCase(index, entry, stop, loss) && loss <= allowed)
         good = middle;
      else
         bad = middle;
     }
   return tightest + direction * good;
  }

// When the guard may act on a position for the first time.
long GuardDue(const int index)
  {
   long delay_ms = (long)g_policy.guard_delay_ms;
   long since = g_positions[index].wire.seen;
   if(g_positions[index].bare_since != 0)
      since = g_positions[index].bare_since;
   else if(g_positions[index].is_early && delay_ms > GUARD_EARLY_MS)
      delay_ms = GUARD_EARLY_MS;
   return since + delay_ms * MS_NS;
  }

// The next attempt comes later each time.
void GuardPostpone(const int index)
  {
   int shift = g_positions[index].guard_attempts;
   if(shift > 6)
      shift = 6;
   long wait_ms = (long)GUARD_RETRY_FIRST_MS << shift;
   if(wait_ms > GUARD_RETRY_MAX_MS)
      wait_ms = GUARD_RETRY_MAX_MS;
   g_positions[index].guard_at = ClockNow() + wait_ms * MS_NS;
   g_positions[index].guard_attempts++;
  }

void GuardAct(const int index, const int entry)
  {
   int symbol = (int)g_positions[index].wire.symbol;
   if(PositionRefresh(g_positions[index].wire.ticket) != index || PositionStop(index) != 0)
      return;
   if(CheckPermission(symbol) != REFUSAL_NONE)
     {
      // Not an attempt: the moment the broker is back the position must not wait for a grown back-off.
      g_positions[index].guard_at = ClockNow() + (long)GUARD_RETRY_FIRST_MS * MS_NS;
      return;
     }
   TickPoll(symbol);
   long stop = GuardStop(index, entry);
   GuardPostpone(index);
   if(stop == 0)
      return;
   int slot = RequestOfOwn(index, ORIGIN_GUARD, KIND_MODIFY);
   if(slot < 0)
      return;
   Say("guard", StringFormat("position %I64u has no stop: giving it one at %s", g_positions[index].wire.ticket, PointsText(stop, (int)g_symbols[symbol].spec.digits)));
   if(!SendLevels(slot, index, stop, PositionTake(index)))
      RequestRefuse(slot, REFUSAL_NOT_SENT);
  }

// Looks at every position without a stop whose time has come.
void GuardRun()
  {
   if(!GuardIsActive())
      return;
   long now = ClockNow();
   for(int i = 0; i < g_positions_count; i++)
     {
      if(g_positions[i].wire.stop_loss != 0 || PositionStop(i) != 0)
         continue;
      if(g_positions[i].guard_at == 0)
         g_positions[i].guard_at = GuardDue(i);
      if(now < g_positions[i].guard_at)
         continue;
      if(g_in_flight >= g_in_flight_max || RequestInFlight(g_positions[i].wire.ticket) >= 0)
         continue;
      int entry = PositionEntry(i);
      if(entry >= 0 && g_policy.entries[entry].cap > 0)
         GuardAct(i, entry);
      else
         g_positions[i].guard_at = now + SECOND_NS;
     }
  }

#endif
