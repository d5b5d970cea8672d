// Hash functions and BASE64 over bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mql {

using Bytes = std::vector<uint8_t>;

Bytes sha256(const uint8_t* data, size_t size);
Bytes sha1(const uint8_t* data, size_t size);
Bytes md5(const uint8_t* data, size_t size);
Bytes base64_encode(const uint8_t* data, size_t size);
/// False for text that is not BASE64.
bool base64_decode(const uint8_t* text, size_t size, Bytes& out);

}  // namespace mql
