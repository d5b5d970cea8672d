// The EA's own monotonic clock, in nanoseconds, and the time its slowest terminal call took.
//
// GetMicrosecondCount may start again at zero when OnInit runs again, while the globals survive.
// The clock then goes on from where it was, plus what the terminal's millisecond counter says passed.
// It never goes back and never gives zero, which the protocol uses for "none".
#ifndef BACKSTOP_CLOCK_MQH
#define BACKSTOP_CLOCK_MQH

#define MS_NS 1000000
#define SECOND_NS 1000000000

// What a call was, for the heartbeat's slowest_call.
#define CALL_ORDER_SEND 1
#define CALL_SOCKET_SEND 2
#define CALL_SOCKET_READ 3
#define CALL_COPY_TICKS 4
#define CALL_HISTORY 5
#define CALL_CALCULATION 6
#define CALL_FILE 7
#define CALL_CHART 8

long  g_clock_base = SECOND_NS;
long  g_clock_last = 0;
ulong g_clock_ticks = 0;
long  g_clock_ticks_at = 0;
int   g_slowest_call = 0;
long  g_slowest_ns = 0;

long ClockNow()
  {
   long now = g_clock_base + (long)GetMicrosecondCount() * 1000;
   if(now < g_clock_last)
     {
      long missed = (long)(GetTickCount64() - g_clock_ticks) * MS_NS - (g_clock_last - g_clock_ticks_at);
      if(missed < 0)
         missed = 0;
      g_clock_base += g_clock_last - now + missed;
      now = g_clock_last + missed;
     }
   if(g_clock_ticks_at == 0 || now - g_clock_ticks_at > SECOND_NS)
     {
      g_clock_ticks = GetTickCount64();
      g_clock_ticks_at = now;
     }
   g_clock_last = now;
   return now;
  }

// Ends the measurement of one terminal call that began at `started`.
void CallTook(const int call, const long started)
  {
   long took = ClockNow() - started;
   if(took <= g_slowest_ns)
      return;
   g_slowest_ns = took;
   g_slowest_call = call;
  }

// Milliseconds of the broker's server time; whole seconds are all the terminal gives.
long ServerTimeMs()
  {
   return (long)TimeTradeServer() * 1000;
  }

#endif
