// An expert advisor that reports every event it gets, and does on request what a program should not.
// Written as the expert advisor's own sources are; included inside a structure, so without a guard.

#include <Backstop/Language.mqh>

input string InpName = "probe";   // Name in the log
input int InpPeriod = 0;          // Timer period in ms; 0: no timer
input double InpFactor = 1.5;     // A factor
input bool InpFailInit = false;   // Refuse to start
input int InpBlock = 0;           // How long OnTick takes, ms

#ifndef __MQL5__
#define INPUT_LIST(X) X(InpName) X(InpPeriod) X(InpFactor) X(InpFailInit) X(InpBlock)
#endif

struct Seen
  {
   ulong  count;
   string last;
  };

int  g_inits;
Seen g_ticks;
Seen g_clicks;
ARRAY(int, g_numbers);
FIXED_ARRAY(double, g_levels, 4);

void Report(const string &what)
  {
   Print(InpName, " ", what);
  }

int OnInit()
  {
   g_inits++;
   string text = "OnInit " + IntegerToString(g_inits) + " " + _Symbol + " " + DoubleToString(InpFactor, 2);
   Report(text);
   if(InpFailInit)
      return INIT_FAILED;
   if(InpPeriod > 0)
      EventSetMillisecondTimer(InpPeriod);
   ObjectCreate(0, "stop", OBJ_BUTTON, 0, 0, 0);
   ObjectSetString(0, "stop", OBJPROP_TEXT, "STOP");
   Comment("probe ", g_inits);
   return INIT_SUCCEEDED;
  }

void OnDeinit(const int reason)
  {
   string text = StringFormat("OnDeinit %d", reason);
   Report(text);
   EventKillTimer();
  }

void OnTick()
  {
   g_ticks.count++;
   string text = StringFormat("OnTick %I64u", g_ticks.count);
   Report(text);
   if(InpBlock > 0)
      Sleep(InpBlock);
  }

void OnTimer()
  {
   string text = "OnTimer";
   Report(text);
  }

void OnTrade()
  {
   string text = "OnTrade";
   Report(text);
  }

void OnTradeTransaction(const MqlTradeTransaction &trans, const MqlTradeRequest &request, const MqlTradeResult &result)
  {
   string text = StringFormat("OnTradeTransaction %I64u %d %s", trans.deal, result.request_id, request.comment);
   Report(text);
  }

void OnBookEvent(const string &symbol)
  {
   string text = "OnBookEvent " + symbol;
   Report(text);
  }

void OnChartEvent(const int id, const long &lparam, const double &dparam, const string &sparam)
  {
   string text = StringFormat("OnChartEvent %d %I64d %.1f %s", id, lparam, dparam, sparam);
   Report(text);
   int zero = (int)lparam;
   double real_zero = dparam;
   if(sparam == "index")
      g_levels[zero] = 1.0;
   if(sparam == "dynamic")
      g_numbers[zero] = 1;
   if(sparam == "divide")
      zero = 7 / zero;
   if(sparam == "remainder")
      zero = 7 % zero;
   if(sparam == "real")
      real_zero = 7.0 / real_zero;
   if(sparam == "format")
      text = StringFormat("%d", sparam);
   if(sparam == "remove")
      ExpertRemove();
   g_levels[0] = zero + real_zero;
   if(sparam == "positions")
     {
      text = StringFormat("positions %d", PositionsTotal());
      for(int i = 0; i < PositionsTotal(); i++)
        {
         ulong ticket = PositionGetTicket(i);
         text += StringFormat(" #%I64u sl=%.2f", ticket, PositionGetDouble(POSITION_SL));
        }
      Report(text);
     }
  }
