// Trade events for the record: numbered, kept until the daemon has acknowledged them, and told again after
// every snapshot, because a lost link or a daemon that died may have lost them.
//
// The state (positions, quotes) is told beside them and waits for none of this: a daemon that never
// acknowledges gets its ticks, and its commands are carried out.
//
// Bound: EVENTS_MAX events. Of more the oldest is dropped and counted, and the heartbeat says so: the daemon
// then has to ask the deal history. An event keeps its name, boot id and number, across restarts.
#ifndef BACKSTOP_EVENTS_MQH
#define BACKSTOP_EVENTS_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Bytes.mqh>
#include <Backstop/Identity.mqh>
#include <Backstop/Protocol.mqh>

#define EVENTS_MAX 1024
#define EVENT_BODY_MAX 360

struct EventRecord
  {
   ulong             boot;
   ulong             number;
   uchar             type;               // of the message whose body it carries
   int               symbol;             // -1 if it names none
   int               size;               // bytes of the body
   bool              is_told;            // sent at least once, perhaps by an earlier start
   bool              is_acknowledged;
  };

FIXED_ARRAY(EventRecord, g_events, EVENTS_MAX);
ARRAY(uchar, g_event_bytes);             // the bodies, EVENT_BODY_MAX for each slot
int        g_events_first = 0;
int        g_events_count = 0;
int        g_events_next = 0;            // the first so many were sent since the last snapshot
ulong      g_event_number = 0;
uint       g_events_dropped = 0;         // since the program started; may wrap
ByteWriter g_event_body;                 // what is being noted

void EventsForget()
  {
   g_events_first = 0;
   g_events_count = 0;
   g_events_next = 0;
  }

void EventsRemoveFirst()
  {
   g_events_first = (g_events_first + 1) % EVENTS_MAX;
   g_events_count--;
   if(g_events_next > 0)
      g_events_next--;
  }

// Where the symbol's number stands in a body; -1 if there is none.
int EventSymbolAt(const uchar type)
  {
   switch((int)type)
     {
      case MSG_POSITION:
         return 24;
      case MSG_POSITION_CLOSED:
         return 16;
      case MSG_DEAL:
         return 32;
     }
   return -1;
  }

// Adds an event with its body, bytes[from .. from + count - 1]; its slot, or -1 if there is no memory for it.
int EventAdd(const ulong boot, const ulong number, const uchar type, const int symbol, CONST_ARRAY_REF(uchar, bytes), const int from, const int count)
  {
   int size = EVENTS_MAX * EVENT_BODY_MAX;
   bool has_room = ArraySize(g_event_bytes) == size || ArrayResize(g_event_bytes, size) == size;
   if(!has_room || count > EVENT_BODY_MAX)
     {
      g_events_dropped++;
      return -1;
     }
   if(g_events_count >= EVENTS_MAX)
     {
      EventsRemoveFirst();
      g_events_dropped++;
     }
   int slot = (g_events_first + g_events_count) % EVENTS_MAX;
   g_events_count++;
   g_events[slot].boot = boot;
   g_events[slot].number = number;
   g_events[slot].type = type;
   g_events[slot].symbol = symbol;
   g_events[slot].size = count;
   g_events[slot].is_told = false;
   g_events[slot].is_acknowledged = false;
   for(int i = 0; i < count; i++)
      g_event_bytes[slot * EVENT_BODY_MAX + i] = bytes[from + i];
   return slot;
  }

// The number of its symbol is that of this program, whichever program saw the event.
void EventNameSymbol(const int slot)
  {
   int at = EventSymbolAt(g_events[slot].type);
   if(at < 0 || g_events[slot].symbol < 0)
      return;
   g_event_bytes[slot * EVENT_BODY_MAX + at] = (uchar)(g_events[slot].symbol & 0xFF);
   g_event_bytes[slot * EVENT_BODY_MAX + at + 1] = (uchar)(g_events[slot].symbol >> 8);
  }

// The daemon has kept the events of that start up to that number.
void EventsAcknowledge(const ulong boot, const ulong number)
  {
   for(int i = 0; i < g_events_count; i++)
     {
      int slot = (g_events_first + i) % EVENTS_MAX;
      if(g_events[slot].boot == boot && g_events[slot].number <= number)
         g_events[slot].is_acknowledged = true;
     }
   while(g_events_count > 0 && g_events[g_events_first].is_acknowledged)
      EventsRemoveFirst();
  }

#endif
