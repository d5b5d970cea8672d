// Symbols, quotes, account, positions, orders, history and trade requests.
#pragma once

#include "Array.h"
#include "Structs.h"

namespace mql {

int SymbolsTotal(bool selected);
string SymbolName(int position, bool selected);
bool SymbolSelect(const string& name, bool select);
bool SymbolExist(const string& name, bool& is_custom);
bool SymbolIsSynchronized(const string& name);
long SymbolInfoInteger(const string& name, ENUM_SYMBOL_INFO_INTEGER property);
bool SymbolInfoInteger(const string& name, ENUM_SYMBOL_INFO_INTEGER property, long& value);
double SymbolInfoDouble(const string& name, ENUM_SYMBOL_INFO_DOUBLE property);
bool SymbolInfoDouble(const string& name, ENUM_SYMBOL_INFO_DOUBLE property, double& value);
string SymbolInfoString(const string& name, ENUM_SYMBOL_INFO_STRING property);
bool SymbolInfoString(const string& name, ENUM_SYMBOL_INFO_STRING property, string& value);
bool SymbolInfoTick(const string& name, MqlTick& tick);
bool SymbolInfoSessionTrade(const string& name, ENUM_DAY_OF_WEEK day, uint index, datetime& from,
                            datetime& to);
int CopyTicks(const string& name, array_view<MqlTick>& ticks, uint flags = uint(COPY_TICKS_ALL),
              ulong from_msc = 0, uint count = 0);
int CopyRates(const string& name, ENUM_TIMEFRAMES period, int start, int count,
              array_view<MqlRates>& rates);
long SeriesInfoInteger(const string& name, ENUM_TIMEFRAMES period,
                       ENUM_SERIES_INFO_INTEGER property);
bool MarketBookAdd(const string& name);
bool MarketBookRelease(const string& name);

long AccountInfoInteger(ENUM_ACCOUNT_INFO_INTEGER property);
double AccountInfoDouble(ENUM_ACCOUNT_INFO_DOUBLE property);
string AccountInfoString(ENUM_ACCOUNT_INFO_STRING property);

int PositionsTotal();
string PositionGetSymbol(int index);
ulong PositionGetTicket(int index);
bool PositionSelect(const string& symbol);
bool PositionSelectByTicket(ulong ticket);
long PositionGetInteger(ENUM_POSITION_PROPERTY_INTEGER property);
bool PositionGetInteger(ENUM_POSITION_PROPERTY_INTEGER property, long& value);
double PositionGetDouble(ENUM_POSITION_PROPERTY_DOUBLE property);
bool PositionGetDouble(ENUM_POSITION_PROPERTY_DOUBLE property, double& value);
string PositionGetString(ENUM_POSITION_PROPERTY_STRING property);
bool PositionGetString(ENUM_POSITION_PROPERTY_STRING property, string& value);

int OrdersTotal();
ulong OrderGetTicket(int index);
bool OrderSelect(ulong ticket);
long OrderGetInteger(ENUM_ORDER_PROPERTY_INTEGER property);
bool OrderGetInteger(ENUM_ORDER_PROPERTY_INTEGER property, long& value);
double OrderGetDouble(ENUM_ORDER_PROPERTY_DOUBLE property);
bool OrderGetDouble(ENUM_ORDER_PROPERTY_DOUBLE property, double& value);
string OrderGetString(ENUM_ORDER_PROPERTY_STRING property);
bool OrderGetString(ENUM_ORDER_PROPERTY_STRING property, string& value);

bool HistorySelect(datetime from, datetime to);
bool HistorySelectByPosition(long position_id);
bool HistoryOrderSelect(ulong ticket);
bool HistoryDealSelect(ulong ticket);
int HistoryOrdersTotal();
int HistoryDealsTotal();
ulong HistoryOrderGetTicket(int index);
ulong HistoryDealGetTicket(int index);
long HistoryOrderGetInteger(ulong ticket, ENUM_ORDER_PROPERTY_INTEGER property);
bool HistoryOrderGetInteger(ulong ticket, ENUM_ORDER_PROPERTY_INTEGER property, long& value);
double HistoryOrderGetDouble(ulong ticket, ENUM_ORDER_PROPERTY_DOUBLE property);
bool HistoryOrderGetDouble(ulong ticket, ENUM_ORDER_PROPERTY_DOUBLE property, double& value);
string HistoryOrderGetString(ulong ticket, ENUM_ORDER_PROPERTY_STRING property);
bool HistoryOrderGetString(ulong ticket, ENUM_ORDER_PROPERTY_STRING property, string& value);
long HistoryDealGetInteger(ulong ticket, ENUM_DEAL_PROPERTY_INTEGER property);
bool HistoryDealGetInteger(ulong ticket, ENUM_DEAL_PROPERTY_INTEGER property, long& value);
double HistoryDealGetDouble(ulong ticket, ENUM_DEAL_PROPERTY_DOUBLE property);
bool HistoryDealGetDouble(ulong ticket, ENUM_DEAL_PROPERTY_DOUBLE property, double& value);
string HistoryDealGetString(ulong ticket, ENUM_DEAL_PROPERTY_STRING property);
bool HistoryDealGetString(ulong ticket, ENUM_DEAL_PROPERTY_STRING property, string& value);

bool OrderCalcProfit(ENUM_ORDER_TYPE type, const string& symbol, double volume, double price_open,
                     double price_close, double& profit);
bool OrderCalcMargin(ENUM_ORDER_TYPE type, const string& symbol, double volume, double price,
                     double& margin);
bool OrderCheck(const MqlTradeRequest& request, MqlTradeCheckResult& result);
bool OrderSend(const MqlTradeRequest& request, MqlTradeResult& result);
bool OrderSendAsync(const MqlTradeRequest& request, MqlTradeResult& result);

}  // namespace mql
