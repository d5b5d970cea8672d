// Conversion, string and formatting functions.
#pragma once

#include "Array.h"
#include "Enums.h"
#include "String.h"

namespace mql {

// Conversion --------------------------------------------------------------------------------------

string IntegerToString(long number, int length = 0, ushort fill = ' ');
string DoubleToString(double value, int digits = 8);
string TimeToString(datetime value, int mode = TIME_DATE | TIME_MINUTES);
string CharToString(uchar code);
string ShortToString(ushort code);
string ColorToString(color value, bool by_name = false);
long StringToInteger(const string& text);
double StringToDouble(const string& text);
datetime StringToTime(const string& text);
double NormalizeDouble(double value, int digits);

int StringToCharArray(const string& text, array_view<uchar>& bytes, int start = 0, int count = -1,
                      uint codepage = CP_ACP);
string CharArrayToString(const array_view<uchar>& bytes, int start = 0, int count = -1,
                         uint codepage = CP_ACP);
int StringToShortArray(const string& text, array_view<ushort>& units, int start = 0,
                       int count = -1);
string ShortArrayToString(const array_view<ushort>& units, int start = 0, int count = -1);

// Strings -----------------------------------------------------------------------------------------

int StringLen(const string& text);
bool StringAdd(string& text, const string& more);
int StringCompare(const string& a, const string& b, bool case_sensitive = true);
int StringFind(const string& text, const string& part, int start = 0);
string StringSubstr(const string& text, int start, int length = -1);
ushort StringGetCharacter(const string& text, int position);
bool StringSetCharacter(string& text, int position, ushort value);
int StringReplace(string& text, const string& find, const string& replacement);
int StringSplit(const string& text, ushort separator, array_view<string>& parts);
bool StringToLower(string& text);
bool StringToUpper(string& text);
int StringTrimLeft(string& text);
int StringTrimRight(string& text);
bool StringInit(string& text, int length = 0, ushort character = 0);
bool StringFill(string& text, ushort character);
bool StringSetLength(string& text, uint length);
bool StringReserve(string& text, uint length);

// Printing ----------------------------------------------------------------------------------------

/// One argument of Print or of a format, with the type it had in the program.
struct Argument {
  enum Kind { Integer, Unsigned, Real, Single, Text, Boolean, Time, Color };
  Kind kind;
  int bits = 64;
  long integer = 0;
  double real = 0;
  string text;
};

inline Argument argument(bool v) { return {Argument::Boolean, 8, v, 0, {}}; }
inline Argument argument(double v) { return {Argument::Real, 64, 0, v, {}}; }
inline Argument argument(float v) { return {Argument::Single, 32, 0, v, {}}; }
inline Argument argument(const string& v) { return {Argument::Text, 64, 0, 0, v}; }
inline Argument argument(const char* v) { return {Argument::Text, 64, 0, 0, string(v)}; }
inline Argument argument(null_value) { return {Argument::Text, 64, 0, 0, {}}; }
inline Argument argument(datetime v) { return {Argument::Time, 64, v.seconds, 0, {}}; }
inline Argument argument(color v) { return {Argument::Color, 32, v.bgr, 0, {}}; }
template <class N, class = std::enable_if_t<std::is_integral_v<N> || std::is_enum_v<N>>>
Argument argument(N v) {
  bool is_unsigned = false;
  if constexpr (std::is_integral_v<N>) is_unsigned = std::is_unsigned_v<N>;
  return {is_unsigned ? Argument::Unsigned : Argument::Integer,
          static_cast<int>(sizeof(N) * 8),
          static_cast<long>(v),
          0,
          {}};
}

string text_of(const Argument& value);
string join_text(const Argument* values, size_t count);
/// Stops the program when the format and the arguments do not fit: MetaTrader prints a message
/// there, and no program should depend on it.
string format_text(const string& format, const Argument* values, size_t count);

template <class... Values>
string StringFormat(const string& format, const Values&... values) {
  const Argument list[] = {Argument{Argument::Boolean, 0, 0, 0, {}}, argument(values)...};
  return format_text(format, list + 1, sizeof...(values));
}
template <class... Values>
int StringConcatenate(string& target, const Values&... values) {
  const Argument list[] = {argument(values)...};
  target = join_text(list, sizeof...(values));
  return StringLen(target);
}

string EnumToString(ENUM_TRADE_TRANSACTION_TYPE value);
string EnumToString(ENUM_TRADE_REQUEST_ACTIONS value);
string EnumToString(ENUM_ORDER_TYPE value);
string EnumToString(ENUM_ORDER_STATE value);
string EnumToString(ENUM_ORDER_TYPE_FILLING value);
string EnumToString(ENUM_POSITION_TYPE value);
string EnumToString(ENUM_DEAL_TYPE value);
string EnumToString(ENUM_DEAL_ENTRY value);
string EnumToString(ENUM_DEAL_REASON value);
string EnumToString(ENUM_TIMEFRAMES value);
/// Enumerations of the program, and those that have no table here: the number.
template <class E, class = std::enable_if_t<std::is_enum_v<E>>>
string EnumToString(E value) {
  return IntegerToString(static_cast<long>(value));
}

// Cryptography ------------------------------------------------------------------------------------

/// Supports BASE64, SHA1, SHA256 and MD5 hashes; other methods fail with 4003.
int CryptEncode(ENUM_CRYPT_METHOD method, const array_view<uchar>& data,
                const array_view<uchar>& key, array_view<uchar>& result);
/// Supports BASE64.
int CryptDecode(ENUM_CRYPT_METHOD method, const array_view<uchar>& data,
                const array_view<uchar>& key, array_view<uchar>& result);

}  // namespace mql
