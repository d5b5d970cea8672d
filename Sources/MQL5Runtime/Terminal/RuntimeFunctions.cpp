// The functions of Language/Runtime.h that ask the running program and its terminal.
#include "../Language/Runtime.h"
#include "../Language/ArrayFunctions.h"
#include "../Language/Maths.h"
#include "../Language/Market.h"
#include "Clock.h"
#include "Program.h"

namespace mql {

int GetLastError() { return program().last_error; }
void ResetLastError() { program().last_error = 0; }
void SetUserError(ushort code) { program().last_error = ERR_USER_ERROR_FIRST + code; }
bool IsStopped() { return program().stop_requested(); }
int UninitializeReason() { return program().uninit_reason; }
void ExpertRemove() { program().remove_itself(); }
void DebugBreak() {}

void print_text(const string& text) { program().terminal.message(MQL_MESSAGE_PRINT, text.utf8()); }
void alert_text(const string& text) { program().terminal.message(MQL_MESSAGE_ALERT, text.utf8()); }
// The chart shows 2,045 characters of a comment.
void comment_text(const string& text) {
  bool fits = StringLen(text) <= 2045;
  program().chart.set_comment((fits ? text : StringSubstr(text, 0, 2045)).utf8());
}

bool SendNotification(const string& text) {
  if (StringLen(text) == 0 || StringLen(text) > 255)
    return set_last_error(ERR_NOTIFICATION_WRONG_PARAMETER), false;
  if (!program().terminal.flags().notifications_enabled)
    return set_last_error(ERR_NOTIFICATION_WRONG_SETTINGS), false;
  program().terminal.message(MQL_MESSAGE_NOTIFICATION, text.utf8());
  return true;
}

bool SendMail(const string& subject, const string& text) {
  if (!program().terminal.flags().mail_enabled) return set_last_error(ERR_MAIL_SEND_FAILED), false;
  program().terminal.message(MQL_MESSAGE_MAIL, subject.utf8() + "\n" + text.utf8());
  return true;
}

bool PlaySound(const string&) { return true; }

// Time --------------------------------------------------------------------------------------------

void Sleep(int milliseconds) { program().sleep(milliseconds); }
ulong GetMicrosecondCount() {
  return static_cast<ulong>((monotonic_ns() - program().start_ns) / 1000);
}
// The resolution of the system timer: the count advances in steps of 10 to 16 ms.
ulong GetTickCount64() {
  int64_t ms = monotonic_ns() / ns_per_ms;
  return static_cast<ulong>(ms - ms % 15);
}
uint GetTickCount() { return static_cast<uint>(GetTickCount64()); }

static datetime with_parts(datetime time, MqlDateTime& parts) {
  TimeToStruct(time, parts);
  return time;
}

datetime TimeCurrent() { return program().terminal.last_quote_time_msc() / 1000; }
datetime TimeTradeServer() { return program().terminal.server_time_msc() / 1000; }
datetime TimeGMT() { return program().terminal.gmt_time_msc() / 1000; }
datetime TimeLocal() { return TimeGMT() - TimeGMTOffset(); }
datetime TimeCurrent(MqlDateTime& parts) { return with_parts(TimeCurrent(), parts); }
datetime TimeTradeServer(MqlDateTime& parts) { return with_parts(TimeTradeServer(), parts); }
datetime TimeGMT(MqlDateTime& parts) { return with_parts(TimeGMT(), parts); }
datetime TimeLocal(MqlDateTime& parts) { return with_parts(TimeLocal(), parts); }

int TimeGMTOffset() {
  time_t now = static_cast<time_t>(universal_ms() / 1000);
  tm local = {};
  localtime_r(&now, &local);
  return static_cast<int>(-local.tm_gmtoff);
}

int TimeDaylightSavings() {
  time_t now = static_cast<time_t>(universal_ms() / 1000);
  tm local = {};
  localtime_r(&now, &local);
  return local.tm_isdst > 0 ? -3600 : 0;
}

// Events ------------------------------------------------------------------------------------------

bool EventSetTimer(int seconds) {
  if (seconds <= 0) return set_last_error(ERR_INVALID_PARAMETER), false;
  program().start_timer(int64_t(seconds) * 1000 * ns_per_ms);
  return true;
}

bool EventSetMillisecondTimer(int milliseconds) {
  if (milliseconds <= 0) return set_last_error(ERR_INVALID_PARAMETER), false;
  program().start_timer(int64_t(milliseconds) * ns_per_ms);
  return true;
}

void EventKillTimer() { program().timer.stop(); }

bool EventChartCustom(long, ushort event, long lparam, double dparam, const string& sparam) {
  program().push_chart(CHARTEVENT_CUSTOM + event, lparam, dparam, sparam.utf8());
  return true;
}

// Facts -------------------------------------------------------------------------------------------

int TerminalInfoInteger(ENUM_TERMINAL_INFO_INTEGER property) {
  mql_terminal_facts facts = program().terminal.flags();
  switch (property) {
    case TERMINAL_BUILD: return facts.build;
    case TERMINAL_CONNECTED: return facts.connected;
    case TERMINAL_TRADE_ALLOWED: return facts.trade_allowed;
    case TERMINAL_EMAIL_ENABLED: return facts.mail_enabled;
    case TERMINAL_NOTIFICATIONS_ENABLED: return facts.notifications_enabled;
    case TERMINAL_MQID: return facts.notifications_enabled;
    case TERMINAL_PING_LAST: return facts.ping_us;
    case TERMINAL_X64: return 1;
    case TERMINAL_CPU_CORES: return 2;
    case TERMINAL_CODEPAGE: return 1252;
    case TERMINAL_MAXBARS: return 100000;
    case TERMINAL_SCREEN_DPI: return 96;
    default: return 0;
  }
}

double TerminalInfoDouble(ENUM_TERMINAL_INFO_DOUBLE) { return 0; }

string TerminalInfoString(ENUM_TERMINAL_INFO_STRING property) {
  Facts facts = program().terminal.facts();
  switch (property) {
    case TERMINAL_COMPANY: return string::from_utf8(facts.company);
    case TERMINAL_NAME: return string::from_utf8(facts.terminal_name);
    case TERMINAL_PATH:
    case TERMINAL_DATA_PATH: return string::from_utf8(facts.data_path);
    case TERMINAL_COMMONDATA_PATH: return string::from_utf8(facts.common_path);
    case TERMINAL_LANGUAGE: return string("English");
    case TERMINAL_OS_VERSION: return string("Simulated");
  }
  return string("");
}

int MQLInfoInteger(ENUM_MQL_INFO_INTEGER property) {
  mql_terminal_facts facts = program().terminal.flags();
  switch (property) {
    case MQL_PROGRAM_TYPE: return program().is_script() ? PROGRAM_SCRIPT : PROGRAM_EXPERT;
    case MQL_TRADE_ALLOWED: return facts.program_trade_allowed && facts.trade_allowed;
    case MQL_STARTED_FROM_CONFIG: return facts.started_from_config;
    default: return 0;
  }
}

string MQLInfoString(ENUM_MQL_INFO_STRING property) {
  const std::string& name = program().name();
  if (property == MQL_PROGRAM_NAME) return string::from_utf8(name);
  return string::from_utf8("MQL5\\Experts\\" + name + ".ex5");
}

string Symbol() { return string::from_utf8(program().symbol()); }
ENUM_TIMEFRAMES Period() { return static_cast<ENUM_TIMEFRAMES>(program().period()); }
double Point() { return SymbolInfoDouble(Symbol(), SYMBOL_POINT); }
int Digits() { return static_cast<int>(SymbolInfoInteger(Symbol(), SYMBOL_DIGITS)); }

int PeriodSeconds(ENUM_TIMEFRAMES period) {
  int code = period == PERIOD_CURRENT ? program().period() : period;
  if (code >= PERIOD_MN1) return 30 * 86400;
  if (code >= PERIOD_W1) return 7 * 86400;
  if (code >= PERIOD_H1) return (code - 16384) * 3600;
  return code * 60;
}

// Random numbers: the generator of Microsoft's C library, as its 15 bits suggest. ----------------

int MathRand() {
  uint32_t& state = program().random_state;
  state = state * 214013u + 2531011u;
  return static_cast<int>(state >> 16 & 0x7FFF);
}

void MathSrand(int seed) { program().random_state = static_cast<uint32_t>(seed); }

// Global variables --------------------------------------------------------------------------------

static int64_t now_s() { return program().terminal.gmt_time_msc() / 1000; }
static GlobalVariables& globals() { return program().terminal.globals; }

bool GlobalVariableCheck(const string& name) { return globals().contains(name.utf8()); }

bool GlobalVariableGet(const string& name, double& value) {
  GlobalVariables::Variable v;
  if (!globals().get(name.utf8(), v, now_s()))
    return set_last_error(ERR_GLOBALVARIABLE_NOT_FOUND), false;
  value = v.value;
  return true;
}

double GlobalVariableGet(const string& name) {
  double value = 0;
  GlobalVariableGet(name, value);
  return value;
}

datetime GlobalVariableTime(const string& name) {
  GlobalVariables::Variable v;
  if (!globals().get(name.utf8(), v, now_s()))
    return set_last_error(ERR_GLOBALVARIABLE_NOT_FOUND), 0;
  return v.time_s;
}

datetime GlobalVariableSet(const string& name, double value) {
  int64_t now = now_s();
  if (!globals().set(name.utf8(), value, now)) return set_last_error(ERR_INVALID_PARAMETER), 0;
  return now;
}

bool GlobalVariableTemp(const string& name) {
  bool created = globals().create_temporary(name.utf8(), now_s());
  if (!created) set_last_error(ERR_GLOBALVARIABLE_EXISTS);
  return created;
}

bool GlobalVariableSetOnCondition(const string& name, double value, double expected) {
  bool found = false;
  bool changed = globals().set_on_condition(name.utf8(), value, expected, now_s(), found);
  if (!found) set_last_error(ERR_GLOBALVARIABLE_NOT_FOUND);
  return changed;
}

bool GlobalVariableDel(const string& name) { return globals().remove(name.utf8()); }
int GlobalVariablesTotal() { return globals().count(); }
void GlobalVariablesFlush() { globals().save(); }

string GlobalVariableName(int index) {
  std::string name;
  if (!globals().name_at(index, name)) set_last_error(ERR_GLOBALVARIABLE_NOT_FOUND);
  return string::from_utf8(name);
}

int GlobalVariablesDeleteAll(const string& prefix, datetime limit) {
  return globals().remove_all(prefix.utf8(), limit);
}

}  // namespace mql
