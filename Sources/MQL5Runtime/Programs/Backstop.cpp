// The expert advisor, from the very files that MetaEditor compiles.
#if __has_include(<Backstop/Backstop.mq5>)

#include "Adapter.h"
#include "Catalogue.h"
#include "MQL5.h"

namespace {
struct Program {
#include <Backstop/Backstop.mq5>
};
}  // namespace

#include "Load.h"

namespace mql {
MQL_LOADER(load_backstop)
}

#endif
