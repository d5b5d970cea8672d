#include "Conversions.h"
#include "ArrayFunctions.h"
#include "ErrorCodes.h"
#include "Runtime.h"
#include <cctype>
#include <cstdio>
#include <utility>
#include <vector>

namespace mql {

// Days since 1970-01-01 of a date of the proleptic Gregorian calendar (Hinnant's algorithm).
static long days_of(long year, unsigned month, unsigned day) {
  year -= month <= 2;
  long era = (year >= 0 ? year : year - 399) / 400;
  unsigned of_era = static_cast<unsigned>(year - era * 400);
  unsigned of_year = (153 * (month + (month > 2 ? -3u : 9u)) + 2) / 5 + day - 1;
  unsigned day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
  return era * 146097 + static_cast<long>(day_of_era) - 719468;
}

static constexpr long last_second = 32535215999;  // 3000.12.31 23:59:59

bool TimeToStruct(datetime time, MqlDateTime& parts) {
  if (time.seconds < 0 || time.seconds > last_second) {
    parts = {};
    set_last_error(ERR_INVALID_DATETIME);
    return false;
  }
  long seconds = time.seconds % 86400, days = time.seconds / 86400;
  long shifted = days + 719468;
  long era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  unsigned of_era = static_cast<unsigned>(shifted - era * 146097);
  unsigned year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  unsigned of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  unsigned shifted_month = (5 * of_year + 2) / 153;
  parts.day = static_cast<int>(of_year - (153 * shifted_month + 2) / 5 + 1);
  parts.mon = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  parts.year = static_cast<int>(static_cast<long>(year_of_era) + era * 400 + (parts.mon <= 2));
  parts.hour = static_cast<int>(seconds / 3600);
  parts.min = static_cast<int>(seconds / 60 % 60);
  parts.sec = static_cast<int>(seconds % 60);
  parts.day_of_week = static_cast<int>(((days + 4) % 7 + 7) % 7);
  parts.day_of_year = static_cast<int>(days - days_of(parts.year, 1, 1));
  return true;
}

datetime StructToTime(const MqlDateTime& parts) {
  bool valid = parts.year >= 1970 && parts.year <= 3000 && parts.mon >= 1 && parts.mon <= 12 &&
               parts.day >= 1 && parts.day <= 31;
  if (!valid) {
    set_last_error(ERR_INVALID_DATETIME);
    return 0;
  }
  long days =
      days_of(parts.year, static_cast<unsigned>(parts.mon), static_cast<unsigned>(parts.day));
  return days * 86400 + parts.hour * 3600L + parts.min * 60L + parts.sec;
}

string TimeToString(datetime value, int mode) {
  MqlDateTime t;
  TimeToStruct(value, t);
  char date[32] = "", clock[32] = "";
  if (mode & TIME_DATE) snprintf(date, sizeof date, "%04d.%02d.%02d", t.year, t.mon, t.day);
  if (mode & TIME_SECONDS)
    snprintf(clock, sizeof clock, "%02d:%02d:%02d", t.hour, t.min, t.sec);
  else if (mode & TIME_MINUTES)
    snprintf(clock, sizeof clock, "%02d:%02d", t.hour, t.min);
  const char* gap = date[0] && clock[0] ? " " : "";
  return string::from_utf8(std::string(date) + gap + clock);
}

// The numbers of a text, and whether there are any.
static std::vector<std::string> digit_groups(const std::string& text) {
  std::vector<std::string> groups;
  bool inside = false;
  for (char c : text) {
    bool digit = isdigit(static_cast<unsigned char>(c));
    if (digit && !inside) groups.push_back("");
    if (digit) groups.back() += c;
    inside = digit;
  }
  return groups;
}

static int number(const std::string& digits) {
  return digits.empty() ? 0 : std::stoi(digits.substr(0, 9));
}

// Splits "yyyymmdd" and "hhmiss" into the groups that separators would have made.
static void split_fixed(std::vector<std::string>& groups, size_t at, size_t first) {
  if (groups.size() <= at || groups[at].size() <= first) return;
  std::string all = groups[at];
  groups[at] = all.substr(0, first);
  std::vector<std::string> rest;
  for (size_t i = first; i < all.size(); i += 2) rest.push_back(all.substr(i, 2));
  groups.insert(groups.begin() + static_cast<long>(at) + 1, rest.begin(), rest.end());
}

datetime StringToTime(const string& text) {
  std::vector<std::string> groups = digit_groups(text.utf8());
  if (!groups.empty() && groups[0].size() == 8) split_fixed(groups, 0, 4);
  split_fixed(groups, 3, 2);
  if (groups.size() < 3) {
    set_last_error(groups.empty() ? ERR_NO_STRING_DATE : ERR_WRONG_STRING_DATE);
    return 0;
  }
  groups.resize(6);
  if (groups[0].size() <= 2 && groups[2].size() == 4)
    std::swap(groups[0], groups[2]);  // dd/mm/yyyy
  MqlDateTime t = {};
  t.year = number(groups[0]);
  t.mon = number(groups[1]);
  t.day = number(groups[2]);
  t.hour = number(groups[3]);
  t.min = number(groups[4]);
  t.sec = number(groups[5]);
  if (t.hour > 23 || t.min > 59 || t.sec > 59) {
    set_last_error(ERR_WRONG_STRING_TIME);
    return 0;
  }
  return StructToTime(t);
}

}  // namespace mql
