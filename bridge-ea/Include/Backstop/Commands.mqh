// The daemon's commands: what is checked before an order leaves, in the order docs/protocol.md gives.
//
// The EA is the last to look, and knows what only it can know: its own clock, the position as the
// terminal shows it, the market's distance, the terminal's own profit calculation. Everything that is
// refused is answered with the reason and remembered like everything that is sent.
#ifndef BACKSTOP_COMMANDS_MQH
#define BACKSTOP_COMMANDS_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/FromDaemon.mqh>
#include <Backstop/Orders.mqh>
#include <Backstop/Answers.mqh>

int g_in_flight_max = 32;

// Answers a request that was seen before from memory. True if it was.
bool CommandIsRepeat(const ulong request_id, const ulong ticket)
  {
   int slot = RequestFind(request_id);
   if(slot >= 0)
     {
      // In flight, it will be answered when its fate is known; of unknown fate, when asked for.
      bool has_answer = g_requests[slot].state != REQUEST_IN_FLIGHT && g_requests[slot].state != REQUEST_FATE_UNKNOWN;
      if(g_requests[slot].outcome == OUTCOME_UNKNOWN)
         has_answer = true;
      if(has_answer && !g_requests[slot].answer_due)
        {
         g_requests[slot].answer_due = true;
         g_requests[slot].is_repeat = true;
         g_answers_due++;
        }
      return true;
     }
   if(request_id > g_request_floor)
      return false;
   // Forgotten: whether it was carried out is not known any more, so it is not carried out again.
   slot = RequestSlot();
   if(slot < 0)
      return true;
   g_requests[slot].id = request_id;
   g_requests[slot].ticket = ticket;
   g_requests[slot].received = ClockNow();
   g_requests[slot].answered = g_requests[slot].received;
   g_requests[slot].outcome = OUTCOME_UNKNOWN;
   g_requests[slot].state = REQUEST_FATE_UNKNOWN;
   g_requests[slot].answer_due = true;
   g_requests[slot].is_repeat = true;
   g_answers_due++;
   return true;
  }

// A slot for a command that has not been seen before. -1 if there is none.
int CommandOpen(const ulong request_id, const ulong ticket, const int kind)
  {
   int slot = RequestSlot();
   if(slot < 0)
      return -1;
   g_requests[slot].id = request_id;
   g_requests[slot].ticket = ticket;
   g_requests[slot].origin = ORIGIN_DAEMON;
   g_requests[slot].kind = (uchar)kind;
   g_requests[slot].received = ClockNow();
   return slot;
  }

bool IsLate(const long cause, const uint limit_ms)
  {
   long now = ClockNow();
   return cause <= 0 || cause > now || now - cause > (long)limit_ms * MS_NS;
  }

// The reasons that hold for every command: epoch, deadline, position, one in flight.
ushort CheckCommand(const ulong epoch, const long cause, const uint limit_ms, const int index, const ulong ticket, const int symbol, const int side)
  {
   if(epoch != g_highest_epoch)
      return REFUSAL_EPOCH;
   if(IsLate(cause, limit_ms))
      return REFUSAL_DEADLINE;
   if(index < 0)
      return REFUSAL_NO_POSITION;
   if((int)g_positions[index].wire.symbol != symbol || (int)g_positions[index].wire.side != side)
      return REFUSAL_EXPECTED;
   if(g_in_flight >= g_in_flight_max || RequestInFlight(ticket) >= 0)
      return REFUSAL_BUSY;
   return REFUSAL_NONE;
  }

// Whether trading is permitted at all, and what to answer if not.
ushort CheckPermission(const int symbol)
  {
   ushort permissions = Permissions();
   if((permissions & PERMIT_CONNECTED) == 0)
      return REFUSAL_DISCONNECTED;
   if(permissions != PERMIT_ALL)
      return REFUSAL_NOT_PERMITTED;
   if(g_symbols[symbol].spec.trade_mode == 0)
      return REFUSAL_NOT_PERMITTED;
   return REFUSAL_NONE;
  }

// Whether the stop, present stop and take-profit are far enough from the market to be changed.
ushort CheckDistance(const int index, const long stop)
  {
   int symbol = (int)g_positions[index].wire.symbol;
   int side = (int)g_positions[index].wire.side;
   TickPoll(symbol);
   if(stop != 0)
     {
      long distance = DistanceFromMarket(symbol, side, stop);
      if(distance <= 0 || distance < g_symbols[symbol].spec.stops_level)
         return REFUSAL_STOPS_LEVEL;
     }
   long freeze = g_symbols[symbol].spec.freeze_level;
   if(freeze <= 0)
      return REFUSAL_NONE;
   long present = PositionStop(index);
   long take = PositionTake(index);
   if(present != 0 && DistanceFromMarket(symbol, side, present) <= freeze)
      return REFUSAL_FREEZE_LEVEL;
   if(take != 0 && -DistanceFromMarket(symbol, side, take) <= freeze)
      return REFUSAL_FREEZE_LEVEL;
   return REFUSAL_NONE;
  }

// Whether the loss at the stop stays within what the request allows. It is not asked of a stop that
// gives up nothing where the cap cannot be placed, nor of a tighter one that the terminal cannot value.
ushort CheckLoss(const int index, const ModifyStopMessage &order)
  {
   long present = PositionStop(index);
   int side = (int)g_positions[index].wire.side;
   bool is_tighter = IsTighter(side, order.stop_loss, present);
   if(order.cap_unreachable && !IsLooser(side, order.stop_loss, present))
      return REFUSAL_NONE;
   long loss = 0;
   if(!LossAt(index, order.stop_loss, loss))
     {
      if(is_tighter)
         return REFUSAL_NONE;
      return REFUSAL_MAX_LOSS;
     }
   if(loss > order.max_loss)
      return REFUSAL_MAX_LOSS;
   return REFUSAL_NONE;
  }

ushort CheckModify(const int index, const ModifyStopMessage &order)
  {
   int symbol = (int)g_positions[index].wire.symbol;
   int side = (int)g_positions[index].wire.side;
   long present = PositionStop(index);
   if(present != order.expected_stop_loss || PositionTake(index) != order.expected_take_profit)
      return REFUSAL_EXPECTED;
   if(order.stop_loss == present && order.take_profit == order.expected_take_profit)
      return REFUSAL_NOTHING;
   if(order.stop_loss < 0 || order.take_profit < 0)
      return REFUSAL_OFF_GRID;
   ushort loss = CheckLoss(index, order);
   if(loss != REFUSAL_NONE)
      return loss;
   if(!order.may_loosen && IsLooser(side, order.stop_loss, present))
      return REFUSAL_LOOSENS;
   long tick_size = g_symbols[symbol].spec.tick_size;
   // A take-profit that stays as it is was the broker's to accept.
   bool is_take_off = order.take_profit != order.expected_take_profit && order.take_profit % tick_size != 0;
   if(order.stop_loss % tick_size != 0 || is_take_off)
      return REFUSAL_OFF_GRID;
   ushort distance = CheckDistance(index, order.stop_loss);
   if(distance != REFUSAL_NONE)
      return distance;
   ushort permission = CheckPermission(symbol);
   if(permission != REFUSAL_NONE)
      return permission;
   if(EffectiveLatch() == LATCH_FREEZE)
      return REFUSAL_LATCHED;
   return REFUSAL_NONE;
  }

// Carries out a modify_stop, or remembers why not.
void CommandModify(const ulong epoch, const ModifyStopMessage &order)
  {
   if(CommandIsRepeat(order.request_id, order.ticket))
      return;
   int slot = CommandOpen(order.request_id, order.ticket, KIND_MODIFY);
   if(slot < 0)
      return;
   int index = PositionRefresh(order.ticket);
   ushort refusal = CheckCommand(epoch, order.cause, order.limit_ms, index, order.ticket, (int)order.symbol, (int)order.side);
   if(index >= 0)
      RequestTarget(slot, index);
   if(refusal == REFUSAL_NONE)
      refusal = CheckModify(index, order);
   if(refusal != REFUSAL_NONE)
     {
      RequestRefuse(slot, refusal);
      return;
     }
   if(!SendLevels(slot, index, order.stop_loss, order.take_profit))
      RequestRefuse(slot, REFUSAL_NOT_SENT);
  }

ushort CheckClose(const int index, const ClosePositionMessage &order)
  {
   int symbol = (int)g_positions[index].wire.symbol;
   // A part must not become the whole because something else closed the rest meanwhile.
   if(order.expected_volume != 0 && order.expected_volume != g_positions[index].wire.volume)
      return REFUSAL_EXPECTED;
   if(order.volume <= 0 || order.volume > g_positions[index].wire.volume)
      return REFUSAL_VOLUME;
   long rest = g_positions[index].wire.volume - order.volume;
   long step = g_symbols[symbol].spec.volume_step;
   if(rest != 0 && step > 0 && order.volume % step != 0)
      return REFUSAL_VOLUME;
   ushort permission = CheckPermission(symbol);
   if(permission != REFUSAL_NONE)
      return permission;
   if(EffectiveLatch() == LATCH_FREEZE)
      return REFUSAL_LATCHED;
   return REFUSAL_NONE;
  }

// Carries out a close_position, or remembers why not.
void CommandClose(const ulong epoch, const ClosePositionMessage &order)
  {
   if(CommandIsRepeat(order.request_id, order.ticket))
      return;
   int slot = CommandOpen(order.request_id, order.ticket, KIND_CLOSE);
   if(slot < 0)
      return;
   int index = PositionRefresh(order.ticket);
   ushort refusal = CheckCommand(epoch, order.cause, order.limit_ms, index, order.ticket, (int)order.symbol, (int)order.side);
   if(index >= 0)
      RequestTarget(slot, index);
   if(refusal == REFUSAL_NONE)
      refusal = CheckClose(index, order);
   if(refusal != REFUSAL_NONE)
     {
      RequestRefuse(slot, refusal);
      return;
     }
   TickPoll((int)g_positions[index].wire.symbol);
   if(!SendClose(slot, index, order.volume, order.deviation))
      RequestRefuse(slot, REFUSAL_NOT_SENT);
  }

// What the EA knows of a request and its position.
void CommandReadBack(const ReadBackRequestMessage &request, ReadBackMessage &answer)
  {
   ZeroMemory(answer);
   answer.request_id = request.request_id;
   answer.ticket = request.ticket;
   answer.request = REQUEST_NEVER_SEEN;
   int slot = RequestFind(request.request_id);
   if(slot >= 0)
     {
      answer.request = g_requests[slot].state;
      answer.retcode = g_requests[slot].retcode;
     }
   else if(request.request_id <= g_request_floor)
      answer.request = REQUEST_FATE_UNKNOWN;
   int index = PositionRefresh(request.ticket);
   answer.seen = ClockNow();
   if(index < 0)
      return;
   answer.open = true;
   answer.volume = g_positions[index].wire.volume;
   answer.stop_loss = PositionStop(index);
   answer.take_profit = PositionTake(index);
  }

#endif
