// Enumerations and named constants, with MetaTrader's numbers where they are published. Numbers
// from 9000 up are this runtime's own: MetaQuotes does not publish them and no program may depend
// on them.
#pragma once

#include "EnumsOfChart.h"
#include "EnumsOfEnvironment.h"
#include "EnumsOfFiles.h"
#include "EnumsOfMarket.h"
#include "EnumsOfTrading.h"
#include "Types.h"

namespace mql {

constexpr int INVALID_HANDLE = -1;
constexpr int WHOLE_ARRAY = -1;
constexpr int WRONG_VALUE = -1;
constexpr int CHARTS_MAX = 100;
constexpr double EMPTY_VALUE = std::numeric_limits<double>::max();
constexpr bool IS_DEBUG_MODE = false;
constexpr bool IS_PROFILE_MODE = false;

}  // namespace mql
