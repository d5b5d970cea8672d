// What each position's deals have cost so far, read from the history a few at a time.
#ifndef BACKSTOP_COMMISSIONS_MQH
#define BACKSTOP_COMMISSIONS_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Symbols.mqh>
#include <Backstop/Positions.mqh>

#define COMMISSION_BUDGET_NS 4000000
#define COMMISSION_AGAIN_MS 1000

// What the position's deals have cost so far. False if its deals are not there yet.
bool PositionReadCommission(const int index)
  {
   long started = ClockNow();
   bool known = HistorySelectByPosition((long)g_positions[index].wire.identifier);
   double cost = 0.0;
   int total = 0;
   if(known)
      total = HistoryDealsTotal();
   for(int i = 0; i < total; i++)
     {
      ulong deal = HistoryDealGetTicket(i);
      if(deal == 0)
         continue;
      cost += HistoryDealGetDouble(deal, DEAL_COMMISSION);
      cost += HistoryDealGetDouble(deal, DEAL_FEE);
     }
   CallTook(CALL_HISTORY, started);
   if(total == 0)
      return false;
   long commission = ToUnits(cost);
   if(commission != g_positions[index].wire.commission)
     {
      g_positions[index].wire.commission = commission;
      g_positions[index].is_due = true;
     }
   return true;
  }

// Reads the deals of positions that need it, within a few milliseconds per event.
void PositionsReadCommissions()
  {
   long started = ClockNow();
   for(int i = 0; i < g_positions_count; i++)
     {
      long at = g_positions[i].commission_at;
      if(at == 0 || at > started)
         continue;
      g_positions[i].commission_tries++;
      bool known = PositionReadCommission(i);
      long now = ClockNow();
      if(!known || g_positions[i].commission_tries < 2)
         g_positions[i].commission_at = now + (long)COMMISSION_AGAIN_MS * MS_NS * g_positions[i].commission_tries;
      else
         g_positions[i].commission_at = 0;
      if(g_positions[i].commission_tries > 10)
         g_positions[i].commission_at = 0;
      if(now - started > COMMISSION_BUDGET_NS)
         return;
     }
  }

#endif
