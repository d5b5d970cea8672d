#include "Case.h"

PROMISE(globalVariablesAreSharedDoubles) {
  double value = 0;
  check.is_false(GlobalVariableCheck("gv"));
  check.is_false(GlobalVariableGet("gv", value));
  check.error(ERR_GLOBALVARIABLE_NOT_FOUND);
  check.is_true(GlobalVariableSet("gv", 1.5) > 0);
  check.equal(GlobalVariableGet("gv"), 1.5);
  check.equal(GlobalVariablesTotal(), 1);
  check.equal(GlobalVariableName(0), "gv");
  check.is_true(GlobalVariableDel("gv"));
  check.is_false(GlobalVariableDel("gv"));
}

PROMISE(setOnConditionIsAMutex) {
  check.is_false(GlobalVariableSetOnCondition("lock", 1, 0));
  check.error(ERR_GLOBALVARIABLE_NOT_FOUND);
  check.is_true(GlobalVariableTemp("lock"));
  check.is_false(GlobalVariableTemp("lock"));
  check.error(ERR_GLOBALVARIABLE_EXISTS);
  check.is_true(GlobalVariableSetOnCondition("lock", 1, 0));
  check.is_false(GlobalVariableSetOnCondition("lock", 2, 0));
  check.equal(GlobalVariableGet("lock"), 1.0);
}

PROMISE(globalVariableNamesHaveALimit) {
  string name;
  StringInit(name, 64, 'n');
  check.equal((long)GlobalVariableSet(name, 1), 0L);
  check.is_true(GlobalVariableSet(StringSubstr(name, 1), 1) > 0);
}

PROMISE(ticketsAbove2To53DoNotSurviveInAGlobalVariable) {
  GlobalVariableSet("ticket", (double)9007199254740993ul);
  check.is_false((ulong)GlobalVariableGet("ticket") == 9007199254740993ul);
}

PROMISE(prefixesAreDeletedTogether) {
  GlobalVariableSet("a1", 1);
  GlobalVariableSet("a2", 1);
  GlobalVariableSet("b1", 1);
  check.equal(GlobalVariablesDeleteAll("a"), 2);
  check.equal(GlobalVariablesTotal(), 1);
}

PROMISE(theLastErrorStaysUntilReset) {
  check.equal(GetLastError(), 0);
  StringGetCharacter("", 0);
  check.equal(_LastError, (int)ERR_STRINGPOS_OUTOFRANGE);
  check.equal(StringLen("ok"), 2);
  check.equal(_LastError, (int)ERR_STRINGPOS_OUTOFRANGE);
  ResetLastError();
  check.equal(_LastError, 0);
  SetUserError(3);
  check.equal(_LastError, 65539);
}

PROMISE(sleepTakesItsTime) {
  ulong start = GetMicrosecondCount();
  Sleep(20);
  ulong took = GetMicrosecondCount() - start;
  check.is_true(took >= 20000);
}

PROMISE(aStopEndsASleepEarly) {
  mql_program_request_stop(fixture.program, REASON_REMOVE);
  ulong start = GetMicrosecondCount();
  Sleep(5000);
  check.is_true(IsStopped());
  check.is_true(_StopFlag);
  check.is_true(GetMicrosecondCount() - start < 1000000);
}

PROMISE(objectsLiveOnTheChart) {
  check.equal(ObjectFind(0, "button"), -1);
  check.error(ERR_OBJECT_NOT_FOUND);
  check.is_true(ObjectCreate(0, "button", OBJ_BUTTON, 0, 0, 0));
  check.equal(ObjectFind(0, "button"), 0);
  check.is_true(ObjectSetString(0, "button", OBJPROP_TEXT, "FREEZE"));
  check.is_true(ObjectSetInteger(0, "button", OBJPROP_XDISTANCE, 20));
  check.is_true(ObjectSetInteger(0, "button", OBJPROP_BGCOLOR, clrRed));
  check.equal(ObjectGetInteger(0, "button", OBJPROP_XDISTANCE), 20L);
  check.equal(ObjectGetString(0, "button", OBJPROP_TEXT), "FREEZE");
  check.equal(ObjectsTotal(0), 1);
  check.equal(ObjectsDeleteAll(0, "but"), 1);
  check.is_false(ObjectSetInteger(0, "button", OBJPROP_STATE, false));
  check.error(ERR_OBJECT_NOT_FOUND);
  check.is_false(ObjectDelete(0, "button"));
}

PROMISE(anotherChartDoesNotExist) {
  check.is_false(ObjectCreate(4711, "button", OBJ_BUTTON, 0, 0, 0));
  check.error(ERR_CHART_NOT_FOUND);
  check.is_true(ObjectCreate(ChartID(), "button", OBJ_BUTTON, 0, 0, 0));
}

PROMISE(aClickPressesAButton) {
  check.is_true(ObjectCreate(0, "button", OBJ_BUTTON, 0, 0, 0));
  check.is_true(mql_program_click(fixture.program, "button"));
  check.equal(ObjectGetInteger(0, "button", OBJPROP_STATE), 1L);
  check.is_false(mql_program_click(fixture.program, "no button"));
}

PROMISE(messagesReachTheHost) {
  Print("price ", 1.5, " at ", (datetime)0);
  Alert("stop!");
  check.is_true(SendNotification("to the phone"));
  check.is_false(SendNotification(""));
  check.error(ERR_NOTIFICATION_WRONG_PARAMETER);
  check.equal((int)fixture.messages.size(), 3);
  check.equal(fixture.messages[0].c_str(), "price 1.5 at 1970.01.01 00:00:00");
}

PROMISE(aTimerNeedsAPositivePeriod) {
  check.is_false(EventSetMillisecondTimer(0));
  check.is_false(EventSetTimer(-1));
  check.is_true(EventSetTimer(1));
  EventKillTimer();
}

PROMISE(theProgramKnowsItsEnvironment) {
  check.equal(MQLInfoString(MQL_PROGRAM_NAME), "Conformance");
  check.equal(MQLInfoInteger(MQL_PROGRAM_TYPE), (int)PROGRAM_SCRIPT);
  check.equal(MQLInfoInteger(MQL_TESTER), 0);
  check.is_true(TerminalInfoInteger(TERMINAL_BUILD) > 4000);
  check.is_true(StringLen(TerminalInfoString(TERMINAL_DATA_PATH)) > 0);
}

PROMISE(documentedNumbersOfEnumerations) {
  check.equal((int)TRADE_ACTION_SLTP, 6);
  check.equal((int)TRADE_TRANSACTION_POSITION, 9);
  check.equal((int)TRADE_TRANSACTION_REQUEST, 10);
  check.equal((int)POSITION_TICKET, 17);
  check.equal((int)DEAL_ENTRY_OUT_BY, 3);
  check.equal((int)DEAL_REASON_SL, 4);
  check.equal((int)PERIOD_H1, 16385);
  check.equal((int)FILE_COMMON, 4096);
  check.equal((int)TRADE_RETCODE_NO_CHANGES, 10025);
  check.equal((int)ERR_NETSOCKET_IO_ERROR, 5273);
}

PROMISE(globalVariablesSurviveTheTerminalButTemporaryOnesDoNot) {
  GlobalVariableSet("kept name", 2.25);
  GlobalVariableTemp("temporary");
  GlobalVariablesFlush();
  mql_host host = {};
  mql_terminal_facts facts = mql_terminal_facts_default();
  std::string path = TerminalInfoString(TERMINAL_DATA_PATH).utf8();
  facts.data_path = path.c_str();
  mql_terminal* next = mql_terminal_create(&host, &facts);
  double value = 0;
  check.is_true(mql_terminal_global(next, "kept name", &value));
  check.equal(value, 2.25);
  check.is_false(mql_terminal_global(next, "temporary", &value));
  mql_terminal_destroy(next);
}
