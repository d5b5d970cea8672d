// The self test's one question that needs orders: how many OrderSendAsync can be on their way. Asked on
// a demo account only, with consent in words, by pending orders far from the market that are removed.
#ifndef BACKSTOP_SELFTESTORDERS_MQH
#define BACKSTOP_SELFTESTORDERS_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Cursor.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/SelfTestReport.mqh>

#define CONSENT "I CONSENT"
#define TEST_MAGIC 5610
#define ORDERS_TEST_MAX 500
#define ORDERS_WAIT_MS 5000

// Hands over one pending order at half the market's price; false if the terminal refuses.
bool TestPlace(const string name, uint &retcode)
  {
   MqlTradeRequest order;
   MqlTradeResult answer;
   ZeroMemory(order);
   ZeroMemory(answer);
   order.action = TRADE_ACTION_PENDING;
   order.symbol = name;
   order.magic = TEST_MAGIC;
   order.volume = SymbolInfoDouble(name, SYMBOL_VOLUME_MIN);
   order.type = ORDER_TYPE_BUY_LIMIT;
   order.type_filling = ORDER_FILLING_RETURN;
   order.price = NormalizeDouble(SymbolInfoDouble(name, SYMBOL_BID) / 2.0, (int)SymbolInfoInteger(name, SYMBOL_DIGITS));
   order.comment = "backstop self test";
   bool has_left = OrderSendAsync(order, answer);
   retcode = answer.retcode;
   return has_left;
  }

// Removes the test's own orders; how many there were.
int TestRemove()
  {
   int removed = 0;
   for(int i = OrdersTotal() - 1; i >= 0; i--)
     {
      ulong ticket = OrderGetTicket(i);
      if(ticket == 0 || OrderGetInteger(ORDER_MAGIC) != TEST_MAGIC)
         continue;
      MqlTradeRequest order;
      MqlTradeResult answer;
      ZeroMemory(order);
      ZeroMemory(answer);
      order.action = TRADE_ACTION_REMOVE;
      order.order = ticket;
      if(OrderSend(order, answer))
         removed++;
     }
   return removed;
  }

void TestOrders(const string name, const string consent, const int most)
  {
   bool is_demo = (ENUM_ACCOUNT_TRADE_MODE)AccountInfoInteger(ACCOUNT_TRADE_MODE) == ACCOUNT_TRADE_MODE_DEMO;
   if(!is_demo || consent != CONSENT)
     {
      ReportOpenQuestion("orders in flight", "needs a demo account and the words in InpConsent");
      return;
     }
   int before = OrdersTotal();
   int handed = 0;
   uint retcode = 0;
   long started = ClockNow();
   while(handed < most && handed < ORDERS_TEST_MAX && TestPlace(name, retcode))
      handed++;
   long took = ClockNow() - started;
   ReportFact("orders handed over", StringFormat("%d of %d, last return code %u, ", handed, most, retcode) + MicrosText(took));
   long until = started + (long)ORDERS_WAIT_MS * MS_NS;
   while(OrdersTotal() - before < handed && ClockNow() < until)
      Sleep(1);
   ReportFact("orders that stand", StringFormat("%d after ", OrdersTotal() - before) + MicrosText(ClockNow() - started));
   ReportFact("orders removed", StringFormat("%d", TestRemove()));
  }

#endif
