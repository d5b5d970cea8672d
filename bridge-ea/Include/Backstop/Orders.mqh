// Orders to the broker: permissions, price limits, and the one place where they are handed to the terminal.
#ifndef BACKSTOP_ORDERS_MQH
#define BACKSTOP_ORDERS_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Symbols.mqh>
#include <Backstop/Ticks.mqh>
#include <Backstop/Positions.mqh>
#include <Backstop/Settling.mqh>
#include <Backstop/Requests.mqh>
#include <Backstop/RequestLog.mqh>

#define TAG_DAEMON "bs"
#define TAG_OWN "bsx"

// How long something sent without an answer is looked after.
#define REQUEST_RESOLVE_S 60

// Ids of the EA's own requests have the highest bit, so that they never meet the daemon's.
#define OWN_ID_BIT 0x8000000000000000
#define OWN_ID_MASK 0x7FFFFFFFFFFFFFFF

ushort Permissions()
  {
   int bits = 0;
   if(TerminalInfoInteger(TERMINAL_CONNECTED) != 0)
      bits |= PERMIT_CONNECTED;
   if(TerminalInfoInteger(TERMINAL_TRADE_ALLOWED) != 0)
      bits |= PERMIT_TERMINAL;
   if(MQLInfoInteger(MQL_TRADE_ALLOWED) != 0)
      bits |= PERMIT_PROGRAM;
   if(AccountInfoInteger(ACCOUNT_TRADE_ALLOWED) != 0)
      bits |= PERMIT_ACCOUNT;
   if(AccountInfoInteger(ACCOUNT_TRADE_EXPERT) != 0)
      bits |= PERMIT_EXPERT;
   return (ushort)bits;
  }

bool BrokerConnected()
  {
   return TerminalInfoInteger(TERMINAL_CONNECTED) != 0;
  }

bool IsNetting()
  {
   return (ENUM_ACCOUNT_MARGIN_MODE)AccountInfoInteger(ACCOUNT_MARGIN_MODE) != ACCOUNT_MARGIN_MODE_RETAIL_HEDGING;
  }

// The price a position is closed at: a buy's stop is measured from bid, a sell's from ask.
long ClosingPrice(const int symbol, const int side)
  {
   if(side == SIDE_BUY)
      return g_symbols[symbol].tick.bid;
   return g_symbols[symbol].tick.ask;
  }

// How far below the market (above, for a sell) a price is; negative on the wrong side.
long DistanceFromMarket(const int symbol, const int side, const long price)
  {
   long market = ClosingPrice(symbol, side);
   if(side == SIDE_BUY)
      return market - price;
   return price - market;
  }

// Whether `stop` gives up more than `present`. No stop is looser than any stop.
bool IsLooser(const int side, const long stop, const long present)
  {
   if(present == 0)
      return false;
   if(stop == 0)
      return true;
   if(side == SIDE_BUY)
      return stop < present;
   return stop > present;
  }

bool IsTighter(const int side, const long stop, const long present)
  {
   if(stop == 0)
      return false;
   if(present == 0)
      return true;
   if(side == SIDE_BUY)
      return stop > present;
   return stop < present;
  }

// What the position loses if it is closed at `price`, in units of money, by the terminal's own
// calculation; negative is a profit. False if the terminal cannot tell.
bool LossAt(const int index, const long price, long &loss)
  {
   int symbol = (int)g_positions[index].wire.symbol;
   double lots = (double)g_positions[index].wire.volume / UNIT;
   double profit = 0.0;
   if(!ProfitOf((int)g_positions[index].wire.side, g_symbols[symbol].name, lots, ToPrice(g_positions[index].wire.open_price, symbol), ToPrice(price, symbol), profit))
      return false;
   loss = -ToUnits(profit);
   return true;
  }

ENUM_ORDER_TYPE_FILLING FillingOf(const int symbol)
  {
   if((ENUM_SYMBOL_TRADE_EXECUTION)g_symbols[symbol].execution == SYMBOL_TRADE_EXECUTION_EXCHANGE)
      return ORDER_FILLING_RETURN;
   if((g_symbols[symbol].filling & SYMBOL_FILLING_IOC) != 0)
      return ORDER_FILLING_IOC;
   if((g_symbols[symbol].filling & SYMBOL_FILLING_FOK) != 0)
      return ORDER_FILLING_FOK;
   return ORDER_FILLING_RETURN;
  }

// The comment of a close's order, by which it is found in the history.
string OrderTag(const int slot)
  {
   string prefix = TAG_DAEMON;
   if(g_requests[slot].origin != ORIGIN_DAEMON)
      prefix = TAG_OWN;
   return StringFormat("%s%I64u", prefix, g_requests[slot].id & OWN_ID_MASK);
  }

// Fills a slot for one of the EA's own requests. -1 if there is no slot.
int RequestOfOwn(const int index, const int origin, const int kind)
  {
   int slot = RequestSlot();
   if(slot < 0)
      return -1;
   if(g_own_request == 0)
      g_own_request = (ulong)TimeLocal() * 1000;
   g_own_request++;
   g_requests[slot].id = g_own_request | OWN_ID_BIT;
   g_requests[slot].origin = (uchar)origin;
   g_requests[slot].kind = (uchar)kind;
   g_requests[slot].received = ClockNow();
   RequestTarget(slot, index);
   return slot;
  }

// Notes what the request is about, as it stands.
void RequestTarget(const int slot, const int index)
  {
   g_requests[slot].ticket = g_positions[index].wire.ticket;
   g_requests[slot].identifier = g_positions[index].wire.identifier;
   g_requests[slot].had_volume = g_positions[index].wire.volume;
   g_requests[slot].volume = g_positions[index].wire.volume;
   g_requests[slot].had_stop = g_positions[index].wire.stop_loss;
   g_requests[slot].had_take = g_positions[index].wire.take_profit;
   g_requests[slot].stop = PositionStop(index);
   g_requests[slot].take = PositionTake(index);
  }

// Symbols traded on request take no asynchronous orders: there, and only there, the EA waits for the broker.
// Silence of the broker is no refusal: the order has left.
bool OrderHandOver(MqlTradeRequest &order, MqlTradeResult &answer)
  {
   int symbol = SymbolIndex(order.symbol);
   if(symbol < 0 || (ENUM_SYMBOL_TRADE_EXECUTION)g_symbols[symbol].execution != SYMBOL_TRADE_EXECUTION_REQUEST)
      return OrderSendAsync(order, answer);
   if(OrderSend(order, answer))
      return true;
   return answer.retcode == TRADE_RETCODE_TIMEOUT || answer.retcode == TRADE_RETCODE_CONNECTION;
  }

// Hands an order to the terminal and keeps the request in flight. False if it did not leave; the
// retcode then says why.
bool OrderLeave(const int slot, MqlTradeRequest &order)
  {
   g_requests[slot].state = REQUEST_IN_FLIGHT;
   g_requests[slot].sent = ClockNow();
   g_requests[slot].sent_server_ms = ServerTimeMs();
   if(!RequestRemember(slot))
     {
      // A stop sent twice is the same stop; a close sent twice may be two.
      Say("memory", "a request could not be written");
      if(g_requests[slot].kind == KIND_CLOSE)
        {
         g_requests[slot].state = REQUEST_REFUSED;
         return false;
        }
     }
   MqlTradeResult answer;
   ZeroMemory(answer);
   ResetLastError();
   long started = ClockNow();
   bool has_left = OrderHandOver(order, answer);
   CallTook(CALL_ORDER_SEND, started);
   g_requests[slot].retcode = answer.retcode;
   if(!has_left)
     {
      g_requests[slot].state = REQUEST_REFUSED;
      if(answer.retcode == 0)
         g_requests[slot].retcode = (uint)GetLastError();
      return false;
     }
   g_requests[slot].terminal_id = answer.request_id;
   g_in_flight++;
   g_requests_until = g_requests[slot].sent + (long)REQUEST_RESOLVE_S * SECOND_NS;
   return true;
  }

// Sends a position's stop and take-profit: MT5 replaces both together, so what is to stay must be said.
bool SendLevels(const int slot, const int index, const long stop, const long take)
  {
   int symbol = (int)g_positions[index].wire.symbol;
   g_requests[slot].want_stop = stop;
   g_requests[slot].want_take = take;
   g_positions[index].asked_stop = stop;
   g_positions[index].asked_take = take;
   MqlTradeRequest order;
   ZeroMemory(order);
   order.action = TRADE_ACTION_SLTP;
   order.symbol = g_symbols[symbol].name;
   order.position = g_positions[index].wire.ticket;
   order.magic = g_positions[index].wire.magic;
   order.sl = ToPrice(stop, symbol);
   order.tp = ToPrice(take, symbol);
   return OrderLeave(slot, order);
  }

// Closes a volume of the position at market.
bool SendClose(const int slot, const int index, const long volume, const uint deviation)
  {
   int symbol = (int)g_positions[index].wire.symbol;
   int side = (int)g_positions[index].wire.side;
   g_requests[slot].want_volume = volume;
   MqlTradeRequest order;
   ZeroMemory(order);
   order.action = TRADE_ACTION_DEAL;
   order.symbol = g_symbols[symbol].name;
   order.position = g_positions[index].wire.ticket;
   order.magic = g_positions[index].wire.magic;
   order.volume = NormalizeDouble((double)volume / UNIT, 8);
   order.type = ORDER_TYPE_SELL;
   if(side == SIDE_SELL)
      order.type = ORDER_TYPE_BUY;
   order.price = ToPrice(ClosingPrice(symbol, side), symbol);
   order.deviation = (ulong)deviation;
   order.type_filling = FillingOf(symbol);
   order.comment = OrderTag(slot);
   return OrderLeave(slot, order);
  }

#endif
