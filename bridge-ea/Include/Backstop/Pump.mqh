// The one thing every event does: hear the daemon, look at the market and the positions, act, and send
// what changed with a single call.
#ifndef BACKSTOP_PUMP_MQH
#define BACKSTOP_PUMP_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Memory.mqh>
#include <Backstop/Requests.mqh>
#include <Backstop/RequestLog.mqh>
#include <Backstop/Positions.mqh>
#include <Backstop/EventLog.mqh>
#include <Backstop/Commissions.mqh>
#include <Backstop/Guard.mqh>
#include <Backstop/Flatten.mqh>
#include <Backstop/Holder.mqh>
#include <Backstop/Session.mqh>
#include <Backstop/Updates.mqh>
#include <Backstop/Panel.mqh>

#define SYMBOLS_PER_EVENT 4
#define SLICE_MAX_MS 100

string g_host = "";
int    g_port = 0;
int    g_slice_ms = 8;
bool   g_use_book = true;
string g_server = "";
int    g_books = 0;                      // symbols whose depth of market was asked for

// Begins again for the account that is logged in: nothing of another account is kept.
void AccountOpen()
  {
   g_account = (ulong)AccountInfoInteger(ACCOUNT_LOGIN);
   g_server = AccountInfoString(ACCOUNT_SERVER);
   if(g_link_up)
      SessionDrop("the account changed");
   RequestsForget();
   EventsForget();
   EventLogClose();
   MemoryForget();
   PositionsForget();
   g_memory_stem = "";
   g_panel_due = LATCH_NONE;
   g_announced_count = 0;
   g_session_text = "";
   HolderRelease();
   HolderOpen(g_account, g_boot_id);
  }

// Follows the account that the terminal is logged in to. False while it is logged in to none.
bool AccountWatch()
  {
   ulong account = (ulong)AccountInfoInteger(ACCOUNT_LOGIN);
   if(account != g_account || AccountInfoString(ACCOUNT_SERVER) != g_server)
     {
      Say("account", StringFormat("working for account %I64u", account));
      AccountOpen();
     }
   return g_account != 0;
  }

// The holder reads what it remembers when it takes the account; one that loses it forgets.
bool PumpHolds()
  {
   if(!HolderRefresh())
     {
      if(StringLen(g_memory_stem) > 0)
        {
         SessionDrop("standing by");
         RequestsForget();
         EventsForget();
         EventLogClose();
         g_memory_stem = "";
        }
      return false;
     }
   if(StringLen(g_memory_stem) == 0)
     {
      g_memory_stem = MemoryStem(g_account, g_server);
      MemoryLoad();
      RequestsLoad();
      EventsLoad();
      PositionsForget();
     }
   return true;
  }

// Depth of market, where a symbol has one, wakes the EA on that symbol's changes.
void PumpBooks()
  {
   if(!g_use_book)
      return;
   while(g_books < g_symbols_count)
     {
      MarketBookAdd(g_symbols[g_books].name);
      g_books++;
     }
  }

void PumpReleaseBooks()
  {
   while(g_books > 0)
     {
      g_books--;
      MarketBookRelease(g_symbols[g_books].name);
     }
  }

// Called by every event handler.
void Pump()
  {
   if(!AccountWatch() || !PumpHolds())
     {
      PanelRefresh();
      return;
     }
   SessionConnect(g_host, g_port);
   SessionRead();
   PositionsScan(BrokerConnected());
   PositionsReadCommissions();
   TicksPoll();
   RequestsResolve();
   FlattenRun();
   GuardRun();
   DealsNoteAnnounced();
   SymbolsRefresh(SYMBOLS_PER_EVENT);
   if(g_session == SESSION_LIVE)
     {
      UpdatesPost();
      SessionBeat();
     }
   OutboxClose();
   LinkFlush();
   RequestsFlush();
   EventLogFlush();
   SessionWatch();
   PanelRefresh();
  }

// The timer comes no more often than every 10 to 16 ms. Within its slice the pump runs again and again,
// so that a command or a quote does not wait for the next timer.
void PumpSlice()
  {
   long until = ClockNow() + (long)g_slice_ms * MS_NS;
   Pump();
   while(!IsStopped() && ClockNow() < until)
     {
      Sleep(1);
      Pump();
     }
   PumpBooks();
  }

#endif
