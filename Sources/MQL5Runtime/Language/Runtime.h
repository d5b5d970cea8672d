// The program and its terminal: errors, log, time, events, facts.
#pragma once

#include "Conversions.h"
#include "Structs.h"

namespace mql {

int GetLastError();
void ResetLastError();
void SetUserError(ushort code);
bool IsStopped();
int UninitializeReason();
void ExpertRemove();
void DebugBreak();

void print_text(const string& text);
void alert_text(const string& text);
void comment_text(const string& text);
template <class... Values>
void Print(const Values&... values) {
  const Argument list[] = {argument(values)...};
  print_text(join_text(list, sizeof...(values)));
}
template <class... Values>
void PrintFormat(const string& format, const Values&... values) {
  print_text(StringFormat(format, values...));
}
template <class... Values>
void Alert(const Values&... values) {
  const Argument list[] = {argument(values)...};
  alert_text(join_text(list, sizeof...(values)));
}
template <class... Values>
void Comment(const Values&... values) {
  const Argument list[] = {argument(values)...};
  comment_text(join_text(list, sizeof...(values)));
}
bool SendNotification(const string& text);
bool SendMail(const string& subject, const string& text);
bool PlaySound(const string& file);

void Sleep(int milliseconds);
ulong GetMicrosecondCount();
ulong GetTickCount64();
uint GetTickCount();
datetime TimeCurrent();
datetime TimeCurrent(MqlDateTime& parts);
datetime TimeTradeServer();
datetime TimeTradeServer(MqlDateTime& parts);
datetime TimeLocal();
datetime TimeLocal(MqlDateTime& parts);
datetime TimeGMT();
datetime TimeGMT(MqlDateTime& parts);
int TimeGMTOffset();
int TimeDaylightSavings();
bool TimeToStruct(datetime time, MqlDateTime& parts);
datetime StructToTime(const MqlDateTime& parts);

bool EventSetTimer(int seconds);
bool EventSetMillisecondTimer(int milliseconds);
void EventKillTimer();
bool EventChartCustom(long chart_id, ushort event, long lparam, double dparam,
                      const string& sparam);

int TerminalInfoInteger(ENUM_TERMINAL_INFO_INTEGER property);
double TerminalInfoDouble(ENUM_TERMINAL_INFO_DOUBLE property);
string TerminalInfoString(ENUM_TERMINAL_INFO_STRING property);
int MQLInfoInteger(ENUM_MQL_INFO_INTEGER property);
string MQLInfoString(ENUM_MQL_INFO_STRING property);

string Symbol();
ENUM_TIMEFRAMES Period();
double Point();
int Digits();
int PeriodSeconds(ENUM_TIMEFRAMES period = PERIOD_CURRENT);

bool GlobalVariableCheck(const string& name);
datetime GlobalVariableTime(const string& name);
bool GlobalVariableDel(const string& name);
double GlobalVariableGet(const string& name);
bool GlobalVariableGet(const string& name, double& value);
string GlobalVariableName(int index);
datetime GlobalVariableSet(const string& name, double value);
bool GlobalVariableTemp(const string& name);
bool GlobalVariableSetOnCondition(const string& name, double value, double expected);
int GlobalVariablesDeleteAll(const string& prefix = string(), datetime limit = 0);
int GlobalVariablesTotal();
void GlobalVariablesFlush();

}  // namespace mql
