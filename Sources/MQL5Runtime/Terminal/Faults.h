// The faults that a host may inject into one program's terminal.
#pragma once

#include "../include/mql5_runtime.h"
#include "Random.h"
#include <mutex>

namespace mql {

/// Set by any thread, asked by the program's thread.
class Faults {
 public:
  void set(const mql_faults& faults);
  bool speculates_readable();
  size_t send_limit(size_t wanted);
  /// How long a call of this API function blocks, in milliseconds; counts down.
  unsigned block_ms(const char* call);
  unsigned stale_copy_ms();
  unsigned history_load_ms();
  size_t shuffle_window();
  Random& random() { return random_; }

 private:
  std::mutex mutex_;
  mql_faults faults_ = {};
  Random random_;
};

}  // namespace mql
