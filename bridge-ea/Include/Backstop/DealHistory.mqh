// Answers to the daemon's questions about the deal history.
//
// A part in each pump, and only while no order is under way or the last part was long ago: an answer of any
// length holds up no stop. The terminal has one selection of its history, which others use between two parts,
// so each part selects it again and makes sure that it continues where the last one ended. What the terminal
// cannot give is answered as failed, never as no deals.
#ifndef BACKSTOP_DEALHISTORY_MQH
#define BACKSTOP_DEALHISTORY_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Protocol.mqh>
#include <Backstop/FromDaemon.mqh>
#include <Backstop/HistoryToDaemon.mqh>
#include <Backstop/Outbox.mqh>
#include <Backstop/Requests.mqh>
#include <Backstop/Orders.mqh>
#include <Backstop/Deals.mqh>

#define HISTORY_DEALS_PER_PUMP 64
#define HISTORY_DEALS_MAX 65536
#define HISTORY_WAIT_MS 500
#define HISTORY_COMPLETE 0
#define HISTORY_FAILED 1
#define HISTORY_CHANGED 2
#define HISTORY_TOO_MANY 3

uint  g_history_request = 0;
long  g_history_from = 0;                // server time, seconds
long  g_history_to = 0;
bool  g_history_begun = false;
int   g_history_total = 0;
int   g_history_position = 0;
ulong g_history_last = 0;                // the deal before that position
ulong g_history_sum = 0;
long  g_history_by = 0;                  // from when on a part is sent although orders are under way

// A question replaces the one before it.
void HistoryAsk(const DealHistoryRequestMessage &question)
  {
   g_history_active = true;
   g_history_request = question.request_id;
   g_history_from = question.from / 1000;
   g_history_to = (question.to + 999) / 1000;
   // Up to now is a day ahead: the terminal's idea of the server's time may lag.
   if(question.to == 0)
      g_history_to = (long)TimeTradeServer() + 86400;
   g_history_begun = false;
   g_history_total = 0;
   g_history_position = 0;
   g_history_last = 0;
   g_history_sum = 0;
   g_history_by = ClockNow() + (long)HISTORY_WAIT_MS * MS_NS;
  }

void HistoryEnd(const uchar outcome)
  {
   g_history_active = false;
   EncodeDealHistoryEnd(g_body, g_history_request, outcome, (uint)g_history_position, g_history_sum);
   Post(MSG_DEAL_HISTORY_END);
  }

// Selects the span anew; false, and the answer has ended, if it cannot be continued.
bool HistorySelectAgain()
  {
   datetime from = (datetime)g_history_from;
   datetime to = (datetime)g_history_to;
   long started = ClockNow();
   bool is_selected = BrokerConnected() && HistorySelect(from, to);
   CallTook(CALL_HISTORY, started);
   if(!is_selected)
     {
      HistoryEnd(HISTORY_FAILED);
      return false;
     }
   int total = HistoryDealsTotal();
   if(!g_history_begun && total > HISTORY_DEALS_MAX)
     {
      HistoryEnd(HISTORY_TOO_MANY);
      return false;
     }
   if(!g_history_begun)
     {
      g_history_begun = true;
      g_history_total = total;
      EncodeDealHistoryBegin(g_body, g_history_request, (uint)total);
      Post(MSG_DEAL_HISTORY_BEGIN);
      return true;
     }
   // Deals that came since stand at the end and belong to the next question.
   bool is_same = total >= g_history_total;
   if(is_same && g_history_position > 0)
      is_same = HistoryDealGetTicket(g_history_position - 1) == g_history_last;
   if(!is_same)
      HistoryEnd(HISTORY_CHANGED);
   return is_same;
  }

// The next part, if it is time for it.
void HistoryPost()
  {
   if(!g_history_active)
      return;
   long now = ClockNow();
   if(g_in_flight > 0 && now < g_history_by)
      return;
   g_history_by = now + (long)HISTORY_WAIT_MS * MS_NS;
   if(!HistorySelectAgain())
      return;
   for(int i = 0; i < HISTORY_DEALS_PER_PUMP && g_history_position < g_history_total; i++)
     {
      ulong deal = HistoryDealGetTicket(g_history_position);
      if(deal == 0)
        {
         HistoryEnd(HISTORY_FAILED);
         return;
        }
      DealMessage message;
      int symbol = DealRead(deal, message);
      if(symbol >= 0)
         SymbolPost(symbol);
      EncodeDeal(g_body, message);
      Post(MSG_DEAL);
      g_history_sum += PositionHash(deal, message.volume, message.price, message.profit);
      g_history_last = deal;
      g_history_position++;
     }
   if(g_history_position == g_history_total)
      HistoryEnd(HISTORY_COMPLETE);
  }

#endif
