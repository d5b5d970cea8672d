// The errors that make MetaTrader 5 unload a program.
#pragma once

#include <string>

namespace mql {

/// Thrown where MetaTrader ends a program with a critical error. Nothing below the event boundary
/// catches it; there it unloads the program and tells the host.
struct CriticalError {
  std::string text;
};

[[noreturn]] void stop_program(const std::string& text);
[[noreturn]] void stop_out_of_range(long index, long size);

}  // namespace mql
