// The EA's codec and session as an object of their own, without a terminal around them.
#pragma once

#include "../include/backstop_codec.h"
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

#include "MQL5.h"

namespace {

struct Codec {
#include <Backstop/Session.mqh>

  static void fill(array<uchar> &to, const uint8_t *bytes, size_t size) {
    int count = static_cast<int>(size);
    if (ArrayResize(to, count) != count) mql::stop_program("out of memory");
    for (int i = 0; i < count; i++) to[i] = bytes[i];
  }
  void put(ByteWriter &out, const uint8_t *bytes, size_t size) {
    array<uchar> copy;
    fill(copy, bytes, size);
    PutBytes(out, copy, 0, static_cast<int>(size));
  }
  static int32_t give(const ByteWriter &from, uint8_t *out, size_t capacity) {
    size_t size = static_cast<size_t>(from.length);
    if (size > capacity) return BACKSTOP_CODEC_UNKNOWN;
    for (int i = 0; i < from.length; i++) out[i] = from.data[i];
    return static_cast<int32_t>(size);
  }
};

}  // namespace
