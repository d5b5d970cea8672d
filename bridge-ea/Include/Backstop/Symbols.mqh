// The symbols that have, or had, a position: their numbers on the wire, their specification, and
// what a move of their price is worth.
//
// A symbol keeps its number as long as the program lives. Prices are whole points: point is
// 10^-digits, so a price times 10^digits, rounded, is exact.
#ifndef BACKSTOP_SYMBOLS_MQH
#define BACKSTOP_SYMBOLS_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Cursor.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Text.mqh>
#include <Backstop/ToDaemon.mqh>

#define SYMBOLS_MAX 1024
#define UNIT 100000000.0
#define VALUATION_LOTS 100.0
#define VALUATION_TICKS_MIN 100
#define SESSIONS_MAX 16
#define SYMBOL_REFRESH_MS 1000

struct SymbolRecord
  {
   string            name;
   double            scale;              // points per unit of price, 10^digits
   double            point;
   SymbolSpecMessage spec;
   ValuationMessage  valuation;
   TickMessage       tick;               // the quote, with the extremes since it was last sent
   bool              spec_due;
   bool              valuation_due;
   bool              tick_due;
   bool              valued;
   bool              quoted;
   int               positions;
   long              widest_stop;        // points between market and the farthest stop, 0 if unknown
   long              refresh_at;
   long              tick_msc;           // of the newest quote taken
   int               ticks_at_msc;       // quotes already taken with that time
   long              copy_at;            // when CopyTicks may be asked again
   int               filling;
   int               execution;
  };

ARRAY(SymbolRecord, g_symbols);
int g_symbols_count = 0;
long g_bare_until = 0;                   // until then a fresh position may still need its first stop

// A whole number within the protocol's range; what is no number at all counts as nothing.
long ToWhole(const double value, const long limit)
  {
   if(!MathIsValidNumber(value))
      return 0;
   if(value >= (double)limit)
      return limit;
   if(value <= -(double)limit)
      return -limit;
   return (long)MathRound(value);
  }

long ToPoints(const double price, const double scale)
  {
   return ToWhole(price * scale, POINTS_LIMIT);
  }

double ToPrice(const long points, const int symbol)
  {
   return NormalizeDouble((double)points / g_symbols[symbol].scale, (int)g_symbols[symbol].spec.digits);
  }

long ToUnits(const double amount)
  {
   return ToWhole(amount * UNIT, MONEY_LIMIT);
  }

// Lots in units of 1e-8; some brokers state no real maximum, which is then the protocol's.
long ToVolume(const double lots)
  {
   if(lots <= 0.0)
      return 0;
   return ToWhole(lots * UNIT, VOLUME_LIMIT);
  }

int SymbolIndex(const string name)
  {
   for(int i = 0; i < g_symbols_count; i++)
     {
      if(g_symbols[i].name == name)
         return i;
     }
   return -1;
  }

// The symbol's number; it is added to the table when it is not there. -1 if the table is full or the
// terminal does not know the symbol.
int SymbolAdd(const string name)
  {
   int known = SymbolIndex(name);
   if(known >= 0)
      return known;
   if(g_symbols_count >= SYMBOLS_MAX)
     {
      Say("symbols", "too many symbols: positions of " + name + " are not managed");
      return -1;
     }
   int index = g_symbols_count;
   if(ArraySize(g_symbols) <= index && ArrayResize(g_symbols, index + 16) != index + 16)
      return -1;
   ZeroMemory(g_symbols[index]);
   g_symbols[index].name = name;
   g_symbols[index].spec.name = name;
   g_symbols[index].spec.symbol = (ushort)index;
   g_symbols[index].valuation.symbol = (ushort)index;
   g_symbols[index].tick.symbol = (ushort)index;
   g_symbols_count++;
   SymbolReadSpec(index);
   g_symbols[index].spec_due = true;
   return index;
  }

bool SymbolSessionOpen(const string name)
  {
   datetime now = TimeTradeServer();
   MqlDateTime parts;
   ZeroMemory(parts);
   if(!TimeToStruct(now, parts))
      return true;
   long second = (long)parts.hour * 3600 + (long)parts.min * 60 + (long)parts.sec;
   for(int i = 0; i < SESSIONS_MAX; i++)
     {
      datetime from = 0;
      datetime to = 0;
      if(!SymbolInfoSessionTrade(name, (ENUM_DAY_OF_WEEK)parts.day_of_week, (uint)i, from, to))
         return false;
      if(second >= (long)from && second < (long)to)
         return true;
     }
   return false;
  }

uchar SymbolTradeMode(const string name)
  {
   ENUM_SYMBOL_TRADE_MODE mode = (ENUM_SYMBOL_TRADE_MODE)SymbolInfoInteger(name, SYMBOL_TRADE_MODE);
   switch(mode)
     {
      case SYMBOL_TRADE_MODE_LONGONLY:
         return 1;
      case SYMBOL_TRADE_MODE_SHORTONLY:
         return 2;
      case SYMBOL_TRADE_MODE_CLOSEONLY:
         return 3;
      case SYMBOL_TRADE_MODE_FULL:
         return 4;
      default:
         break;
     }
   return 0;
  }

bool SameSpec(const SymbolSpecMessage &a, const SymbolSpecMessage &b)
  {
   return a.digits == b.digits && a.trade_mode == b.trade_mode && a.session_open == b.session_open && a.tick_size == b.tick_size && a.stops_level == b.stops_level && a.freeze_level == b.freeze_level && a.volume_min == b.volume_min && a.volume_max == b.volume_max && a.volume_step == b.volume_step && a.profit_currency == b.profit_currency;
  }

// Reads the specification again; marks it for sending if it changed.
void SymbolReadSpec(const int index)
  {
   string name = g_symbols[index].name;
   SymbolSpecMessage spec = g_symbols[index].spec;
   int digits = (int)SymbolInfoInteger(name, SYMBOL_DIGITS);
   if(digits < 0)
      digits = 0;
   if(digits > 8)
      digits = 8;
   double scale = MathPow(10.0, (double)digits);
   spec.digits = (uchar)digits;
   spec.trade_mode = SymbolTradeMode(name);
   spec.session_open = SymbolSessionOpen(name);
   spec.tick_size = ToPoints(SymbolInfoDouble(name, SYMBOL_TRADE_TICK_SIZE), scale);
   if(spec.tick_size < 1)
      spec.tick_size = 1;
   spec.stops_level = MathMax((long)0, SymbolInfoInteger(name, SYMBOL_TRADE_STOPS_LEVEL));
   spec.freeze_level = MathMax((long)0, SymbolInfoInteger(name, SYMBOL_TRADE_FREEZE_LEVEL));
   spec.volume_min = ToVolume(SymbolInfoDouble(name, SYMBOL_VOLUME_MIN));
   spec.volume_max = ToVolume(SymbolInfoDouble(name, SYMBOL_VOLUME_MAX));
   spec.volume_step = ToVolume(SymbolInfoDouble(name, SYMBOL_VOLUME_STEP));
   spec.profit_currency = SymbolInfoString(name, SYMBOL_CURRENCY_PROFIT);
   g_symbols[index].scale = scale;
   g_symbols[index].point = 1.0 / scale;
   g_symbols[index].filling = (int)SymbolInfoInteger(name, SYMBOL_FILLING_MODE);
   g_symbols[index].execution = (int)SymbolInfoInteger(name, SYMBOL_TRADE_EXEMODE);
   if(SameSpec(spec, g_symbols[index].spec))
      return;
   g_symbols[index].spec = spec;
   g_symbols[index].spec_due = true;
  }

// What `lots` gain when price goes from open to close; false if the terminal cannot tell.
bool ProfitOf(const int side, const string name, const double lots, const double open, const double close, double &profit)
  {
   ENUM_ORDER_TYPE type = ORDER_TYPE_BUY;
   if(side == SIDE_SELL)
      type = ORDER_TYPE_SELL;
   long started = ClockNow();
   bool known = OrderCalcProfit(type, name, lots, open, close, profit);
   CallTook(CALL_CALCULATION, started);
   return known && MathIsValidNumber(profit);
  }

// One lot's gain over a move, in units of money. Taken on many lots, because the terminal may round
// to whole cents; on one lot if it refuses so many.
bool LotProfit(const int side, const string name, const double open, const double close, long &money)
  {
   double profit = 0.0;
   if(ProfitOf(side, name, VALUATION_LOTS, open, close, profit))
     {
      money = ToUnits(profit / VALUATION_LOTS);
      return true;
     }
   if(!ProfitOf(side, name, 1.0, open, close, profit))
      return false;
   money = ToUnits(profit);
   return true;
  }

// Values a move of the size of the farthest stop, around the market, in all four directions.
void SymbolReadValuation(const int index)
  {
   if(!g_symbols[index].quoted)
      return;
   string name = g_symbols[index].name;
   long distance = g_symbols[index].widest_stop;
   long least = g_symbols[index].spec.tick_size * VALUATION_TICKS_MIN;
   if(distance < least)
      distance = least;
   long bid = g_symbols[index].tick.bid;
   long ask = g_symbols[index].tick.ask;
   if(distance >= bid)
      distance = bid / 2;
   if(distance < 1)
      return;
   ValuationMessage value;
   ZeroMemory(value);
   value.symbol = (ushort)index;
   value.reference_points = distance;
   long buy_loss = 0;
   long sell_loss = 0;
   bool known = LotProfit(SIDE_BUY, name, ToPrice(bid, index), ToPrice(bid - distance, index), buy_loss);
   known = known && LotProfit(SIDE_BUY, name, ToPrice(bid, index), ToPrice(bid + distance, index), value.buy_profit);
   known = known && LotProfit(SIDE_SELL, name, ToPrice(ask, index), ToPrice(ask + distance, index), sell_loss);
   known = known && LotProfit(SIDE_SELL, name, ToPrice(ask, index), ToPrice(ask - distance, index), value.sell_profit);
   if(!known)
      return;
   value.buy_loss = -buy_loss;
   value.sell_loss = -sell_loss;
   if(value.buy_loss <= 0 || value.sell_loss <= 0 || value.buy_profit <= 0 || value.sell_profit <= 0)
      return;
   ValuationMessage old = g_symbols[index].valuation;
   bool is_same = g_symbols[index].valued && old.reference_points == value.reference_points && old.buy_loss == value.buy_loss && old.buy_profit == value.buy_profit && old.sell_loss == value.sell_loss && old.sell_profit == value.sell_profit;
   if(is_same)
      return;
   g_symbols[index].valuation = value;
   g_symbols[index].valued = true;
   g_symbols[index].valuation_due = true;
  }

// Once a second for every symbol in use: specification and valuation. A few per call.
void SymbolsRefresh(const int at_most)
  {
   long now = ClockNow();
   int done = 0;
   for(int i = 0; i < g_symbols_count && done < at_most; i++)
     {
      if(now < g_symbols[i].refresh_at)
         continue;
      g_symbols[i].refresh_at = now + (long)SYMBOL_REFRESH_MS * MS_NS;
      if(g_symbols[i].positions == 0 && g_symbols[i].valued)
         continue;
      SymbolReadSpec(i);
      SymbolReadValuation(i);
      done++;
     }
  }

#endif
