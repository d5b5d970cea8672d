#include "ArrayFunctions.h"
#include "Conversions.h"
#include "Digests.h"
#include "ErrorCodes.h"

namespace mql {

static int deliver(const Bytes& bytes, array_view<uchar>& result) {
  int count = static_cast<int>(bytes.size());
  if (result.resize(count, 0) < 0 && result.size() < count) {
    set_last_error(ERR_INVALID_ARRAY);
    return 0;
  }
  std::copy(bytes.begin(), bytes.end(), result.data());
  return count;
}

int CryptEncode(ENUM_CRYPT_METHOD method, const array_view<uchar>& data, const array_view<uchar>&,
                array_view<uchar>& result) {
  size_t size = static_cast<size_t>(data.size());
  switch (method) {
    case CRYPT_BASE64: return deliver(base64_encode(data.data(), size), result);
    case CRYPT_HASH_SHA1: return deliver(sha1(data.data(), size), result);
    case CRYPT_HASH_SHA256: return deliver(sha256(data.data(), size), result);
    case CRYPT_HASH_MD5: return deliver(md5(data.data(), size), result);
    default: break;
  }
  set_last_error(ERR_INVALID_PARAMETER);
  return 0;
}

int CryptDecode(ENUM_CRYPT_METHOD method, const array_view<uchar>& data, const array_view<uchar>&,
                array_view<uchar>& result) {
  Bytes bytes;
  if (method == CRYPT_BASE64 && base64_decode(data.data(), static_cast<size_t>(data.size()), bytes))
    return deliver(bytes, result);
  set_last_error(ERR_INVALID_PARAMETER);
  return 0;
}

}  // namespace mql
