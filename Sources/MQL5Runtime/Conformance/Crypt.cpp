#include "Case.h"

static string hex_of(const array_view<uchar>& bytes) {
  string text = "";
  for (int i = 0; i < ArraySize(bytes); i++) text += StringFormat("%02x", bytes[i]);
  return text;
}

static string hash_of(ENUM_CRYPT_METHOD method, const string& text) {
  ARRAY(uchar, data);
  ARRAY(uchar, key);
  ARRAY(uchar, result);
  StringToCharArray(text, data, 0, StringLen(text), CP_UTF8);
  CryptEncode(method, data, key, result);
  return hex_of(result);
}

PROMISE(sha256OfKnownTexts) {
  check.equal(hash_of(CRYPT_HASH_SHA256, "abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  check.equal(hash_of(CRYPT_HASH_SHA256, ""),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  check.equal(
      hash_of(CRYPT_HASH_SHA256, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

PROMISE(sha1AndMd5OfKnownTexts) {
  check.equal(hash_of(CRYPT_HASH_SHA1, "abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  check.equal(hash_of(CRYPT_HASH_MD5, "abc"), "900150983cd24fb0d6963f7d28e17f72");
}

PROMISE(cryptEncodeReturnsTheResultSize) {
  ARRAY(uchar, data);
  ARRAY(uchar, key);
  ARRAY(uchar, result);
  check.equal(CryptEncode(CRYPT_HASH_SHA256, data, key, result), 32);
  check.equal(ArraySize(result), 32);
}

PROMISE(base64BothWays) {
  ARRAY(uchar, data);
  ARRAY(uchar, key);
  ARRAY(uchar, encoded);
  ARRAY(uchar, decoded);
  for (int length = 0; length < 7; length++) {
    string text = StringSubstr("foobar", 0, length);
    ArrayFree(data);
    StringToCharArray(text, data, 0, length, CP_UTF8);
    CryptEncode(CRYPT_BASE64, data, key, encoded);
    CryptDecode(CRYPT_BASE64, encoded, key, decoded);
    check.equal(CharArrayToString(decoded, 0, -1, CP_UTF8), text);
  }
  check.equal(CharArrayToString(encoded, 0, -1, CP_UTF8), "Zm9vYmFy");
}

PROMISE(anUnsupportedMethodFails) {
  ARRAY(uchar, data);
  ARRAY(uchar, key);
  ARRAY(uchar, result);
  check.equal(CryptEncode(CRYPT_ARCH_ZIP, data, key, result), 0);
  check.error(ERR_INVALID_PARAMETER);
}
