// A script, to try how scripts are run.
#include "Adapter.h"
#include "Catalogue.h"
#include "MQL5.h"

namespace {
struct Program {
  void OnStart() {
    Print("OnStart ", MQLInfoInteger(MQL_PROGRAM_TYPE) == PROGRAM_SCRIPT);
    while (!IsStopped()) Sleep(1000);
    Print("OnStart ends");
  }
};
}  // namespace

#include "Load.h"

namespace mql {
MQL_LOADER(load_probe_script)
}
