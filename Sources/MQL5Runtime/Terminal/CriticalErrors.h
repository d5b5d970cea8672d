// Zero divides.
#pragma once

#include <csetjmp>

namespace mql {

/// Program code is compiled so that a division by zero, integer or floating, executes a trap
/// instruction. While a handler runs, that trap jumps to the handler's frame instead of ending the
/// process; the objects on the frames in between are abandoned, not destroyed. Traps of other code
/// (Swift's, for instance) keep their meaning.
class ZeroDivideTrap {
 public:
  static void install();
  /// Where a trap on this thread goes; null: nowhere. Returns the previous one.
  static sigjmp_buf* arm(sigjmp_buf* target);
};

}  // namespace mql
