// The self test script, from the very files that MetaEditor compiles.
#if __has_include(<Backstop/SelfTest.mq5>)

#include "Adapter.h"
#include "Catalogue.h"
#include "MQL5.h"

namespace {
struct Program {
#include <Backstop/SelfTest.mq5>
};
}  // namespace

#include "Load.h"

namespace mql {
MQL_LOADER(load_self_test)
}

#endif
