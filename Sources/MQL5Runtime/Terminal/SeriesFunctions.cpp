// Bars. A terminal loads a series when it is first asked for it: that call gives nothing, later ones
// less than there is until all of it has come.
#include "../Language/ArrayFunctions.h"
#include "../Language/Market.h"
#include "../Language/Runtime.h"
#include "Clock.h"
#include "Converters.h"
#include "Program.h"
#include <algorithm>
#include <vector>

namespace mql {

static const mql_host& host() { return program().terminal.host; }

static std::string key_of(const string& name, ENUM_TIMEFRAMES period) {
  return name.utf8() + "/" + std::to_string(static_cast<int>(period));
}

static bool is_known(const string& name) {
  mql_symbol_info info = {};
  if (host().symbol && host().symbol(host().context, name.utf8().c_str(), &info)) return true;
  set_last_error(ERR_MARKET_UNKNOWN_SYMBOL);
  return false;
}

// Whether everything has come of a series that was asked for.
static bool is_loaded(const std::string& key) {
  auto begun = program().series_begun_ns.find(key);
  if (begun == program().series_begun_ns.end()) return false;
  return monotonic_ns() - begun->second >= int64_t(program().faults.history_load_ms()) * 1000000;
}

int CopyRates(const string& name, ENUM_TIMEFRAMES period, int start, int count,
              array_view<MqlRates>& rates) {
  Call call("CopyRates");
  if (!is_known(name)) return -1;
  if (start < 0 || count <= 0) return set_last_error(ERR_INVALID_PARAMETER), -1;
  std::string key = key_of(name, period);
  bool is_first = program().series_begun_ns.emplace(key, monotonic_ns()).second;
  if (is_first || !host().rates) return set_last_error(ERR_HISTORY_NOT_FOUND), -1;
  std::vector<mql_rate> found(static_cast<size_t>(count));
  int32_t got = host().rates(host().context, name.utf8().c_str(), PeriodSeconds(period), start,
                             found.data(), count);
  if (got <= 0) return set_last_error(ERR_HISTORY_NOT_FOUND), -1;
  int copied = std::min(got, count);
  // What has come so far are the latest.
  int missing = is_loaded(key) ? 0 : copied / 2;
  copied -= missing;
  if (rates.resize(copied, 0) < 0 && rates.size() < copied) copied = rates.size();
  for (int i = 0; i < copied; i++) rates[i] = to_language(found[static_cast<size_t>(missing + i)]);
  return copied;
}

long SeriesInfoInteger(const string& name, ENUM_TIMEFRAMES period,
                       ENUM_SERIES_INFO_INTEGER property) {
  if (!is_known(name)) return 0;
  if (property == SERIES_SYNCHRONIZED) return is_loaded(key_of(name, period));
  set_last_error(ERR_HISTORY_WRONG_PROPERTY);
  return 0;
}

}  // namespace mql
