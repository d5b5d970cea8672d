// The levels in force while the terminal's list still shows those before them.
#ifndef BACKSTOP_SETTLING_MQH
#define BACKSTOP_SETTLING_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Positions.mqh>

#define SETTLE_MS 1000

// The stop and take-profit in force: what the list shows, or what was just confirmed if the list
// still shows what was there before.
bool PositionIsSettling(const int index)
  {
   return ClockNow() < g_positions[index].settled_until && g_positions[index].wire.stop_loss == g_positions[index].stale_stop && g_positions[index].wire.take_profit == g_positions[index].stale_take;
  }

long PositionStop(const int index)
  {
   if(PositionIsSettling(index))
      return g_positions[index].settled_stop;
   return g_positions[index].wire.stop_loss;
  }

long PositionTake(const int index)
  {
   if(PositionIsSettling(index))
      return g_positions[index].settled_take;
   return g_positions[index].wire.take_profit;
  }

// Notes levels that the broker confirmed while the list still shows the old ones.
void PositionSettle(const int index, const long stop, const long take)
  {
   if(g_positions[index].wire.stop_loss == stop && g_positions[index].wire.take_profit == take)
      return;
   g_positions[index].stale_stop = g_positions[index].wire.stop_loss;
   g_positions[index].stale_take = g_positions[index].wire.take_profit;
   g_positions[index].settled_stop = stop;
   g_positions[index].settled_take = take;
   g_positions[index].settled_until = ClockNow() + (long)SETTLE_MS * MS_NS;
  }

#endif
