// The account's deals: as they are announced, each an event for the record; and by sweeping the history, because
// announcements may be lost, each once per session. A session begins with those of the last days.
#ifndef BACKSTOP_DEALS_MQH
#define BACKSTOP_DEALS_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Symbols.mqh>
#include <Backstop/Positions.mqh>
#include <Backstop/Outbox.mqh>
#include <Backstop/HistoryToDaemon.mqh>
#include <Backstop/EventLog.mqh>

// Deals sent in this session, as a hash table that is emptied when three quarters full. A deal sent
// twice is harmless: the daemon knows deals by their number.
#define DEALS_KNOWN 16384
#define DEALS_PER_SWEEP 64
#define SWEEP_MS 5000
#define SWEEP_OVERLAP_S 600
#define ANNOUNCED_MAX 256

ARRAY(ulong, g_deals_known);
int   g_deals_known_count = 0;
FIXED_ARRAY(ulong, g_announced, ANNOUNCED_MAX);
int   g_announced_count = 0;
long  g_sweep_at = 0;
long  g_sweep_from = 0;                  // server time, seconds
int   g_sweep_position = 0;              // of a sweep in progress
int   g_history_hours = 72;
bool  g_history_active = false;         // an answer of the deal history is under way; its deals stand alone

void DealsReset()
  {
   g_sweep_at = 0;
   g_sweep_position = 0;
   g_sweep_from = (long)TimeTradeServer() - (long)g_history_hours * 3600;
   DealsForgetKnown();
  }

void DealsForgetKnown()
  {
   g_deals_known_count = 0;
   if(ArraySize(g_deals_known) != DEALS_KNOWN && ArrayResize(g_deals_known, DEALS_KNOWN) != DEALS_KNOWN)
      return;
   for(int i = 0; i < DEALS_KNOWN; i++)
      g_deals_known[i] = 0;
  }

// Notes the deal as sent; false if it was already.
bool DealIsFirst(const ulong deal)
  {
   if(ArraySize(g_deals_known) != DEALS_KNOWN)
      return true;
   if(g_deals_known_count > DEALS_KNOWN / 4 * 3)
      DealsForgetKnown();
   int slot = (int)(FnvNumber(deal, FNV_BASIS) % DEALS_KNOWN);
   while(g_deals_known[slot] != 0)
     {
      if(g_deals_known[slot] == deal)
         return false;
      slot = (slot + 1) % DEALS_KNOWN;
     }
   g_deals_known[slot] = deal;
   g_deals_known_count++;
   return true;
  }

// A deal was announced; it is read when the event ends, not inside it.
void DealAnnounced(const ulong deal)
  {
   g_sweep_at = 0;
   if(deal == 0 || g_announced_count >= ANNOUNCED_MAX)
      return;
   g_announced[g_announced_count] = deal;
   g_announced_count++;
  }

uchar DealKind(const ulong deal)
  {
   ENUM_DEAL_TYPE type = (ENUM_DEAL_TYPE)HistoryDealGetInteger(deal, DEAL_TYPE);
   if(type == DEAL_TYPE_BUY)
      return 0;
   if(type == DEAL_TYPE_SELL)
      return 1;
   return 2;
  }

uchar DealEntry(const ulong deal)
  {
   ENUM_DEAL_ENTRY entry = (ENUM_DEAL_ENTRY)HistoryDealGetInteger(deal, DEAL_ENTRY);
   switch(entry)
     {
      case DEAL_ENTRY_OUT:
         return 1;
      case DEAL_ENTRY_INOUT:
         return 2;
      case DEAL_ENTRY_OUT_BY:
         return 3;
      default:
         break;
     }
   return 0;
  }

uchar DealReason(const ulong deal)
  {
   ENUM_DEAL_REASON reason = (ENUM_DEAL_REASON)HistoryDealGetInteger(deal, DEAL_REASON);
   switch(reason)
     {
      case DEAL_REASON_CLIENT:
      case DEAL_REASON_MOBILE:
      case DEAL_REASON_WEB:
         return 1;
      case DEAL_REASON_EXPERT:
         return 2;
      case DEAL_REASON_SL:
         return 3;
      case DEAL_REASON_TP:
         return 4;
      case DEAL_REASON_SO:
         return 5;
      default:
         break;
     }
   return 6;
  }

// Reads a deal of the selected history; gives its symbol, -1 for none.
int DealRead(const ulong deal, DealMessage &message)
  {
   int symbol = -1;
   ZeroMemory(message);
   message.deal = deal;
   message.order = (ulong)HistoryDealGetInteger(deal, DEAL_ORDER);
   message.position = (ulong)HistoryDealGetInteger(deal, DEAL_POSITION_ID);
   message.magic = (ulong)HistoryDealGetInteger(deal, DEAL_MAGIC);
   message.symbol = NO_SYMBOL;
   message.kind = DealKind(deal);
   message.entry = DealEntry(deal);
   message.reason = DealReason(deal);
   string name = HistoryDealGetString(deal, DEAL_SYMBOL);
   if(StringLen(name) > 0)
     {
      symbol = SymbolAdd(name);
      if(symbol >= 0)
        {
         message.symbol = (ushort)symbol;
         message.price = ToPoints(HistoryDealGetDouble(deal, DEAL_PRICE), g_symbols[symbol].scale);
        }
     }
   message.volume = ToVolume(HistoryDealGetDouble(deal, DEAL_VOLUME));
   message.profit = ToUnits(HistoryDealGetDouble(deal, DEAL_PROFIT));
   message.commission = ToUnits(HistoryDealGetDouble(deal, DEAL_COMMISSION));
   message.swap = ToUnits(HistoryDealGetDouble(deal, DEAL_SWAP));
   message.fee = ToUnits(HistoryDealGetDouble(deal, DEAL_FEE));
   message.time = HistoryDealGetInteger(deal, DEAL_TIME_MSC);
   return symbol;
  }

// Posts a deal of the selected history. The symbol's specification goes first if it is not known yet.
void DealPost(const ulong deal)
  {
   if(!DealIsFirst(deal))
      return;
   DealMessage message;
   int symbol = DealRead(deal, message);
   if(symbol >= 0)
      SymbolPost(symbol);
   EncodeDeal(g_body, message);
   Post(MSG_DEAL);
  }

// Notes a deal of the selected history as an event.
void DealNote(const ulong deal)
  {
   if(!DealIsFirst(deal))
      return;
   DealMessage message;
   int symbol = DealRead(deal, message);
   EncodeDeal(g_event_body, message);
   EventNote(MSG_DEAL, symbol);
  }

void SymbolPost(const int symbol)
  {
   if(!g_symbols[symbol].spec_due)
      return;
   g_symbols[symbol].spec_due = false;
   EncodeSymbolSpec(g_body, g_symbols[symbol].spec);
   Post(MSG_SYMBOL_SPEC);
  }

// Those announced since the last pump, whether or not the daemon is there.
void DealsNoteAnnounced()
  {
   int count = g_announced_count;
   g_announced_count = 0;
   for(int i = 0; i < count; i++)
     {
      long started = ClockNow();
      bool is_there = HistoryDealSelect(g_announced[i]);
      CallTook(CALL_HISTORY, started);
      if(is_there)
         DealNote(g_announced[i]);
     }
  }

// Goes through the history a part at a time; a sweep that has reached the end is repeated later over
// the last minutes.
void DealsSweep()
  {
   long now = ClockNow();
   if(now < g_sweep_at || g_history_active)
      return;
   // Before the terminal has met the broker there is no server time to count from.
   if(g_sweep_from <= 0)
      g_sweep_from = (long)TimeTradeServer() - (long)g_history_hours * 3600;
   if(g_sweep_from <= 0)
     {
      g_sweep_at = now + (long)SWEEP_MS * MS_NS;
      return;
     }
   datetime from = (datetime)g_sweep_from;
   datetime to = (datetime)((long)TimeTradeServer() + 86400);
   long started = ClockNow();
   bool is_selected = HistorySelect(from, to);
   CallTook(CALL_HISTORY, started);
   if(!is_selected)
     {
      g_sweep_at = now + (long)SWEEP_MS * MS_NS;
      return;
     }
   int total = HistoryDealsTotal();
   int last = g_sweep_position + DEALS_PER_SWEEP;
   if(last > total)
      last = total;
   for(int i = g_sweep_position; i < last; i++)
     {
      ulong deal = HistoryDealGetTicket(i);
      if(deal != 0)
         DealPost(deal);
     }
   g_sweep_position = last;
   if(last < total)
      return;
   g_sweep_position = 0;
   g_sweep_at = now + (long)SWEEP_MS * MS_NS;
   long overlap = (long)TimeTradeServer() - SWEEP_OVERLAP_S;
   if(overlap > g_sweep_from)
      g_sweep_from = overlap;
  }

#endif
