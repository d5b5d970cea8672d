#include "mql5_runtime.h"
