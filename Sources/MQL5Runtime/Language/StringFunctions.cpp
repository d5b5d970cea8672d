#include "ArrayFunctions.h"
#include "Conversions.h"
#include "ErrorCodes.h"
#include <algorithm>

namespace mql {

int StringLen(const string& text) { return static_cast<int>(text.units().size()); }

bool StringAdd(string& text, const string& more) {
  text += more;
  return true;
}

// Latin-1, Greek and Cyrillic letters, independent of the machine's locale.
static bool is_upper(char16_t u) {
  return (u >= 'A' && u <= 'Z') || (u >= 0xC0 && u <= 0xDE && u != 0xD7) ||
         (u >= 0x391 && u <= 0x3A9) || (u >= 0x400 && u <= 0x42F);
}
static char16_t case_distance(char16_t upper) { return upper >= 0x400 && upper < 0x410 ? 80 : 32; }
static char16_t lower(char16_t u) { return is_upper(u) ? char16_t(u + case_distance(u)) : u; }
static char16_t upper(char16_t u) {
  for (char16_t distance : {char16_t(32), char16_t(80)}) {
    char16_t candidate = char16_t(u - distance);
    if (is_upper(candidate) && case_distance(candidate) == distance) return candidate;
  }
  return u;
}

static int order_of(const std::u16string& a, const std::u16string& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

// In alphabetic order, where a lower-case letter comes before its capital.
int StringCompare(const string& a, const string& b, bool case_sensitive) {
  std::u16string left = a.units(), right = b.units();
  std::transform(left.begin(), left.end(), left.begin(), lower);
  std::transform(right.begin(), right.end(), right.begin(), lower);
  int order = order_of(left, right);
  return order != 0 || !case_sensitive ? order : -order_of(a.units(), b.units());
}

int StringFind(const string& text, const string& part, int start) {
  if (start < 0) start = 0;
  size_t found = text.units().find(part.units(), static_cast<size_t>(start));
  return found == std::u16string::npos ? -1 : static_cast<int>(found);
}

string StringSubstr(const string& text, int start, int length) {
  int size = StringLen(text);
  if (start < 0 || start >= size) return string("");
  size_t count = length < 0 ? std::u16string::npos : static_cast<size_t>(length);
  return string(text.units().substr(static_cast<size_t>(start), count));
}

ushort StringGetCharacter(const string& text, int position) {
  if (position < 0 || position >= StringLen(text)) {
    set_last_error(ERR_STRINGPOS_OUTOFRANGE);
    return 0;
  }
  return static_cast<ushort>(text.units()[static_cast<size_t>(position)]);
}

bool StringSetCharacter(string& text, int position, ushort value) {
  int size = StringLen(text);
  if (position < 0 || position > size) {
    set_last_error(ERR_STRINGPOS_OUTOFRANGE);
    return false;
  }
  size_t at = static_cast<size_t>(position);
  if (value == 0)
    text.edit().resize(at);
  else if (position == size)
    text.edit() += static_cast<char16_t>(value);
  else
    text.edit()[at] = static_cast<char16_t>(value);
  return true;
}

int StringReplace(string& text, const string& find, const string& replacement) {
  if (text.is_null() || StringLen(text) == 0 || StringLen(find) == 0) {
    set_last_error(ERR_WRONG_STRING_PARAMETER);
    return -1;
  }
  int count = 0;
  const std::u16string &what = find.units(), &with = replacement.units();
  std::u16string& units = text.edit();
  for (size_t at = units.find(what); at != std::u16string::npos;
       at = units.find(what, at + with.size())) {
    units.replace(at, what.size(), with);
    count++;
  }
  return count;
}

int StringSplit(const string& text, ushort separator, array_view<string>& parts) {
  const std::u16string& units = text.units();
  if (units.empty()) {
    parts.resize(0, 0);
    return 0;
  }
  int count = 1 + static_cast<int>(std::count(units.begin(), units.end(), char16_t(separator)));
  if (parts.resize(count, 0) < 0 && parts.size() < count) {
    set_last_error(ERR_SMALL_ARRAY);
    return -1;
  }
  size_t begin = 0;
  for (int i = 0; i < count; i++) {
    size_t end = std::min(units.find(char16_t(separator), begin), units.size());
    parts[i] = string(units.substr(begin, end - begin));
    begin = end + 1;
  }
  return count;
}

bool StringToLower(string& text) {
  std::u16string& units = text.edit();
  std::transform(units.begin(), units.end(), units.begin(), lower);
  return true;
}

bool StringToUpper(string& text) {
  std::u16string& units = text.edit();
  std::transform(units.begin(), units.end(), units.begin(), upper);
  return true;
}

static bool is_blank(char16_t unit) {
  return unit == ' ' || unit == '\t' || unit == '\r' || unit == '\n';
}

int StringTrimLeft(string& text) {
  std::u16string& units = text.edit();
  size_t count = 0;
  while (count < units.size() && is_blank(units[count])) count++;
  units.erase(0, count);
  return static_cast<int>(count);
}

int StringTrimRight(string& text) {
  std::u16string& units = text.edit();
  size_t left = units.size();
  while (left > 0 && is_blank(units[left - 1])) left--;
  int count = static_cast<int>(units.size() - left);
  units.resize(left);
  return count;
}

bool StringInit(string& text, int length, ushort character) {
  if (length < 0) return false;
  text = character == 0 ? string("")
                        : string(std::u16string(static_cast<size_t>(length), char16_t(character)));
  return true;
}

bool StringFill(string& text, ushort character) {
  std::fill(text.edit().begin(), text.edit().end(), char16_t(character));
  return true;
}

bool StringSetLength(string& text, uint length) {
  text.edit().resize(length);
  return true;
}

bool StringReserve(string& text, uint length) {
  text.edit().reserve(length);
  return true;
}

}  // namespace mql
