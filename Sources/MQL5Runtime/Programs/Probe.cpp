// The runtime's own test program.
#include "Adapter.h"
#include "Catalogue.h"
#include "MQL5.h"

namespace {
struct Program {
#include "Probe.h"
};
}  // namespace

#include "Load.h"

namespace mql {
MQL_LOADER(load_probe)
}
