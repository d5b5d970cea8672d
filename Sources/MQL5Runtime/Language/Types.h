// The scalar types of MQL5.
//
// `datetime` and `color` are classes, so that Print and StringFormat can tell them from numbers;
// both convert to and from integers silently, as in MQL5. They are trivial types: zeroed when the
// program object is zeroed.
#pragma once

#include <cstdint>
#include <limits>
#include <sys/types.h>
#include <type_traits>

namespace mql {

using uchar = unsigned char;
using ushort = unsigned short;
using uint = unsigned int;
using ulong = unsigned long;

static_assert(sizeof(short) == 2 && sizeof(int) == 4 && sizeof(long) == 8,
              "MQL5 has 16-bit short, 32-bit int and 64-bit long");

/// Seconds since 1970-01-01 00:00, without a time zone.
struct datetime {
  long seconds;
  datetime() = default;
  template <class N, class = std::enable_if_t<std::is_arithmetic_v<N> || std::is_enum_v<N>>>
  constexpr datetime(N value) : seconds(static_cast<long>(value)) {}
  constexpr operator long() const { return seconds; }
  datetime& operator+=(long value) {
    seconds += value;
    return *this;
  }
  datetime& operator-=(long value) {
    seconds -= value;
    return *this;
  }
};

/// A colour as 0x00BBGGRR; -1 means none.
struct color {
  int bgr;
  color() = default;
  template <class N, class = std::enable_if_t<std::is_arithmetic_v<N> || std::is_enum_v<N>>>
  constexpr color(N value) : bgr(static_cast<int>(value)) {}
  constexpr operator int() const { return bgr; }
};

/// `NULL`: zero of every scalar type, and the null string.
struct null_value {
  template <class N, class = std::enable_if_t<std::is_arithmetic_v<N> || std::is_enum_v<N> ||
                                              std::is_pointer_v<N>>>
  constexpr operator N() const {
    return N();
  }
};

}  // namespace mql
