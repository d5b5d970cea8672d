#include "String.h"
#include "Encoding.h"
#include "Enums.h"
#include <cstring>

namespace mql {

static void append_code_point(std::u16string& out, uint32_t code) {
  if (code > 0xFFFF) {
    code -= 0x10000;
    out += static_cast<char16_t>(0xD800 + (code >> 10));
    out += static_cast<char16_t>(0xDC00 + (code & 0x3FF));
  } else {
    out += static_cast<char16_t>(code);
  }
}

// Malformed bytes become U+FFFD, one for each.
std::u16string utf16_from_utf8(const char* bytes, size_t count) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  std::u16string out;
  out.reserve(count);
  for (size_t i = 0; i < count;) {
    unsigned char lead = static_cast<unsigned char>(bytes[i]);
    size_t length = lead < 0x80                   ? 1
                    : lead >= 0xF0 && lead < 0xF5 ? 4
                    : lead >= 0xE0 && lead < 0xF0 ? 3
                    : lead >= 0xC2 && lead < 0xE0 ? 2
                                                  : 0;
    uint32_t code = length == 1   ? lead
                    : length == 2 ? lead & 0x1Fu
                    : length == 3 ? lead & 0x0Fu
                                  : lead & 0x07u;
    bool valid = length > 0 && i + length <= count;
    for (size_t k = 1; valid && k < length; k++) {
      unsigned char next = static_cast<unsigned char>(bytes[i + k]);
      valid = (next & 0xC0) == 0x80;
      code = code << 6 | (next & 0x3Fu);
    }
    valid = valid && code >= least[length] && code < 0x110000 && (code < 0xD800 || code > 0xDFFF);
    append_code_point(out, valid ? code : 0xFFFD);
    i += valid ? length : 1;
  }
  return out;
}

std::string utf8_from_utf16(const std::u16string& units) {
  std::string out;
  out.reserve(units.size());
  for (size_t i = 0; i < units.size(); i++) {
    uint32_t code = units[i];
    bool pair = code >= 0xD800 && code < 0xDC00 && i + 1 < units.size() && units[i + 1] >= 0xDC00 &&
                units[i + 1] < 0xE000;
    if (pair)
      code = 0x10000 + ((code - 0xD800) << 10) + (units[++i] - 0xDC00u);
    else if (code >= 0xD800 && code < 0xE000)
      code = 0xFFFD;
    if (code < 0x80) {
      out += static_cast<char>(code);
    } else if (code < 0x800) {
      out += static_cast<char>(0xC0 | code >> 6);
      out += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
      out += static_cast<char>(0xE0 | code >> 12);
      out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
      out += static_cast<char>(0x80 | (code & 0x3F));
    } else {
      out += static_cast<char>(0xF0 | code >> 18);
      out += static_cast<char>(0x80 | (code >> 12 & 0x3F));
      out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
      out += static_cast<char>(0x80 | (code & 0x3F));
    }
  }
  return out;
}

string::string(const char* utf8) {
  if (!utf8) return;
  is_null_ = false;
  units_ = utf16_from_utf8(utf8, strlen(utf8));
}

string string::from_utf8(const std::string& utf8) {
  return string(utf16_from_utf8(utf8.data(), utf8.size()));
}

std::string string::utf8() const { return utf8_from_utf16(units_); }

std::string encode_text(const std::u16string& units, uint codepage) {
  if (codepage == CP_UTF8) return utf8_from_utf16(units);
  std::string out;
  out.reserve(units.size());
  for (char16_t unit : units) out += unit < 0x100 ? static_cast<char>(unit) : '?';
  return out;
}

std::u16string decode_text(const char* bytes, size_t count, uint codepage) {
  if (codepage == CP_UTF8) return utf16_from_utf8(bytes, count);
  std::u16string out;
  out.reserve(count);
  for (size_t i = 0; i < count; i++)
    out += static_cast<char16_t>(static_cast<unsigned char>(bytes[i]));
  return out;
}

}  // namespace mql
