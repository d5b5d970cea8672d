// The runtime's own source of random choices (timer jitter, faults), apart from MathRand.
#pragma once

#include <cstdint>

namespace mql {

/// SplitMix64: the same seed gives the same choices.
struct Random {
  uint64_t state = 0x9E3779B97F4A7C15ull;
  uint64_t next() {
    uint64_t z = (state += 0x9E3779B97F4A7C15ull);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }
  /// 0 to bound - 1; bound must not be 0.
  uint64_t below(uint64_t bound) { return next() % bound; }
};

}  // namespace mql
