// Backstop: the eyes and hands of the stop-loss daemon in this terminal.
//
// Attach it to one chart, any symbol. It reports every position and quote of the account to the
// daemon, carries out the daemon's stop changes, and gives a stop to any managed position that has
// none, daemon or no daemon. It needs the daemon's host in Tools > Options > Expert Advisors >
// 'Allow WebRequest for listed URL', and no DLL.
#ifdef __MQL5__
#property copyright "Backstop"
#property version   "1.00"
#property description "Guards the stop-loss of every managed position, together with the Backstop daemon."
#endif

#include <Backstop/Language.mqh>
#include <Backstop/Pump.mqh>

input string InpHost = "127.0.0.1";      // Daemon: host
input int InpPort = 5610;                // Daemon: port
input string InpToken = "";              // Link token, or file:NAME in MQL5/Files
input int InpTimerMs = 10;               // Timer, ms
input int InpSliceMs = 8;                // Polling within a timer event, ms
input bool InpGuard = true;              // The EA's own guard
input bool InpPanel = true;              // Panel on the chart
input bool InpBook = true;               // Wake on depth of market
input int InpInFlight = 32;              // Orders in flight at most
input int InpHistoryHours = 72;          // Deals reported at connection, hours
input int InpDeviation = 50;             // Deviation when flattening, points

#ifndef __MQL5__
#define INPUT_LIST(X) X(InpHost) X(InpPort) X(InpToken) X(InpTimerMs) X(InpSliceMs) X(InpGuard) X(InpPanel) X(InpBook) X(InpInFlight) X(InpHistoryHours) X(InpDeviation)
#endif

// The link token: the input itself, or the first line of the file it names.
string ReadToken()
  {
   if(StringFind(InpToken, "file:", 0) != 0)
      return InpToken;
   string name = StringSubstr(InpToken, 5, -1);
   int file = FileOpen(name, FILE_READ | FILE_BIN);
   if(file == INVALID_HANDLE)
     {
      Say("token", "cannot read the link token from MQL5/Files/" + name);
      return "";
     }
   ARRAY(uchar, bytes);
   int count = (int)FileReadArray(file, bytes);
   FileClose(file);
   int length = 0;
   while(length < count && bytes[length] != 10 && bytes[length] != 13)
      length++;
   if(length == 0)
      return "";
   return CharArrayToString(bytes, 0, length, CP_UTF8);
  }

int Bounded(const int value, const int least, const int most)
  {
   if(value < least)
      return least;
   if(value > most)
      return most;
   return value;
  }

int OnInit()
  {
   // Globals survive a change of symbol, timeframe or inputs: the program is the same, its boot too.
   if(g_boot_id == 0)
     {
      MathSrand((int)GetTickCount());
      g_boot_id = MakeBootId();
     }
   if(StringLen(InpHost) == 0 || InpPort < 1 || InpPort > 65535)
     {
      Alert("Backstop: InpHost and InpPort must name the daemon");
      return INIT_PARAMETERS_INCORRECT;
     }
   g_host = InpHost;
   g_port = InpPort;
   g_token = ReadToken();
   g_slice_ms = Bounded(InpSliceMs, 0, SLICE_MAX_MS);
   g_guard_on = InpGuard;
   g_panel_on = InpPanel;
   g_use_book = InpBook;
   g_in_flight_max = Bounded(InpInFlight, 1, 256);
   g_history_hours = Bounded(InpHistoryHours, 1, 720);
   g_flatten_deviation = (uint)Bounded(InpDeviation, 0, 100000);
   if(StringLen(g_token) == 0)
      Say("token", "no link token (InpToken): the daemon will refuse the connection");
   PanelOpen();
   if(!EventSetMillisecondTimer(Bounded(InpTimerMs, 1, 1000)))
     {
      Alert("Backstop: the terminal gives no timer");
      return INIT_FAILED;
     }
   return INIT_SUCCEEDED;
  }

void OnDeinit(const int reason)
  {
   EventKillTimer();
   PumpReleaseBooks();
   if(g_link_up)
      SessionDrop("the EA stops");
   PanelClose();
   // The same program comes back: it keeps the account, its requests in flight and their log.
   if(reason == REASON_CHARTCHANGE || reason == REASON_PARAMETERS)
      return;
   RequestsCloseLog();
   EventLogClose();
   HolderRelease();
   g_memory_stem = "";
   g_account = 0;
  }

void OnTick()
  {
   Pump();
  }

void OnTimer()
  {
   PumpSlice();
  }

void OnTradeTransaction(const MqlTradeTransaction &transaction, const MqlTradeRequest &request, const MqlTradeResult &answer)
  {
   g_scan_due = true;
   if(transaction.type == TRADE_TRANSACTION_REQUEST && (int)request.action != 0)
      AnswerArrived(answer.request_id, request.position, answer.retcode, answer.order);
   if(transaction.type == TRADE_TRANSACTION_DEAL_ADD)
      DealAnnounced(transaction.deal);
   Pump();
  }

void OnBookEvent(const string &symbol)
  {
   if(SymbolIndex(symbol) >= 0)
      Pump();
  }

void OnChartEvent(const int id, const long &lparam, const double &dparam, const string &sparam)
  {
   // The coordinates of a click, lparam and dparam, do not matter: a button knows its name.
   if(id == CHARTEVENT_OBJECT_CLICK && (lparam >= 0 || dparam >= 0.0))
      PanelPressed(sparam);
   Pump();
  }
