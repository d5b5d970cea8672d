#include "Conversions.h"
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace mql {

// Up to 16 significant digits, in the shorter of the plain and the scientific form.
static std::string real_text(double value, int digits) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  char text[64];
  snprintf(text, sizeof text, "%.*g", digits, value);
  std::string out = text;
  if (out.find_first_of(".e") == std::string::npos) out += ".0";
  return out;
}

string text_of(const Argument& value) {
  switch (value.kind) {
    case Argument::Integer: return IntegerToString(value.integer);
    case Argument::Unsigned:
      return string::from_utf8(std::to_string(static_cast<ulong>(value.integer)));
    case Argument::Real: return string::from_utf8(real_text(value.real, 16));
    case Argument::Single: return string::from_utf8(real_text(value.real, 8));
    case Argument::Text: return value.text;
    case Argument::Boolean: return string(value.integer ? "true" : "false");
    case Argument::Time: return TimeToString(value.integer, TIME_DATE | TIME_SECONDS);
    case Argument::Color: return ColorToString(color(value.integer));
  }
  return string("");
}

string join_text(const Argument* values, size_t count) {
  std::u16string out;
  for (size_t i = 0; i < count; i++) out += text_of(values[i]).units();
  return string(out);
}

namespace {

/// One `%...` of a format.
struct Specifier {
  std::string flags;  // flags, width and precision
  int bits = 32;
  bool is_short = false;
  char type = 0;
};

bool is_one_of(char16_t unit, const char* set) {
  return unit != 0 && unit < 128 && strchr(set, static_cast<char>(unit)) != nullptr;
}

[[noreturn]] void stop_format(const string& format, const char* why) {
  stop_program("format \"" + format.utf8() + "\": " + why);
}

/// The arguments of a format, taken one by one.
struct Arguments {
  const Argument* values;
  size_t count, used;
  const Argument& next(const string& format) {
    if (used >= count) stop_format(format, "more specifiers than arguments");
    return values[used++];
  }
};

Specifier read_specifier(const string& format, size_t& at, Arguments& arguments) {
  const std::u16string& units = format.units();
  Specifier s;
  for (; at < units.size() && is_one_of(units[at], "-+ #0123456789.*"); at++)
    if (units[at] == '*')
      s.flags += std::to_string(int(arguments.next(format).integer));
    else
      s.flags += static_cast<char>(units[at]);
  if (units.compare(at, 3, u"I64") == 0)
    s.bits = 64, at += 3;
  else if (units.compare(at, 3, u"I32") == 0)
    at += 3;
  else if (units.compare(at, 2, u"ll") == 0)
    s.bits = 64, at += 2;
  else if (at < units.size() && (units[at] == 'l' || units[at] == 'h'))
    s.is_short = units[at++] == 'h';
  if (at >= units.size() || !is_one_of(units[at], "cCdiuoxXeEfgGaAs"))
    stop_format(format, "unknown specifier");
  s.type = static_cast<char>(units[at++]);
  return s;
}

std::u16string ascii(const char* text) { return std::u16string(text, text + strlen(text)); }

std::u16string format_integer(const string& format, const Specifier& s, const Argument& value) {
  bool integral = value.kind != Argument::Real && value.kind != Argument::Single &&
                  value.kind != Argument::Text;
  if (!integral) stop_format(format, "an integer specifier for another type");
  if (s.bits == 32 && value.bits == 64) stop_format(format, "64-bit value without I64 or ll");
  if (s.type == 'c' || s.type == 'C')
    return std::u16string(1, static_cast<char16_t>(value.integer));
  long number = value.integer;
  bool is_unsigned = s.type != 'd' && s.type != 'i';
  if (s.bits == 32) number = is_unsigned ? long(uint(number)) : long(int(number));
  if (s.is_short) number = is_unsigned ? long(ushort(number)) : long(short(number));
  char text[512];
  std::string c_format = "%" + s.flags + "l" + s.type;
  snprintf(text, sizeof text, c_format.c_str(), number);
  return ascii(text);
}

std::u16string format_real(const string& format, const Specifier& s, const Argument& value) {
  if (value.kind != Argument::Real && value.kind != Argument::Single)
    stop_format(format, "a floating point specifier for another type");
  char text[1024];
  std::string c_format = "%" + s.flags + s.type;
  snprintf(text, sizeof text, c_format.c_str(), value.real);
  return ascii(text);
}

std::u16string format_string(const string& format, const Specifier& s, const Argument& value) {
  if (value.kind != Argument::Text) stop_format(format, "%s for a value that is not a string");
  std::u16string out = value.text.units();
  size_t point = s.flags.find('.');
  if (point != std::string::npos)
    out = out.substr(0, static_cast<size_t>(atoi(s.flags.c_str() + point + 1)));
  bool left = s.flags.find('-') != std::string::npos;
  size_t digits = s.flags.find_first_not_of("-+ #0");
  size_t width =
      digits == std::string::npos ? 0 : static_cast<size_t>(atoi(s.flags.c_str() + digits));
  if (out.size() < width) out.insert(left ? out.size() : 0, width - out.size(), u' ');
  return out;
}

}  // namespace

string format_text(const string& format, const Argument* values, size_t count) {
  const std::u16string& units = format.units();
  std::u16string out;
  Arguments arguments = {values, count, 0};
  for (size_t at = 0; at < units.size();) {
    if (units[at] != '%') {
      out += units[at++];
      continue;
    }
    if (++at < units.size() && units[at] == '%') {
      out += units[at++];
      continue;
    }
    Specifier s = read_specifier(format, at, arguments);
    const Argument& value = arguments.next(format);
    if (s.type == 's')
      out += format_string(format, s, value);
    else if (strchr("eEfgGaA", s.type))
      out += format_real(format, s, value);
    else
      out += format_integer(format, s, value);
  }
  if (arguments.used < count) stop_format(format, "more arguments than specifiers");
  return string(out);
}

}  // namespace mql
