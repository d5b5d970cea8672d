// Everything that an MQL5 source file may use. A translation unit that holds a program includes
// this first and the program's source inside a structure; see Programs/Program.h. It must come
// after all standard headers, because it gives `NULL` and `input` their MQL5 meaning.
#pragma once

#include "ArrayFunctions.h"
#include "Chart.h"
#include "Colors.h"
#include "Conversions.h"
#include "Enums.h"
#include "ErrorCodes.h"
#include "Files.h"
#include "Market.h"
#include "Maths.h"
#include "Runtime.h"
#include "Sockets.h"
#include "Structs.h"

using namespace mql;

#undef NULL
#define NULL (mql::null_value())

#define input
#define sinput
#define _Symbol       (mql::Symbol())
#define _Period       (mql::Period())
#define _Point        (mql::Point())
#define _Digits       (mql::Digits())
#define _LastError    (mql::GetLastError())
#define _StopFlag     (mql::IsStopped())
#define _UninitReason (mql::UninitializeReason())
