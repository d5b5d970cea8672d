#include "CriticalErrors.h"
#include "../Language/CriticalError.h"
#include <csignal>
#include <cstdint>
#include <mutex>

namespace mql {

void stop_program(const std::string& text) { throw CriticalError{text}; }

void stop_out_of_range(long index, long size) {
  throw CriticalError{"array out of range: index " + std::to_string(index) + ", size " +
                      std::to_string(size)};
}

static thread_local sigjmp_buf* armed = nullptr;
static struct sigaction previous_ill, previous_trap, previous_fpe;

sigjmp_buf* ZeroDivideTrap::arm(sigjmp_buf* target) {
  sigjmp_buf* before = armed;
  armed = target;
  return before;
}

// clang's -fsanitize-trap puts the number of the failed check into the instruction; 3 is a
// division.
static bool is_zero_divide(int signal, const siginfo_t* info) {
  if (signal == SIGFPE) return true;
  const uint8_t* code = static_cast<const uint8_t*>(info->si_addr);
  if (!code) return false;
#if defined(__x86_64__)
  return code[0] == 0x67 && code[1] == 0x0F && code[2] == 0xB9 && code[4] == 3;
#elif defined(__aarch64__)
  uint32_t word = *reinterpret_cast<const uint32_t*>(code);
  return word == (0xD4200000u | (0x5503u << 5));
#else
  return false;
#endif
}

static void on_trap(int signal, siginfo_t* info, void* context) {
  if (armed && is_zero_divide(signal, info)) siglongjmp(*armed, 1);
  const struct sigaction& before = signal == SIGILL    ? previous_ill
                                   : signal == SIGTRAP ? previous_trap
                                                       : previous_fpe;
  if (before.sa_flags & SA_SIGINFO)
    before.sa_sigaction(signal, info, context);
  else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN)
    before.sa_handler(signal);
  else
    ::signal(signal, SIG_DFL);  // returning repeats the instruction, which then ends the process
}

void ZeroDivideTrap::install() {
  static std::once_flag once;
  std::call_once(once, [] {
    struct sigaction action = {};
    action.sa_sigaction = on_trap;
    action.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK;
    sigaction(SIGILL, &action, &previous_ill);
    sigaction(SIGTRAP, &action, &previous_trap);
    sigaction(SIGFPE, &action, &previous_fpe);
  });
}

}  // namespace mql
