// How the fate of a request becomes known.
//
// The broker's answer arrives as a trade transaction; that queue may drop it, so a stop change is also
// known done when the position shows it, and a close when the history shows its order. What stays
// unanswered is of unknown fate: it no longer blocks its position, and is told when asked for.
#ifndef BACKSTOP_ANSWERS_MQH
#define BACKSTOP_ANSWERS_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Positions.mqh>
#include <Backstop/Settling.mqh>
#include <Backstop/Requests.mqh>
#include <Backstop/RequestLog.mqh>
#include <Backstop/Orders.mqh>

#define ANSWER_TIMEOUT_MS 1000
#define CLOSE_LOOK_MS 200

uint g_guard_placed = 0;

// Whether a return code says done, rejected or leaves it open.
uchar OutcomeOf(const uint retcode, const int kind)
  {
   switch(retcode)
     {
      case TRADE_RETCODE_PLACED:
      case TRADE_RETCODE_DONE:
      case TRADE_RETCODE_DONE_PARTIAL:
         return OUTCOME_DONE;
      case TRADE_RETCODE_NO_CHANGES:
         if(kind == KIND_MODIFY)
            return OUTCOME_DONE;
         return OUTCOME_REJECTED;
      case TRADE_RETCODE_TIMEOUT:
      case TRADE_RETCODE_CONNECTION:
      case TRADE_RETCODE_ERROR:
         return OUTCOME_UNKNOWN;
      default:
         break;
     }
   return OUTCOME_REJECTED;
  }

void RequestLeavesFlight(const int slot)
  {
   if(g_requests[slot].state == REQUEST_IN_FLIGHT && g_in_flight > 0)
      g_in_flight--;
  }

// The levels and the volume to report, from the position as it is shown.
void RequestNoteLevels(const int slot)
  {
   int index = PositionIndex(g_requests[slot].ticket, -1);
   if(index < 0)
     {
      g_requests[slot].volume = 0;
      g_requests[slot].stop = 0;
      g_requests[slot].take = 0;
      return;
     }
   g_requests[slot].volume = g_positions[index].wire.volume;
   g_requests[slot].stop = PositionStop(index);
   g_requests[slot].take = PositionTake(index);
  }

void RequestSettle(const int slot)
  {
   if(!g_requests[slot].answer_due)
      g_answers_due++;
   g_requests[slot].answer_due = true;
   g_requests[slot].is_repeat = false;
   g_requests[slot].answered = ClockNow();
   if(!RequestRemember(slot))
      Say("memory", "a request's answer could not be written");
   if(g_requests[slot].origin != ORIGIN_DAEMON && OwnAnswerEncode(g_event_body, slot))
      EventNote(MSG_GUARD_ACTED, -1);
  }

// The answer to a request of the EA's own is what the guard did. False if there is nothing to tell.
bool OwnAnswerEncode(ByteWriter &body, const int slot)
  {
   bool is_done = g_requests[slot].outcome == OUTCOME_DONE;
   if(g_requests[slot].origin == ORIGIN_FLATTEN && !is_done)
      return false;
   uchar kind = 1;
   long stop = g_requests[slot].want_stop;
   if(is_done)
      kind = 0;
   if(g_requests[slot].origin == ORIGIN_FLATTEN)
     {
      kind = 2;
      stop = 0;
     }
   EncodeGuardActed(body, g_requests[slot].ticket, stop, g_requests[slot].retcode, kind, g_requests[slot].answered);
   return true;
  }

// The EA will not send this request.
void RequestRefuse(const int slot, const ushort refusal)
  {
   RequestLeavesFlight(slot);
   g_requests[slot].state = REQUEST_REFUSED;
   g_requests[slot].outcome = OUTCOME_REFUSED;
   g_requests[slot].refusal = refusal;
   RequestSettle(slot);
  }

// The fate of a request is known, or known to be open.
void RequestAnswered(const int slot, const uchar outcome, const uint retcode)
  {
   RequestLeavesFlight(slot);
   g_requests[slot].outcome = outcome;
   g_requests[slot].retcode = retcode;
   g_requests[slot].state = REQUEST_FATE_UNKNOWN;
   if(outcome == OUTCOME_DONE)
      g_requests[slot].state = REQUEST_DONE;
   if(outcome == OUTCOME_REJECTED)
      g_requests[slot].state = REQUEST_REJECTED;
   g_scan_due = true;
   if(outcome == OUTCOME_DONE && g_requests[slot].origin == ORIGIN_GUARD)
      g_guard_placed++;
   RequestNoteLevels(slot);
   if(outcome == OUTCOME_REJECTED && g_requests[slot].origin == ORIGIN_FLATTEN)
      PositionCloseAgain(g_requests[slot].ticket);
   if(outcome == OUTCOME_DONE && g_requests[slot].kind == KIND_MODIFY)
     {
      g_requests[slot].stop = g_requests[slot].want_stop;
      g_requests[slot].take = g_requests[slot].want_take;
      int index = PositionIndex(g_requests[slot].ticket, -1);
      bool is_unchanged = index >= 0 && g_positions[index].wire.stop_loss == g_requests[slot].had_stop && g_positions[index].wire.take_profit == g_requests[slot].had_take;
      if(is_unchanged)
         PositionSettle(index, g_requests[slot].want_stop, g_requests[slot].want_take);
     }
   if(outcome == OUTCOME_DONE && g_requests[slot].kind == KIND_CLOSE && retcode != TRADE_RETCODE_DONE_PARTIAL)
     {
      long rest = g_requests[slot].had_volume - g_requests[slot].want_volume;
      if(rest < g_requests[slot].volume)
         g_requests[slot].volume = rest;
     }
   RequestSettle(slot);
  }

bool RequestIsOpen(const int slot)
  {
   return g_requests[slot].id != 0 && (g_requests[slot].state == REQUEST_IN_FLIGHT || g_requests[slot].state == REQUEST_FATE_UNKNOWN);
  }

// The broker's answer to the request that the terminal numbered so. Answers to other programs come here too:
// a position that is named must be the request's own.
void AnswerArrived(const uint terminal_id, const ulong position, const uint retcode, const ulong order)
  {
   for(int i = 0; i < REQUESTS_MAX; i++)
     {
      if(!RequestIsOpen(i) || g_requests[i].terminal_id != terminal_id || terminal_id == 0)
         continue;
      if(position != 0 && position != g_requests[i].ticket)
         continue;
      g_requests[i].order = order;
      uchar outcome = OutcomeOf(retcode, (int)g_requests[i].kind);
      if(outcome == OUTCOME_DONE && retcode == TRADE_RETCODE_PLACED)
         return;
      if(outcome == OUTCOME_UNKNOWN && g_requests[i].state == REQUEST_FATE_UNKNOWN)
         return;
      RequestAnswered(i, outcome, retcode);
      return;
     }
  }

// Looks for the close's own order in the position's history. True if its fate is known.
bool CloseFound(const int slot)
  {
   long started = ClockNow();
   string tag = OrderTag(slot);
   bool is_found = false;
   ulong order = 0;
   bool is_filled = false;
   if(HistorySelectByPosition((long)g_requests[slot].identifier))
     {
      int total = HistoryOrdersTotal();
      for(int i = total - 1; i >= 0 && !is_found; i--)
        {
         order = HistoryOrderGetTicket(i);
         bool is_ours = order != 0 && (order == g_requests[slot].order || HistoryOrderGetString(order, ORDER_COMMENT) == tag);
         if(!is_ours)
            continue;
         is_found = true;
         ENUM_ORDER_STATE state = (ENUM_ORDER_STATE)HistoryOrderGetInteger(order, ORDER_STATE);
         is_filled = state == ORDER_STATE_FILLED || state == ORDER_STATE_PARTIAL;
        }
     }
   CallTook(CALL_HISTORY, started);
   if(!is_found)
      return false;
   g_requests[slot].order = order;
   if(is_filled)
      RequestAnswered(slot, OUTCOME_DONE, TRADE_RETCODE_DONE);
   else
      RequestAnswered(slot, OUTCOME_REJECTED, TRADE_RETCODE_CANCEL);
   return true;
  }

// A close whose position is gone, or that has waited long: its order in the history decides. A
// position that is gone without it was closed by something else.
void CloseResolve(const int slot, const long now)
  {
   if(now < g_requests[slot].look_at)
      return;
   long waited = now - g_requests[slot].sent;
   g_requests[slot].look_at = now + (long)CLOSE_LOOK_MS * MS_NS;
   int index = PositionIndex(g_requests[slot].ticket, -1);
   bool is_touched = index < 0 || g_positions[index].wire.volume < g_requests[slot].had_volume;
   if(!is_touched && waited < (long)ANSWER_TIMEOUT_MS * MS_NS)
      return;
   if(CloseFound(slot))
      return;
   if(index < 0 && waited > 2 * (long)ANSWER_TIMEOUT_MS * MS_NS)
      RequestAnswered(slot, OUTCOME_REJECTED, TRADE_RETCODE_POSITION_CLOSED);
  }

// A stop change that the position shows is done, whether or not its answer arrived.
void ModifyResolve(const int slot, const long now)
  {
   int index = PositionIndex(g_requests[slot].ticket, -1);
   if(index < 0)
     {
      if(now - g_requests[slot].sent > (long)ANSWER_TIMEOUT_MS * MS_NS)
         RequestAnswered(slot, OUTCOME_REJECTED, TRADE_RETCODE_POSITION_CLOSED);
      return;
     }
   bool is_shown = g_positions[index].wire.stop_loss == g_requests[slot].want_stop && g_positions[index].wire.take_profit == g_requests[slot].want_take;
   if(is_shown)
      RequestAnswered(slot, OUTCOME_DONE, TRADE_RETCODE_DONE);
  }

// Looks after everything in flight or of unknown fate. Records of unknown fate from an earlier run, or
// older than a minute, are left to be asked for.
void RequestsResolve()
  {
   long now = ClockNow();
   if(now > g_requests_until)
      return;
   for(int i = 0; i < REQUESTS_MAX; i++)
     {
      // Records of an earlier run have no number of this one; what is in flight must not stay so for ever.
      bool is_of_this_run = g_requests[i].terminal_id != 0 || g_requests[i].state == REQUEST_IN_FLIGHT;
      if(!RequestIsOpen(i) || !is_of_this_run)
         continue;
      long waited = now - g_requests[i].sent;
      if(waited > (long)REQUEST_RESOLVE_S * SECOND_NS)
         continue;
      if(g_requests[i].kind == KIND_CLOSE)
         CloseResolve(i, now);
      else
         ModifyResolve(i, now);
      if(g_requests[i].state == REQUEST_IN_FLIGHT && waited > (long)ANSWER_TIMEOUT_MS * MS_NS)
        {
         RequestLeavesFlight(i);
         g_requests[i].state = REQUEST_FATE_UNKNOWN;
        }
     }
  }

#endif
