// Answers, on a real terminal, what the documentation of MetaTrader 5 leaves open and this EA's design
// depends on. Run it once per terminal version, while the daemon runs; it writes its report into
// MQL5/Files/Backstop-selftest.txt. It sends no order, unless it is asked to in so many words and the
// account is a demo account.
#ifdef __MQL5__
#property copyright "Backstop"
#property version   "1.00"
#property description "Measures what the terminal's documentation leaves open; writes MQL5/Files/Backstop-selftest.txt."
#property script_show_inputs
#endif

#include <Backstop/Language.mqh>
#include <Backstop/SelfTestSockets.mqh>
#include <Backstop/SelfTestTerminal.mqh>
#include <Backstop/SelfTestHistory.mqh>
#include <Backstop/SelfTestOrders.mqh>

input string InpHost = "127.0.0.1";      // Daemon: host
input int InpPort = 5610;                // Daemon: port
input bool InpOrders = false;            // Demo account only: place and remove pending orders
input string InpConsent = "";            // To place them, type: I CONSENT
input int InpOrdersMax = 64;             // Pending orders at most

#ifndef __MQL5__
#define INPUT_LIST(X) X(InpHost) X(InpPort) X(InpOrders) X(InpConsent) X(InpOrdersMax)
#endif

void OnStart()
  {
   ReportOpen();
   ReportFact("terminal", StringFormat("%s build %d on %s", TerminalInfoString(TERMINAL_NAME), TerminalInfoInteger(TERMINAL_BUILD), TerminalInfoString(TERMINAL_OS_VERSION)));
   ReportFact("connected", StringFormat("%d, ping %d us", TerminalInfoInteger(TERMINAL_CONNECTED), TerminalInfoInteger(TERMINAL_PING_LAST)));
   TestHash();
   TestCipher();
   TestText();
   TestClocks();
   TestFiles();
   TestGlobalVariables();
   TestMarket(Symbol());
   TestHistory();
   TestMinutes(Symbol());
   TestMinutesOfAnother(Symbol());
   TestAllowList(InpHost, InpPort);
   TestReadable(InpHost, InpPort);
   TestLongRead(InpHost, InpPort);
   TestEnd(InpHost, InpPort);
   TestLatency(InpHost, InpPort);
   if(InpOrders)
      TestOrders(Symbol(), InpConsent, InpOrdersMax);
   else
      ReportOpenQuestion("orders in flight", "not asked for (InpOrders)");
   ReportOpenQuestion("timer floor", "a script has no timer: read the EA's tick-to-send times");
   ReportOpenQuestion("merging of chart clicks", "a script gets no events: click FREEZE on the EA twice quickly");
   ReportOpenQuestion("trading from a service", "needs a service");
   if(ReportClose())
      Alert("Backstop self test: see MQL5/Files/Backstop-selftest.txt");
   else
      Alert("Backstop self test: the report could not be written; see the log");
  }
