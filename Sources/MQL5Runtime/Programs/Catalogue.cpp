#include "Catalogue.h"
#include <iterator>

namespace mql {

const ProgramKind* program_kind_at(int index) {
  static const ProgramKind kinds[] = {
#if __has_include(<Backstop/Backstop.mq5>)
      {"Backstop", load_backstop},
#endif
#if __has_include(<Backstop/SelfTest.mq5>)
      {"SelfTest", load_self_test},
#endif
      {"Probe", load_probe},
      {"ProbeScript", load_probe_script},
  };
  return index >= 0 && index < static_cast<int>(std::size(kinds)) ? &kinds[index] : nullptr;
}

}  // namespace mql
