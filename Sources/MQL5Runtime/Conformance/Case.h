// Cases that hold the runtime to what the MQL5 documentation promises, one promise each.
//
//     PROMISE(aFixedArrayIsNotResized) {
//       FIXED_ARRAY(int, numbers, 3);
//       check.equal(ArrayResize(numbers, 4), -1);
//     }
//
// A body runs as the OnStart of a program of its own, in a terminal of its own with an empty data
// folder, over the market of Fixture.h.
#pragma once

#include "Fixture.h"
#include "MQL5.h"
#include <Backstop/Language.mqh>
#include <string>

namespace mql::conformance {

/// Collects what differed.
class Check {
 public:
  template <class A, class B>
  void equal(const A& actual, const B& expected, int line = __builtin_LINE()) {
    Argument a = argument(actual), b = argument(expected);
    if (text_of(a) == text_of(b)) return;
    fail(text_of(a).utf8() + " instead of " + text_of(b).utf8(), line);
  }
  void near(double actual, double expected, double within, int line = __builtin_LINE()) {
    if (!(actual >= expected - within && actual <= expected + within))
      fail(std::to_string(actual) + " instead of " + std::to_string(expected), line);
  }
  void is_true(bool value, int line = __builtin_LINE()) {
    if (!value) fail("false instead of true", line);
  }
  void is_false(bool value, int line = __builtin_LINE()) {
    if (value) fail("true instead of false", line);
  }
  /// The last error, which is then reset.
  void error(int expected, int line = __builtin_LINE()) {
    equal(GetLastError(), expected, line);
    ResetLastError();
  }
  const std::string& failures() const { return failures_; }

 private:
  void fail(const std::string& what, int line) {
    failures_ += "line " + std::to_string(line) + ": " + what + "; ";
  }
  std::string failures_;
};

using Body = void (*)(Check& check, Fixture& fixture);

/// Registered by its constructor, before main.
struct Case {
  const char* name;
  Body body;
  const char* stop_text;  // part of the critical error that must end it; null: must not be stopped
  Case(const char* name, Body body, const char* stop_text);
};

}  // namespace mql::conformance

#define PROMISE_OR_STOP(name, text)                                                     \
  static void name(mql::conformance::Check& check, mql::conformance::Fixture& fixture); \
  static const mql::conformance::Case name##_case(#name, name, text);                   \
  static void name([[maybe_unused]] mql::conformance::Check& check,                     \
                   [[maybe_unused]] mql::conformance::Fixture& fixture)
#define PROMISE(name)     PROMISE_OR_STOP(name, nullptr)
#define STOPS(name, text) PROMISE_OR_STOP(name, text)
