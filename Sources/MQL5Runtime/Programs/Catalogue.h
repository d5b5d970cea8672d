// The loaders of the programs compiled in.
#pragma once

#include "../Terminal/ProgramImage.h"

namespace mql {

std::unique_ptr<ProgramImage> load_backstop();
std::unique_ptr<ProgramImage> load_self_test();
std::unique_ptr<ProgramImage> load_probe();
std::unique_ptr<ProgramImage> load_probe_script();

}  // namespace mql
