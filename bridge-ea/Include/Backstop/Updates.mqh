// What is sent as it changes: everything marked due, in an order that lets the daemon understand each
// message when it reads it; and the snapshot, which is the same, of everything.
#ifndef BACKSTOP_UPDATES_MQH
#define BACKSTOP_UPDATES_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Outbox.mqh>
#include <Backstop/Symbols.mqh>
#include <Backstop/Ticks.mqh>
#include <Backstop/Positions.mqh>
#include <Backstop/Requests.mqh>
#include <Backstop/Answers.mqh>
#include <Backstop/Orders.mqh>
#include <Backstop/Flatten.mqh>
#include <Backstop/Deals.mqh>
#include <Backstop/DealHistory.mqh>
#include <Backstop/MinuteBars.mqh>
#include <Backstop/Events.mqh>

#define ACCOUNT_MS 250
#define EVENTS_PER_PUMP 64

// How long a session waits to be asked for its first snapshot before it sends one unasked.
#define SNAPSHOT_WAIT_MS 2000

AccountMessage g_account_sent;
long           g_account_at = 0;
bool           g_snapshot_due = false;
uint           g_snapshot_id = 0;
bool           g_snapshot_sent = false;  // in this session: changes mean nothing before it
long           g_snapshot_by = 0;

void ValuationPost(const int symbol)
  {
   g_symbols[symbol].valuation_due = false;
   EncodeValuation(g_body, g_symbols[symbol].valuation);
   Post(MSG_VALUATION);
  }

void TickPost(const int symbol)
  {
   g_symbols[symbol].tick_due = false;
   EncodeTick(g_body, g_symbols[symbol].tick);
   Post(MSG_TICK);
  }

void PositionPost(const int index)
  {
   g_positions[index].is_due = false;
   EncodePosition(g_body, g_positions[index].wire);
   Post(MSG_POSITION);
  }

void AccountRead(AccountMessage &account)
  {
   ZeroMemory(account);
   account.balance = ToUnits(AccountInfoDouble(ACCOUNT_BALANCE));
   account.equity = ToUnits(AccountInfoDouble(ACCOUNT_EQUITY));
   account.margin = ToUnits(AccountInfoDouble(ACCOUNT_MARGIN));
   account.margin_free = ToUnits(AccountInfoDouble(ACCOUNT_MARGIN_FREE));
   account.permissions = Permissions();
  }

void AccountPost()
  {
   AccountRead(g_account_sent);
   EncodeAccount(g_body, g_account_sent);
   Post(MSG_ACCOUNT);
   g_account_at = ClockNow() + (long)ACCOUNT_MS * MS_NS;
  }

void AccountPostIfChanged()
  {
   if(ClockNow() < g_account_at)
      return;
   g_account_at = ClockNow() + (long)ACCOUNT_MS * MS_NS;
   AccountMessage account;
   AccountRead(account);
   bool is_same = account.balance == g_account_sent.balance && account.equity == g_account_sent.equity && account.margin == g_account_sent.margin && account.margin_free == g_account_sent.margin_free && account.permissions == g_account_sent.permissions;
   if(!is_same)
      AccountPost();
  }

void ClosedPost()
  {
   for(int i = 0; i < g_closed_count; i++)
     {
      EncodePositionClosed(g_body, g_closed[i].ticket, g_closed[i].identifier, g_closed[i].symbol, g_closed[i].seen);
      Post(MSG_POSITION_CLOSED);
     }
   g_closed_count = 0;
  }

void AnswerPost(const int slot)
  {
   ResultMessage answer;
   ZeroMemory(answer);
   answer.request_id = g_requests[slot].id;
   answer.ticket = g_requests[slot].ticket;
   answer.outcome = g_requests[slot].outcome;
   answer.repeated = g_requests[slot].is_repeat;
   answer.refusal = g_requests[slot].refusal;
   answer.retcode = g_requests[slot].retcode;
   answer.stop_loss = g_requests[slot].stop;
   answer.take_profit = g_requests[slot].take;
   answer.volume = g_requests[slot].volume;
   answer.order = g_requests[slot].order;
   answer.received = g_requests[slot].received;
   answer.sent = g_requests[slot].sent;
   answer.answered = g_requests[slot].answered;
   EncodeResult(g_body, answer);
   Post(MSG_RESULT);
  }

void AnswersPost()
  {
   for(int i = 0; i < REQUESTS_MAX && g_answers_due > 0; i++)
     {
      if(!g_requests[i].answer_due)
         continue;
      g_requests[i].answer_due = false;
      g_answers_due--;
      if(g_requests[i].origin == ORIGIN_DAEMON)
         AnswerPost(i);
      else if(OwnAnswerEncode(g_body, i))
         Post(MSG_GUARD_ACTED);
     }
  }

void PanelPost()
  {
   if(g_panel_due == LATCH_NONE)
      return;
   PutU8(g_body, g_panel_due);
   Post(MSG_PANEL);
   g_panel_due = LATCH_NONE;
  }

// A session begins without a snapshot.
void UpdatesReset()
  {
   g_snapshot_due = false;
   g_snapshot_sent = false;
   g_history_active = false;
   g_minutes_active = false;
   g_snapshot_id = 0;
   g_snapshot_by = ClockNow() + (long)SNAPSHOT_WAIT_MS * MS_NS;
  }

// Everything that is due. Answers first; quotes and positions wait when the link is full.
void UpdatesPost()
  {
   PanelPost();
   AnswersPost();
   if(g_closed_lost || (!g_snapshot_sent && ClockNow() > g_snapshot_by))
      g_snapshot_due = true;
   if(g_snapshot_due)
      SnapshotPost();
   if(!g_snapshot_sent)
      return;
   for(int i = 0; i < g_symbols_count && LinkHasRoom(); i++)
     {
      SymbolPost(i);
      if(g_symbols[i].valuation_due)
         ValuationPost(i);
      if(g_symbols[i].tick_due)
         TickPost(i);
     }
   for(int i = 0; i < g_positions_count && LinkHasRoom(); i++)
     {
      if(!g_positions[i].is_due || g_symbols[(int)g_positions[i].wire.symbol].spec_due)
         continue;
      PositionPost(i);
     }
   ClosedPost();
   EventsPost();
   if(!LinkHasRoom())
      return;
   DealsSweep();
   HistoryPost();
   MinutesPost();
   AccountPostIfChanged();
  }

// The events that were not sent since the last snapshot, oldest first, so many at a time that quotes do not wait.
void EventsPost()
  {
   for(int left = EVENTS_PER_PUMP; left > 0 && g_events_next < g_events_count && LinkHasRoom(); left--)
     {
      int slot = (g_events_first + g_events_next) % EVENTS_MAX;
      g_events_next++;
      if(g_events[slot].is_acknowledged)
         continue;
      if(g_events[slot].symbol >= 0)
         SymbolPost(g_events[slot].symbol);
      EncodeTradeEvent(g_body, g_events[slot].boot, g_events[slot].number, g_events[slot].is_told, g_events[slot].type);
      PutBytes(g_body, g_event_bytes, slot * EVENT_BODY_MAX, g_events[slot].size);
      Post(MSG_TRADE_EVENT);
      g_events[slot].is_told = true;
     }
  }

// Everything, between snapshot_begin and snapshot_end, in one go so that it is of one moment.
void SnapshotPost()
  {
   if(!LinkHasRoom())
      return;
   g_snapshot_due = false;
   g_snapshot_sent = true;
   g_closed_count = 0;
   g_closed_lost = false;
   EncodeSnapshotBegin(g_body, g_snapshot_id, (uint)g_symbols_count, (uint)g_positions_count);
   Post(MSG_SNAPSHOT_BEGIN);
   for(int i = 0; i < g_symbols_count; i++)
     {
      g_symbols[i].spec_due = true;
      SymbolPost(i);
      if(g_symbols[i].valued)
         ValuationPost(i);
      if(g_symbols[i].quoted)
        {
         TickForgetExtremes(i);
         TickPost(i);
        }
     }
   for(int i = 0; i < g_positions_count; i++)
      PositionPost(i);
   AccountPost();
   EncodeSnapshotEnd(g_body, g_snapshot_id, (uint)g_positions_count, PositionsChecksum());
   Post(MSG_SNAPSHOT_END);
   g_snapshot_id = 0;
   // Whatever made the daemon ask may have lost it events, too.
   g_events_next = 0;
  }

#endif
