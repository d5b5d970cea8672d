#include "Faults.h"
#include <algorithm>
#include <cstring>

namespace mql {

using Lock = std::lock_guard<std::mutex>;

void Faults::set(const mql_faults& faults) {
  Lock lock(mutex_);
  if (faults.seed != 0 && faults.seed != faults_.seed) random_.state = faults.seed;
  faults_ = faults;
}

bool Faults::speculates_readable() {
  Lock lock(mutex_);
  uint32_t chance = faults_.speculative_readable_per_mille;
  return chance > 0 && random_.below(1000) < chance;
}

size_t Faults::send_limit(size_t wanted) {
  Lock lock(mutex_);
  return faults_.send_max_bytes ? std::min<size_t>(wanted, faults_.send_max_bytes) : wanted;
}

unsigned Faults::block_ms(const char* call) {
  Lock lock(mutex_);
  if (faults_.block_count == 0 || strcmp(faults_.block_call, call) != 0) return 0;
  faults_.block_count--;
  return faults_.block_ms;
}

unsigned Faults::stale_copy_ms() {
  Lock lock(mutex_);
  return faults_.stale_copy_ms;
}

unsigned Faults::history_load_ms() {
  Lock lock(mutex_);
  return faults_.history_load_ms;
}

size_t Faults::shuffle_window() {
  Lock lock(mutex_);
  return faults_.transaction_shuffle_window;
}

}  // namespace mql
