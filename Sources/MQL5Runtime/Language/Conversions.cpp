#include "Conversions.h"
#include "ArrayFunctions.h"
#include "Encoding.h"
#include "ErrorCodes.h"
#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace mql {

string IntegerToString(long number, int length, ushort fill) {
  std::u16string units;
  for (char c : std::to_string(number)) units += static_cast<char16_t>(c);
  if (length > static_cast<int>(units.size()))
    units.insert(0, static_cast<size_t>(length) - units.size(), char16_t(fill));
  return string(units);
}

// Digits from 0 to 16 are places after the point; from -1 to -16, of the scientific form.
string DoubleToString(double value, int digits) {
  char text[400];
  if (digits >= -16 && digits < 0)
    snprintf(text, sizeof text, "%.*e", -digits, value);
  else
    snprintf(text, sizeof text, "%.*f", digits > 16 || digits < 0 ? 8 : digits, value);
  return string(text);
}

string CharToString(uchar code) { return string(std::u16string(1, char16_t(code))); }
string ShortToString(ushort code) { return string(std::u16string(1, char16_t(code))); }

string ColorToString(color value, bool) {
  char text[32];
  snprintf(text, sizeof text, "%d,%d,%d", value.bgr & 255, value.bgr >> 8 & 255,
           value.bgr >> 16 & 255);
  return string(text);
}

long StringToInteger(const string& text) { return strtol(text.utf8().c_str(), nullptr, 10); }
double StringToDouble(const string& text) { return strtod(text.utf8().c_str(), nullptr); }

// The whole part and the fraction are rounded apart and added, as the documented results show
// (NormalizeDouble(M_PI, 8) is 3.1415926499999998): the result may be a neighbour of the number
// that the program would write as a literal.
double NormalizeDouble(double value, int digits) {
  static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8};
  if (digits < 0 || digits > 8 || !std::isfinite(value)) return value;
  double whole = std::trunc(value);
  return whole + std::round((value - whole) * powers[digits]) / powers[digits];
}

int StringToCharArray(const string& text, array_view<uchar>& bytes, int start, int count,
                      uint codepage) {
  if (start < 0) return 0;
  std::string encoded = encode_text(text.units(), codepage);
  int whole = static_cast<int>(encoded.size()) + 1;  // the terminating zero counts
  int wanted = count < 0 ? whole : std::min(count, whole);
  if (bytes.size() < start + wanted) bytes.resize(start + wanted, 0);
  wanted = std::max(0, std::min(wanted, bytes.size() - start));
  if (wanted > 0) memcpy(bytes.data() + start, encoded.c_str(), static_cast<size_t>(wanted));
  return wanted;
}

string CharArrayToString(const array_view<uchar>& bytes, int start, int count, uint codepage) {
  if (start < 0 || start >= bytes.size()) return string("");
  int available = bytes.size() - start;
  int wanted = count < 0 ? available : std::min(count, available);
  const char* text = reinterpret_cast<const char*>(bytes.data() + start);
  size_t length = strnlen(text, static_cast<size_t>(wanted));
  return string(decode_text(text, length, codepage));
}

int StringToShortArray(const string& text, array_view<ushort>& units, int start, int count) {
  if (start < 0) return 0;
  int whole = StringLen(text) + 1;
  int wanted = count < 0 ? whole : std::min(count, whole);
  if (units.size() < start + wanted) units.resize(start + wanted, 0);
  wanted = std::max(0, std::min(wanted, units.size() - start));
  for (int i = 0; i < wanted; i++)
    units[start + i] =
        i < whole - 1 ? static_cast<ushort>(text.units()[static_cast<size_t>(i)]) : ushort(0);
  return wanted;
}

string ShortArrayToString(const array_view<ushort>& units, int start, int count) {
  std::u16string out;
  int end = count < 0 ? units.size() : std::min(units.size(), start + count);
  for (int i = std::max(0, start); i < end && units[i] != 0; i++)
    out += static_cast<char16_t>(units[i]);
  return string(out);
}

}  // namespace mql
