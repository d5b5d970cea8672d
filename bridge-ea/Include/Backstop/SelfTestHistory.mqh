// The self test's questions about what the terminal remembers. The deal history, on which reconciliation
// rests: what a selection costs, whether it is in the order of time, whether its ends are inclusive, and
// what disturbs it. A symbol's minutes, with which rules on bars begin: whether asking for them holds up the
// program, and what they look like.
#ifndef BACKSTOP_SELFTESTHISTORY_MQH
#define BACKSTOP_SELFTESTHISTORY_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/SelfTestReport.mqh>

#define HISTORY_SAMPLE_MAX 4096
#define MINUTES_SAMPLE 5000

// Selects a span; how many deals it has, -1 if the terminal refuses.
int HistoryCount(const string topic, const long from, const long to)
  {
   datetime first = (datetime)from;
   datetime last = (datetime)to;
   long started = ClockNow();
   bool is_selected = HistorySelect(first, last);
   long took = ClockNow() - started;
   if(!is_selected)
     {
      ReportCheck(topic, false, StringFormat("HistorySelect refused (error %d)", GetLastError()));
      return -1;
     }
   ReportCheck(topic, true, StringFormat("%d deals in ", HistoryDealsTotal()) + MicrosText(took));
   return HistoryDealsTotal();
  }

// Of the deals selected: are times in order, and do numbers grow with them?
void TestHistoryOrder(const int total)
  {
   int backwards = 0;
   int smaller = 0;
   long time_before = 0;
   ulong deal_before = 0;
   for(int i = 0; i < total && i < HISTORY_SAMPLE_MAX; i++)
     {
      ulong deal = HistoryDealGetTicket(i);
      long time = HistoryDealGetInteger(deal, DEAL_TIME_MSC);
      if(time < time_before)
         backwards++;
      if(deal < deal_before)
         smaller++;
      time_before = time;
      deal_before = deal;
     }
   ReportCheck("history in the order of time", backwards == 0, StringFormat("%d of %d stand before an earlier one", backwards, total));
   ReportFact("deal numbers", StringFormat("%d of %d are smaller than the one before", smaller, total));
  }

// Both ends of a span of one second, in which the last deal lies; and what selecting one deal leaves selected.
void TestHistoryEnds(const int total)
  {
   ulong deal = HistoryDealGetTicket(total - 1);
   long second = HistoryDealGetInteger(deal, DEAL_TIME_MSC) / 1000;
   datetime from = (datetime)second;
   datetime to = (datetime)second;
   bool is_selected = HistorySelect(from, to);
   bool is_found = false;
   for(int i = 0; is_selected && i < HistoryDealsTotal(); i++)
     {
      if(HistoryDealGetTicket(i) == deal)
         is_found = true;
     }
   ReportCheck("a history span includes its ends", is_found, StringFormat("%d deals in the second of the last one", HistoryDealsTotal()));
   bool is_one = HistoryDealSelect(deal);
   ReportFact("HistoryDealSelect", StringFormat("gives %d and leaves %d deals selected", (int)is_one, HistoryDealsTotal()));
  }

// What a symbol's minutes are like: the first question about a symbol that no chart shows may hold up the program, and
// minutes may come later, in disorder or with odd spreads.
void TestMinutes(const string name)
  {
   bool is_loaded = SeriesInfoInteger(name, PERIOD_M1, SERIES_SYNCHRONIZED) != 0;
   ARRAY(MqlRates, minutes);
   long started = ClockNow();
   int first = CopyRates(name, PERIOD_M1, 0, 2, minutes);
   long took_first = ClockNow() - started;
   started = ClockNow();
   int copied = CopyRates(name, PERIOD_M1, 0, MINUTES_SAMPLE, minutes);
   long took = ClockNow() - started;
   ReportFact("minutes of " + name, StringFormat("synchronized before %d, first asked %d in ", (int)is_loaded, first) + MicrosText(took_first) + StringFormat(", then %d of %d in ", copied, MINUTES_SAMPLE) + MicrosText(took));
   int wrong = 0;
   int odd = 0;
   long before = 0;
   for(int i = 0; i < copied; i++)
     {
      long time = (long)minutes[i].time;
      if(time <= before || time % 60 != 0 || minutes[i].low > minutes[i].high || minutes[i].low <= 0.0)
         wrong++;
      if(minutes[i].spread < 0)
         odd++;
      before = time;
     }
   ReportCheck("minutes are in order and possible", wrong == 0, StringFormat("%d of %d are not, %d have a negative spread", wrong, copied, odd));
   long ahead = before - (long)TimeTradeServer();
   ReportCheck("the last minute is the one at hand", copied <= 0 || ahead <= 0, StringFormat("it begins %I64d s after the server's time", ahead));
  }

// A symbol that is asked about for the first time: one in Market Watch that this chart does not show.
void TestMinutesOfAnother(const string shown)
  {
   for(int i = 0; i < SymbolsTotal(true); i++)
     {
      string name = SymbolName(i, true);
      if(name == shown)
         continue;
      TestMinutes(name);
      return;
     }
   ReportOpenQuestion("minutes of a symbol without a chart", "there is only one symbol in Market Watch");
  }

void TestHistory()
  {
   long now = (long)TimeTradeServer();
   HistoryCount("history of a day", now - 86400, now + 86400);
   int first = HistoryCount("history of ten years", now - 315360000, now + 86400);
   int total = HistoryCount("the same again", now - 315360000, now + 86400);
   ReportCheck("history is the same twice", first == total, StringFormat("%d and %d deals; fewer at first means that it was still being fetched", first, total));
   if(total > 0)
     {
      TestHistoryOrder(total);
      TestHistoryEnds(total);
     }
   else
      ReportOpenQuestion("order and ends of the history", "this account has no deals");
   int none = HistoryCount("a span before any deal", 0, 1);
   ReportCheck("an empty span is no failure", none == 0, StringFormat("%d deals", none));
   ReportOpenQuestion("history right after a connection", "start the terminal with this script on a chart and compare the counts above");
  }

#endif
