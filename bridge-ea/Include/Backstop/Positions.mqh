// The open positions as the terminal shows them, and what changed since they were last sent.
//
// Works for hedging and netting alike: a position is known by its ticket. On a netting account a
// reversal gives the same symbol another ticket or the same ticket the other side; both are taken as
// a position seen for the first time. Tickets are ulong throughout, beyond 2^53.
//
// The terminal's list is a copy that may lag: a position that is missing from it counts as closed only
// if the terminal is connected, the list could be read completely, and selecting its ticket fails too.
#ifndef BACKSTOP_POSITIONS_MQH
#define BACKSTOP_POSITIONS_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Symbols.mqh>
#include <Backstop/Protocol.mqh>
#include <Backstop/ToDaemon.mqh>
#include <Backstop/EventLog.mqh>

#define POSITIONS_MAX 8192
#define CLOSED_MAX 1024
#define CLOSE_RETRY_MS 500
#define BARE_FRESH_MS 3000
#define LIST_TRUST_MS 2000

struct PositionRecord
  {
   PositionMessage   wire;
   bool              is_due;             // differs from what was last sent
   bool              is_early;           // was there in the first scan of this program
   long              scan;               // number of the scan that saw it last
   long              commission_at;      // when to read its deals, 0 for not at all
   int               commission_tries;
   long              guard_at;           // when the guard may act on it
   long              bare_since;         // when its stop was taken away, 0 if that was not seen
   int               guard_attempts;
   long              close_at;           // when FLATTEN may try it again
   double            profit;             // floating, for the order of flattening
   long              settled_until;      // a modification was confirmed that the list may not show yet
   long              settled_stop;
   long              settled_take;
   long              stale_stop;         // what the list showed at that moment
   long              stale_take;
   long              asked_stop;         // levels the broker was last asked to set: those are no person's
   long              asked_take;
  };

struct ClosedRecord
  {
   ulong             ticket;
   ulong             identifier;
   ushort            symbol;
   long              seen;
  };

ARRAY(PositionRecord, g_positions);
int  g_positions_count = 0;
long g_scan = 0;
long g_scan_cost = 0;
long g_list_trusted_at = 0;              // from when on what the list lacks counts as closed
long g_scan_at = 0;
bool g_scan_due = true;
FIXED_ARRAY(ClosedRecord, g_closed, CLOSED_MAX);
int  g_closed_count = 0;
bool g_closed_lost = false;

// Where the ticket is, looked for at `hint` first; -1 if it is not known.
int PositionIndex(const ulong ticket, const int hint)
  {
   if(hint >= 0 && hint < g_positions_count && g_positions[hint].wire.ticket == ticket)
      return hint;
   for(int i = 0; i < g_positions_count; i++)
     {
      if(g_positions[i].wire.ticket == ticket)
         return i;
     }
   return -1;
  }

// Adds the position that is selected in the terminal. -1 if there is no place or no symbol for it.
int PositionAdd(const ulong ticket)
  {
   if(g_positions_count >= POSITIONS_MAX)
     {
      Say("positions", "too many positions: the rest is not managed");
      return -1;
     }
   string name = PositionGetString(POSITION_SYMBOL);
   // Quotes come only for symbols in Market Watch.
   if(!SymbolSelect(name, true))
      Say("symbols", "the terminal does not offer the symbol " + name);
   int symbol = SymbolAdd(name);
   if(symbol < 0)
      return -1;
   int index = g_positions_count;
   if(ArraySize(g_positions) <= index && ArrayResize(g_positions, index + 64) != index + 64)
      return -1;
   ZeroMemory(g_positions[index]);
   g_positions[index].wire.ticket = ticket;
   g_positions[index].wire.symbol = (ushort)symbol;
   g_positions[index].wire.seen = ClockNow();
   g_positions[index].is_early = g_scan <= 1;
   g_positions[index].is_due = true;
   g_positions[index].commission_at = g_positions[index].wire.seen;
   g_positions_count++;
   g_symbols[symbol].positions++;
   PositionReadFixed(index);
   PositionInherit(index);
   return index;
  }

// A position that comes back under another ticket has been open, and perhaps without a stop, for as long
// as it was under the old one. The other side under the same identifier is a reversal: a new position.
void PositionInherit(const int index)
  {
   for(int i = 0; i < index; i++)
     {
      bool is_same = g_positions[i].wire.identifier == g_positions[index].wire.identifier && g_positions[i].wire.side == g_positions[index].wire.side;
      if(!is_same)
         continue;
      g_positions[index].wire.seen = g_positions[i].wire.seen;
      g_positions[index].is_early = g_positions[i].is_early;
      g_positions[index].bare_since = g_positions[i].bare_since;
      if(g_positions[i].wire.stop_loss != 0)
         g_positions[index].bare_since = ClockNow();
      return;
     }
  }

// What does not change while a position is open, nearly always.
void PositionReadFixed(const int index)
  {
   int symbol = (int)g_positions[index].wire.symbol;
   double scale = g_symbols[symbol].scale;
   g_positions[index].wire.identifier = (ulong)PositionGetInteger(POSITION_IDENTIFIER);
   g_positions[index].wire.magic = (ulong)PositionGetInteger(POSITION_MAGIC);
   g_positions[index].wire.opened = PositionGetInteger(POSITION_TIME_MSC);
   g_positions[index].wire.open_price = ToPoints(PositionGetDouble(POSITION_PRICE_OPEN), scale);
   g_positions[index].wire.comment = PositionGetString(POSITION_COMMENT);
   g_positions[index].wire.side = PositionSide();
  }

uchar PositionSide()
  {
   ENUM_POSITION_TYPE type = (ENUM_POSITION_TYPE)PositionGetInteger(POSITION_TYPE);
   if(type == POSITION_TYPE_SELL)
      return SIDE_SELL;
   return SIDE_BUY;
  }

// Reads what may change of the position that is selected in the terminal.
void PositionRead(const int index)
  {
   int symbol = (int)g_positions[index].wire.symbol;
   double scale = g_symbols[symbol].scale;
   long updated = PositionGetInteger(POSITION_TIME_UPDATE_MSC);
   long volume = ToVolume(PositionGetDouble(POSITION_VOLUME));
   long stop = ToPoints(PositionGetDouble(POSITION_SL), scale);
   long take = ToPoints(PositionGetDouble(POSITION_TP), scale);
   long swap = ToUnits(PositionGetDouble(POSITION_SWAP));
   uchar side = PositionSide();
   g_positions[index].profit = PositionGetDouble(POSITION_PROFIT);
   bool is_same = updated == g_positions[index].wire.updated && volume == g_positions[index].wire.volume && stop == g_positions[index].wire.stop_loss && take == g_positions[index].wire.take_profit && swap == g_positions[index].wire.swap && side == g_positions[index].wire.side;
   if(is_same)
      return;
   bool is_reversed = side != g_positions[index].wire.side;
   bool is_first = g_positions[index].wire.updated == 0 && g_positions[index].wire.volume == 0;
   bool is_event = PositionIsMoved(index, stop, take) || volume != g_positions[index].wire.volume || is_reversed;
   if(is_first)
      is_event = !g_positions[index].is_early;
   if(volume != g_positions[index].wire.volume || is_reversed)
     {
      g_positions[index].commission_at = ClockNow();
      g_positions[index].commission_tries = 0;
      g_positions[index].close_at = 0;
     }
   bool lost_stop = stop == 0 && g_positions[index].wire.stop_loss != 0;
   if(is_reversed)
      g_positions[index].wire.seen = ClockNow();
   if(is_reversed || lost_stop)
     {
      g_positions[index].bare_since = ClockNow();
      g_positions[index].guard_at = 0;
      g_positions[index].guard_attempts = 0;
     }
   g_positions[index].wire.updated = updated;
   g_positions[index].wire.volume = volume;
   g_positions[index].wire.stop_loss = stop;
   g_positions[index].wire.take_profit = take;
   g_positions[index].wire.swap = swap;
   PositionReadFixed(index);
   g_positions[index].is_due = true;
   if(!is_event)
      return;
   EncodePosition(g_event_body, g_positions[index].wire);
   EventNote(MSG_POSITION, symbol);
  }

// Whether these levels differ from the present ones and were not asked for by the EA.
bool PositionIsMoved(const int index, const long stop, const long take)
  {
   if(stop == g_positions[index].wire.stop_loss && take == g_positions[index].wire.take_profit)
      return false;
   return stop != g_positions[index].asked_stop || take != g_positions[index].asked_take;
  }

void PositionRemove(const int index)
  {
   int symbol = (int)g_positions[index].wire.symbol;
   if(g_symbols[symbol].positions > 0)
      g_symbols[symbol].positions--;
   EncodePositionClosed(g_event_body, g_positions[index].wire.ticket, g_positions[index].wire.identifier, (ushort)symbol, ClockNow());
   EventNote(MSG_POSITION_CLOSED, symbol);
   if(g_closed_count < CLOSED_MAX)
     {
      g_closed[g_closed_count].ticket = g_positions[index].wire.ticket;
      g_closed[g_closed_count].identifier = g_positions[index].wire.identifier;
      g_closed[g_closed_count].symbol = (ushort)symbol;
      g_closed[g_closed_count].seen = ClockNow();
      g_closed_count++;
     }
   else
      g_closed_lost = true;
   for(int i = index; i + 1 < g_positions_count; i++)
      g_positions[i] = g_positions[i + 1];
   g_positions_count--;
  }

// Drops what the last complete scan did not see.
void PositionsSweep()
  {
   for(int i = g_positions_count - 1; i >= 0; i--)
     {
      if(g_positions[i].scan == g_scan)
         continue;
      if(PositionSelectByTicket(g_positions[i].wire.ticket))
         continue;
      PositionRemove(i);
     }
  }

// Reads the terminal's whole list. A scan may take a fifth of the time and no more: with very many
// positions the next one waits, unless a trade event asks for it.
void PositionsScan(const bool is_connected)
  {
   long started = ClockNow();
   // A terminal that has just found its broker again may show none of its positions, or not all, for a moment.
   if(!is_connected)
      g_list_trusted_at = started + (long)LIST_TRUST_MS * MS_NS;
   if(!g_scan_due && started - g_scan_at < g_scan_cost * 4)
      return;
   g_scan_due = false;
   g_scan++;
   bool is_complete = true;
   int hint = 0;
   int total = PositionsTotal();
   for(int i = 0; i < total; i++)
     {
      ulong ticket = PositionGetTicket(i);
      if(ticket == 0)
        {
         is_complete = false;
         continue;
        }
      int index = PositionIndex(ticket, hint);
      if(index < 0)
         index = PositionAdd(ticket);
      if(index < 0)
         continue;
      PositionRead(index);
      g_positions[index].scan = g_scan;
      hint = index + 1;
     }
   if(is_complete && is_connected && started >= g_list_trusted_at)
      PositionsSweep();
   PositionsMeasureStops();
   g_scan_at = ClockNow();
   g_scan_cost = g_scan_at - started;
  }

// Reads one position again, for a decision about it. Its index, or -1 if the terminal has it no more.
int PositionRefresh(const ulong ticket)
  {
   int index = PositionIndex(ticket, -1);
   if(!PositionSelectByTicket(ticket))
      return -1;
   if(index < 0)
      index = PositionAdd(ticket);
   if(index >= 0)
      PositionRead(index);
   return index;
  }

// The farthest stop of each symbol, at whose distance its valuation is taken; and how long the freshest
// position without a stop still counts as fresh.
void PositionsMeasureStops()
  {
   g_bare_until = 0;
   for(int i = 0; i < g_symbols_count; i++)
      g_symbols[i].widest_stop = 0;
   for(int i = 0; i < g_positions_count; i++)
     {
      int symbol = (int)g_positions[i].wire.symbol;
      long stop = g_positions[i].wire.stop_loss;
      if(stop == 0)
        {
         long until = g_positions[i].wire.seen + (long)BARE_FRESH_MS * MS_NS;
         if(until > g_bare_until)
            g_bare_until = until;
         continue;
        }
      long distance = g_positions[i].wire.open_price - stop;
      if(distance < 0)
         distance = -distance;
      if(distance > g_symbols[symbol].widest_stop)
         g_symbols[symbol].widest_stop = distance;
     }
  }

// The broker refused to close it: FLATTEN may try again soon, at a closed market not sooner than it meant to.
void PositionCloseAgain(const ulong ticket)
  {
   int index = PositionIndex(ticket, -1);
   if(index < 0)
      return;
   int symbol = (int)g_positions[index].wire.symbol;
   if(g_symbols[symbol].spec.session_open)
      g_positions[index].close_at = ClockNow() + (long)CLOSE_RETRY_MS * MS_NS;
  }

ulong PositionsChecksum()
  {
   ulong sum = 0;
   for(int i = 0; i < g_positions_count; i++)
      sum += PositionHash(g_positions[i].wire.ticket, g_positions[i].wire.volume, g_positions[i].wire.stop_loss, g_positions[i].wire.take_profit);
   return sum;
  }

void PositionsForget()
  {
   g_positions_count = 0;
   g_closed_count = 0;
   g_closed_lost = false;
   g_scan = 0;
   g_scan_cost = 0;
   g_list_trusted_at = 0;
   g_scan_due = true;
   for(int i = 0; i < g_symbols_count; i++)
      g_symbols[i].positions = 0;
  }

#endif
