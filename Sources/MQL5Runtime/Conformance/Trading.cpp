#include "Case.h"

PROMISE(positionsAreSelectedBeforeTheyAreRead) {
  check.equal(PositionGetDouble(POSITION_SL), 0.0);
  check.error(ERR_TRADE_POSITION_NOT_FOUND);
  check.equal(PositionsTotal(), 2);
  check.equal(PositionGetTicket(0), 9007199254740993ul);
  check.equal(PositionGetDouble(POSITION_SL), 1.09);
  check.equal(PositionGetString(POSITION_SYMBOL), "EURUSD");
  check.equal(PositionGetInteger(POSITION_TIME), 1700000000L);
  check.equal(PositionGetInteger(POSITION_TIME_MSC), 1700000000123L);
  check.equal(PositionGetInteger(POSITION_TICKET), 9007199254740993L);
  check.is_true(PositionSelectByTicket(1002));
  check.equal(PositionGetInteger(POSITION_TYPE), (long)POSITION_TYPE_SELL);
  check.is_false(PositionSelectByTicket(1));
  check.error(ERR_TRADE_POSITION_NOT_FOUND);
}

PROMISE(selectionBySymbolTakesTheLowestTicket) {
  check.is_true(PositionSelect("EURUSD"));
  check.equal(PositionGetInteger(POSITION_TICKET), 1002L);
  check.is_false(PositionSelect("GBPUSD"));
}

PROMISE(aSelectedPositionIsACopy) {
  check.is_true(PositionSelectByTicket(1002));
  fixture.positions.clear();
  mql_program_trade_changed(fixture.program);
  check.equal(PositionGetInteger(POSITION_TICKET), 1002L);
  check.equal(PositionsTotal(), 0);
  check.equal(PositionGetInteger(POSITION_TICKET), 1002L);
}

PROMISE(aStaleCopyIsServedForAWhile) {
  mql_faults faults = {};
  faults.stale_copy_ms = 40;
  mql_program_set_faults(fixture.program, &faults);
  check.equal(PositionsTotal(), 2);
  fixture.positions.clear();
  mql_program_trade_changed(fixture.program);
  check.equal(PositionsTotal(), 2);
  check.is_true(PositionSelectByTicket(1002));
  Sleep(50);
  check.equal(PositionsTotal(), 0);
}

PROMISE(historyIsReadThroughASelection) {
  check.equal(HistoryDealsTotal(), 0);
  check.is_true(HistorySelect(0, 1700000050));
  check.equal(HistoryDealsTotal(), 1);
  check.equal(HistoryDealGetTicket(0), 501ul);
  check.equal(HistoryDealGetDouble(501, DEAL_COMMISSION), -3.5);
  check.equal(HistoryDealGetInteger(502, DEAL_TIME), 0L);
  check.error(ERR_TRADE_DEAL_NOT_FOUND);
}

PROMISE(aSelectedDealReplacesTheHistoryList) {
  check.is_true(HistorySelect(0, 1800000000));
  check.equal(HistoryDealsTotal(), 2);
  check.is_true(HistoryDealSelect(502));
  check.equal(HistoryDealsTotal(), 1);
  check.equal(HistoryDealGetInteger(502, DEAL_POSITION_ID), 1003L);
  check.is_false(HistoryDealSelect(999));
}

PROMISE(historyOfOnePosition) {
  check.is_true(HistorySelectByPosition(1002));
  check.equal(HistoryDealsTotal(), 1);
  check.equal(HistoryDealGetTicket(0), 501ul);
  check.equal(HistoryDealGetTicket(1), 0ul);
}

PROMISE(anAsynchronousRequestIsOnlyPlaced) {
  MqlTradeRequest request = {};
  MqlTradeResult result = {};
  request.action = TRADE_ACTION_SLTP;
  request.position = 1002;
  request.symbol = "EURUSD";
  request.sl = 1.09;
  check.is_true(OrderSendAsync(request, result));
  check.equal(result.retcode, (uint)TRADE_RETCODE_PLACED);
  check.equal(result.request_id, 31u);
  check.equal(fixture.last_request.sl, 1.09);
  check.equal(fixture.last_request.position, 1002ul);
}

PROMISE(aRefusedRequestHasItsReasonInTheResult) {
  fixture.accepts_orders = false;
  MqlTradeRequest request = {};
  MqlTradeResult result = {};
  check.is_false(OrderSend(request, result));
  check.error(ERR_TRADE_SEND_FAILED);
  check.equal(result.retcode, (uint)TRADE_RETCODE_INVALID_STOPS);
}

PROMISE(tradingByProgramsCanBeForbidden) {
  mql_terminal_facts facts = mql_terminal_facts_default();
  facts.trade_allowed = false;
  mql_terminal_set_facts(fixture.terminal, &facts);
  MqlTradeRequest request = {};
  MqlTradeResult result = {};
  check.is_false(OrderSendAsync(request, result));
  check.error(ERR_TRADE_DISABLED);
  check.equal(result.retcode, (uint)TRADE_RETCODE_CLIENT_DISABLES_AT);
  check.equal(TerminalInfoInteger(TERMINAL_TRADE_ALLOWED), 0);
  check.equal(MQLInfoInteger(MQL_TRADE_ALLOWED), 0);
}

PROMISE(withoutAConnectionNothingIsSent) {
  mql_terminal_facts facts = mql_terminal_facts_default();
  facts.connected = false;
  mql_terminal_set_facts(fixture.terminal, &facts);
  MqlTradeRequest request = {};
  MqlTradeResult result = {};
  check.is_false(OrderSend(request, result));
  check.equal(result.retcode, (uint)TRADE_RETCODE_CONNECTION);
  check.equal(AccountInfoInteger(ACCOUNT_TRADE_ALLOWED), 0L);
  check.equal(TerminalInfoInteger(TERMINAL_CONNECTED), 0);
}

PROMISE(profitsAreCalculatedByTheTerminal) {
  double profit = 0;
  check.is_true(OrderCalcProfit(ORDER_TYPE_BUY, "EURUSD", 1.0, 1.1, 1.2, profit));
  check.near(profit, 10000, 0.001);
  check.is_false(OrderCalcMargin(ORDER_TYPE_BUY, "EURUSD", 1.0, 1.1, profit));
  check.error(ERR_TRADE_CALC_FAILED);
}

PROMISE(aBlockedCallTakesItsTime) {
  mql_faults faults = {};
  mql_faults_set_block_call(&faults, "OrderCalcProfit");
  faults.block_ms = 30;
  faults.block_count = 1;
  mql_program_set_faults(fixture.program, &faults);
  double profit = 0;
  ulong start = GetMicrosecondCount();
  check.is_true(OrderCalcProfit(ORDER_TYPE_BUY, "EURUSD", 1.0, 1.1, 1.2, profit));
  ulong first = GetMicrosecondCount() - start;
  check.is_true(OrderCalcProfit(ORDER_TYPE_BUY, "EURUSD", 1.0, 1.1, 1.2, profit));
  check.is_true(first >= 30000);
  mql_statistics figures = {};
  mql_program_statistics(fixture.program, &figures);
  check.equal(figures.slowest_call, "OrderCalcProfit");
}
