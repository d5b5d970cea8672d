#include "Case.h"

PROMISE(symbolPropertiesInBothForms) {
  long digits = 0;
  double point = 0;
  string base;
  check.equal(SymbolInfoInteger("EURUSD", SYMBOL_DIGITS), 5L);
  check.is_true(SymbolInfoInteger("EURUSD", SYMBOL_DIGITS, digits));
  check.equal(digits, 5L);
  check.is_true(SymbolInfoDouble("EURUSD", SYMBOL_POINT, point));
  check.equal(point, 0.00001);
  check.is_true(SymbolInfoString("EURUSD", SYMBOL_CURRENCY_BASE, base));
  check.equal(base, "EUR");
  check.equal(SymbolInfoInteger("EURUSD", SYMBOL_SPREAD), 12L);
  check.equal(SymbolInfoDouble("EURUSD", SYMBOL_ASK), 1.10012);
  check.equal(SymbolInfoInteger("EURUSD", SYMBOL_TIME_MSC), 1700000001500L);
}

PROMISE(anUnknownSymbolIsAnError) {
  double value = 1;
  check.is_false(SymbolInfoDouble("NOPE", SYMBOL_BID, value));
  check.error(ERR_MARKET_UNKNOWN_SYMBOL);
  check.equal(SymbolInfoInteger("NOPE", SYMBOL_EXIST), 0L);
  check.is_false(SymbolSelect("NOPE", true));
}

PROMISE(quotesNeedTheSymbolInMarketWatch) {
  MqlTick tick = {};
  check.is_false(SymbolInfoTick("GBPUSD", tick));
  check.error(ERR_MARKET_NOT_SELECTED);
  check.equal(SymbolsTotal(true), 1);
  check.is_true(SymbolSelect("GBPUSD", true));
  check.equal(SymbolsTotal(true), 2);
  check.is_true(SymbolInfoTick("GBPUSD", tick));
  check.equal((long)tick.time, 1700000001L);
  check.equal(tick.time_msc, 1700000001500L);
}

PROMISE(symbolsAreListed) {
  check.equal(SymbolsTotal(false), 2);
  check.equal(SymbolName(1, false), "GBPUSD");
  check.equal(SymbolName(5, false), "");
}

PROMISE(chartPropertiesAreThoseOfItsSymbol) {
  check.equal(_Symbol, "EURUSD");
  check.equal(_Digits, 5);
  check.equal(_Point, 0.00001);
  check.equal((int)_Period, (int)PERIOD_M1);
  check.equal(PeriodSeconds(PERIOD_H4), 14400);
}

PROMISE(copyTicksStartsAtItsTimeInclusive) {
  ARRAY(MqlTick, ticks);
  check.equal(CopyTicks("EURUSD", ticks, COPY_TICKS_ALL, 1700000001510, 2), 2);
  check.equal(ticks[0].time_msc, 1700000001510L);
  check.equal(ArraySize(ticks), 2);
  check.equal(CopyTicks("NOPE", ticks), -1);
}

PROMISE(theFirstQuestionForBarsOnlyMakesTheTerminalLoadThem) {
  ARRAY(MqlRates, rates);
  check.equal(SeriesInfoInteger("EURUSD", PERIOD_M1, SERIES_SYNCHRONIZED), 0L);
  check.equal(CopyRates("EURUSD", PERIOD_M1, 0, 3, rates), -1);
  check.error(ERR_HISTORY_NOT_FOUND);
  check.equal(SeriesInfoInteger("EURUSD", PERIOD_M1, SERIES_SYNCHRONIZED), 1L);
  check.equal(CopyRates("EURUSD", PERIOD_M1, 0, 3, rates), 3);
}

PROMISE(barsThatAreStillBeingLoadedAreFewerThanThereAre) {
  ARRAY(MqlRates, rates);
  mql_faults faults = {};
  faults.history_load_ms = 60000;
  mql_program_set_faults(fixture.program, &faults);
  check.equal(CopyRates("EURUSD", PERIOD_M1, 0, 8, rates), -1);
  check.equal(SeriesInfoInteger("EURUSD", PERIOD_M1, SERIES_SYNCHRONIZED), 0L);
  check.equal(CopyRates("EURUSD", PERIOD_M1, 0, 8, rates), 4);
  check.equal((long)rates[3].time, 1699999980L);
}

PROMISE(barsComeOldestFirstAndTheLastIsAtHand) {
  ARRAY(MqlRates, rates);
  check.equal(CopyRates("EURUSD", PERIOD_M1, 0, 1, rates), -1);
  check.equal(CopyRates("EURUSD", PERIOD_M1, 0, 100, rates), 8);
  check.equal(ArraySize(rates), 8);
  check.equal((long)rates[0].time, 1699999560L);
  check.equal((long)rates[7].time, 1699999980L);
  check.near(rates[7].high, 1.1012, 1e-9);
  check.equal(rates[7].spread, 12);
  check.equal(CopyRates("EURUSD", PERIOD_M1, 1, 2, rates), 2);
  check.equal((long)rates[1].time, 1699999920L);
}

PROMISE(barsThatCannotBeAskedForAreAnError) {
  ARRAY(MqlRates, rates);
  check.equal(CopyRates("NOPE", PERIOD_M1, 0, 3, rates), -1);
  check.error(ERR_MARKET_UNKNOWN_SYMBOL);
  check.equal(CopyRates("EURUSD", PERIOD_M1, 0, 0, rates), -1);
  check.error(ERR_INVALID_PARAMETER);
}

PROMISE(bookSubscriptionsAreCounted) {
  check.is_true(MarketBookAdd("EURUSD"));
  check.is_true(MarketBookAdd("EURUSD"));
  check.is_true(MarketBookRelease("EURUSD"));
  check.is_true(MarketBookRelease("EURUSD"));
  check.is_false(MarketBookRelease("EURUSD"));
  check.is_false(MarketBookAdd("GBPUSD"));
  check.error(ERR_BOOKS_CANNOT_ADD);
}

PROMISE(tradeSessionsEndWithAnError) {
  datetime from = 0, to = 0;
  check.is_true(SymbolInfoSessionTrade("EURUSD", MONDAY, 0, from, to));
  check.equal((long)to, 86400L);
  check.is_false(SymbolInfoSessionTrade("EURUSD", SUNDAY, 0, from, to));
  check.error(ERR_MARKET_SESSION_INDEX);
}

PROMISE(accountProperties) {
  check.equal(AccountInfoInteger(ACCOUNT_LOGIN), 12345678901L);
  check.equal(AccountInfoString(ACCOUNT_CURRENCY), "USD");
  check.equal(AccountInfoDouble(ACCOUNT_BALANCE), 10000.0);
  check.equal(AccountInfoInteger(ACCOUNT_TRADE_ALLOWED), 1L);
}

PROMISE(timesOfServerAndLastQuote) {
  check.equal((long)TimeCurrent(), 1700000001L);
  check.equal((long)TimeTradeServer(), 1700000005L);
  MqlDateTime parts = {};
  check.equal((long)TimeCurrent(parts), (long)TimeCurrent());
  check.equal(parts.year, 2023);
}
