// The requests this EA has taken, and their answers: the last 2,048, across restarts.
//
// A record is appended to a log file before its order leaves and again when its fate is known, so
// that after a crash no request is carried out twice. A record still in flight when the terminal
// ended is of unknown fate. Requests of the EA's own (guard, flatten) live in the same table, so that
// a position has one in flight whoever asked; they are not remembered.
#ifndef BACKSTOP_REQUESTS_MQH
#define BACKSTOP_REQUESTS_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Memory.mqh>
#include <Backstop/Protocol.mqh>

#define REQUESTS_MAX 2048

#define KIND_MODIFY 1
#define KIND_CLOSE 2

#define ORIGIN_DAEMON 0
#define ORIGIN_GUARD 1
#define ORIGIN_FLATTEN 2

struct RequestRecord
  {
   ulong             id;                 // 0: the slot is empty
   ulong             ticket;
   ulong             identifier;
   uchar             kind;
   uchar             origin;
   uchar             state;              // REQUEST_...
   uchar             outcome;            // OUTCOME_..., once the fate is known
   ushort            refusal;
   uint              retcode;
   long              stop;               // as they stood at the answer
   long              take;
   long              volume;
   ulong             order;
   long              received;
   long              sent;
   long              answered;
   long              want_stop;
   long              want_take;
   long              want_volume;
   long              had_volume;         // open when it was taken
   long              had_stop;           // levels the terminal showed then
   long              had_take;
   long              sent_server_ms;
   uint              terminal_id;        // MqlTradeResult.request_id
   bool              answer_due;
   bool              is_repeat;
   long              look_at;            // when to look into the history for a close
  };

FIXED_ARRAY(RequestRecord, g_requests, REQUESTS_MAX);
int   g_request_next = 0;
int   g_in_flight = 0;
int   g_answers_due = 0;
ulong g_own_request = 0;
long  g_requests_until = 0;              // after this nothing sent can still be resolved

int RequestFind(const ulong id)
  {
   if(id == 0)
      return -1;
   for(int i = 0; i < REQUESTS_MAX; i++)
     {
      int slot = (g_request_next + REQUESTS_MAX - 1 - i) % REQUESTS_MAX;
      if(g_requests[slot].id == id && g_requests[slot].origin == ORIGIN_DAEMON)
         return slot;
     }
   return -1;
  }

// A slot for one more request; the oldest that is not in flight makes room. -1 if all are in flight.
int RequestSlot()
  {
   for(int i = 0; i < REQUESTS_MAX; i++)
     {
      int slot = g_request_next;
      g_request_next = (g_request_next + 1) % REQUESTS_MAX;
      bool is_busy = g_requests[slot].id != 0 && g_requests[slot].state == REQUEST_IN_FLIGHT;
      if(is_busy)
         continue;
      bool is_forgotten = g_requests[slot].id != 0 && g_requests[slot].origin == ORIGIN_DAEMON;
      if(is_forgotten && g_requests[slot].id > g_request_floor)
         g_request_floor = g_requests[slot].id;
      if(g_requests[slot].answer_due)
         g_answers_due--;
      ZeroMemory(g_requests[slot]);
      return slot;
     }
   return -1;
  }

// The slot of the request in flight for this position; -1 if there is none.
int RequestInFlight(const ulong ticket)
  {
   // Newest first, and no further than the last in flight: they are among the newest.
   int left = g_in_flight;
   for(int i = 0; i < REQUESTS_MAX && left > 0; i++)
     {
      int slot = (g_request_next + REQUESTS_MAX - 1 - i) % REQUESTS_MAX;
      if(g_requests[slot].id == 0 || g_requests[slot].state != REQUEST_IN_FLIGHT)
         continue;
      if(g_requests[slot].ticket == ticket)
         return slot;
      left--;
     }
   return -1;
  }

#endif
