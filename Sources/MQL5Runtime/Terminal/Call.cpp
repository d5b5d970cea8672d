#include "Clock.h"
#include "Program.h"

namespace mql {

// Outside a handler there is no program to answer for a call; that is a mistake of this runtime.
mql_program& program() {
  mql_program* current = mql_program::current();
  if (!current) stop_program("an MQL5 function was called outside a program");
  return *current;
}

void set_last_error(int code) {
  if (mql_program* current = mql_program::current()) current->last_error = code;
}

Call::Call(const char* name) : name_(name), start_ns_(monotonic_ns()) {
  unsigned block_ms = program().faults.block_ms(name);
  if (block_ms == 0) return;
  timespec pause = {time_t(block_ms / 1000), long(block_ms % 1000) * 1000000};
  nanosleep(&pause, nullptr);
}

Call::~Call() {
  if (mql_program* current = mql_program::current())
    current->count_call(name_, monotonic_ns() - start_ns_);
}

}  // namespace mql
