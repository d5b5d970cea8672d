// The `string` type of MQL5: a value, UTF-16, with NULL distinct from "".
#pragma once

#include "CriticalError.h"
#include "Types.h"
#include <string>

namespace mql {

/// A UTF-16 string. NULL and "" differ under ==, and print alike.
class string {
 public:
  string() = default;
  string(null_value) {}
  string(const char* utf8);
  string(const string&) = default;
  string(string&&) = default;
  explicit string(std::u16string text) : units_(std::move(text)), is_null_(false) {}

  static string from_utf8(const std::string& utf8);

  string& operator=(const string&) = default;
  string& operator=(string&&) = default;

  bool is_null() const { return is_null_; }
  const std::u16string& units() const { return units_; }
  std::u16string& edit() {
    is_null_ = false;
    return units_;
  }
  std::string utf8() const;

  /// The character at a position; outside the string the program is stopped.
  ushort operator[](long position) const {
    if (position < 0 || position >= static_cast<long>(units_.size()))
      stop_out_of_range(position, static_cast<long>(units_.size()));
    return static_cast<ushort>(units_[static_cast<size_t>(position)]);
  }

  string& operator+=(const string& other) {
    edit() += other.units_;
    return *this;
  }
  friend string operator+(const string& a, const string& b) { return string(a.units_ + b.units_); }
  friend bool operator==(const string& a, const string& b) {
    return a.is_null_ == b.is_null_ && a.units_ == b.units_;
  }
  friend bool operator!=(const string& a, const string& b) { return !(a == b); }
  friend bool operator<(const string& a, const string& b) { return a.units_ < b.units_; }
  friend bool operator>(const string& a, const string& b) { return b < a; }
  friend bool operator<=(const string& a, const string& b) { return !(b < a); }
  friend bool operator>=(const string& a, const string& b) { return !(a < b); }

 private:
  std::u16string units_;
  bool is_null_ = true;
};

std::u16string utf16_from_utf8(const char* bytes, size_t count);
std::string utf8_from_utf16(const std::u16string& units);

}  // namespace mql
