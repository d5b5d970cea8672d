// Between the flat structures of the boundary and those of the language.
#pragma once

#include "../Language/Structs.h"
#include "../include/mql5_runtime.h"

namespace mql {

MqlTick to_language(const mql_tick& tick);
MqlRates to_language(const mql_rate& rate);
MqlTradeTransaction to_language(const mql_trade_transaction& transaction);
MqlTradeRequest to_language(const mql_trade_request& request);
MqlTradeResult to_language(const mql_trade_result& result);
MqlTradeCheckResult to_language(const mql_trade_check& check);
mql_trade_request to_boundary(const MqlTradeRequest& request);

}  // namespace mql
