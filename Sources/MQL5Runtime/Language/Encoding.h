// Text in bytes: UTF-8, and the ANSI code page, which is Latin-1 here.
#pragma once

#include "Types.h"
#include <string>

namespace mql {

/// A character that the code page lacks becomes '?'.
std::string encode_text(const std::u16string& units, uint codepage);
std::u16string decode_text(const char* bytes, size_t count, uint codepage);

}  // namespace mql
