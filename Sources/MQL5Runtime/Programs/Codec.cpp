// The EA's codec, driven from outside a terminal: see backstop_codec.h.
#if __has_include(<Backstop/Session.mqh>)

#include "CodecDescribed.h"
#include "CodecGolden.h"

namespace {

template <class Work>
int32_t guarded(Work work) {
  try {
    return work();
  } catch (const mql::CriticalError &) {
    return BACKSTOP_CODEC_STOPPED;
  }
}

uint64_t next_random(uint64_t &state) {
  state += 0x9E3779B97F4A7C15;
  uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

void drain(Codec &codec, Codec::ZmtpParser &parser, backstop_zmtp_outcome &outcome) {
  for (;;) {
    int event = codec.ZmtpNext(parser);
    if (event == ZMTP_NONE) return;
    if (event == ZMTP_BROKEN) {
      outcome.broken = parser.broken;
      return;
    }
    outcome.steps++;
    if (event == ZMTP_READY) outcome.ready++;
    if (event == ZMTP_PING) outcome.pings++;
    if (event == ZMTP_IGNORED) outcome.ignored++;
    if (event != ZMTP_MESSAGE) continue;
    int count = parser.end - parser.from;
    outcome.messages++;
    outcome.message_bytes += static_cast<uint32_t>(count);
    outcome.digest = codec.Fnv1a(parser.data, parser.from, count, outcome.digest);
  }
}

}  // namespace

int32_t backstop_codec_frame(const char *name, uint8_t *out, size_t capacity) {
  return guarded([&] {
    auto golden = std::make_unique<Golden>();
    return golden->make(name) ? Codec::give(golden->frame, out, capacity) : BACKSTOP_CODEC_UNKNOWN;
  });
}

int32_t backstop_codec_describe(const uint8_t *frame, size_t size, char *text, size_t capacity) {
  return guarded([&] {
    auto described = std::make_unique<Described>();
    array<uchar> bytes;
    Codec::fill(bytes, frame, size);
    int32_t count = described->frame(bytes);
    if (capacity > 0) std::snprintf(text, capacity, "%s", described->text.c_str());
    return count;
  });
}

int32_t backstop_zmtp_run(const uint8_t *bytes, size_t size, size_t piece, uint64_t seed,
                          backstop_zmtp_outcome *outcome) {
  return guarded([&] {
    static thread_local auto codec = std::make_unique<Codec>();
    Codec::ZmtpParser parser = {};
    codec->ZmtpReset(parser);
    *outcome = {};
    outcome->digest = FNV_BASIS;
    size_t at = 0;
    while (at < size && outcome->broken == 0) {
      size_t count = piece ? piece : 1 + next_random(seed) % 97;
      size_t room = static_cast<size_t>(codec->ZmtpRoom(parser));
      if (count > size - at) count = size - at;
      if (count > room) count = room;
      if (count == 0) mql::stop_program("the parser is full and waits for more");
      array<uchar> part;
      Codec::fill(part, bytes + at, count);
      codec->ZmtpFeed(parser, part, static_cast<int>(count));
      at += count;
      drain(*codec, parser, *outcome);
    }
    return 0;
  });
}

int32_t backstop_zmtp_write(const uint8_t *ping, size_t ping_size, uint8_t *out, size_t capacity) {
  return guarded([&] {
    auto codec = std::make_unique<Codec>();
    Codec::ByteWriter written;
    codec->WriterReset(written);
    if (!ping) {
      codec->ZmtpPutGreeting(written);
      codec->ZmtpPutReady(written, "bs-0123456789abcdef");
      return Codec::give(written, out, capacity);
    }
    Codec::ZmtpParser parser = {};
    codec->ZmtpReset(parser);
    parser.greeted = true, parser.ready = true;
    array<uchar> bytes;
    Codec::fill(bytes, ping, ping_size);
    codec->ZmtpFeed(parser, bytes, static_cast<int>(ping_size));
    if (codec->ZmtpNext(parser) != ZMTP_PING) return static_cast<int32_t>(BACKSTOP_CODEC_MALFORMED);
    codec->ZmtpPutPong(written, parser);
    return Codec::give(written, out, capacity);
  });
}

int32_t backstop_zmtp_message(const uint8_t *body, size_t size, uint8_t *out, size_t capacity) {
  return guarded([&] {
    auto codec = std::make_unique<Codec>();
    Codec::ByteWriter written;
    codec->WriterReset(written);
    codec->ZmtpPutMessageHeader(written, static_cast<int>(size));
    codec->put(written, body, size);
    return Codec::give(written, out, capacity);
  });
}

int32_t backstop_codec_hmac(const char *key, const uint8_t *message, size_t size, uint8_t mac[32]) {
  return guarded([&] {
    auto codec = std::make_unique<Codec>();
    Codec::ByteWriter text;
    codec->WriterReset(text);
    codec->put(text, message, size);
    fixed_array<uchar, 32> out;
    if (!codec->HmacSha256(key, text, out)) return static_cast<int32_t>(BACKSTOP_CODEC_MALFORMED);
    for (int i = 0; i < 32; i++) mac[i] = out[i];
    return 0;
  });
}

int32_t backstop_codec_pattern_fits(const char *pattern, const char *name) {
  return guarded([&] {
    auto codec = std::make_unique<Codec>();
    return codec->PatternFits(pattern, name) ? 1 : 0;
  });
}

int32_t backstop_codec_policy_entry(const uint8_t *body, size_t size, const char *symbol,
                                    uint64_t magic, int32_t side, const char *comment,
                                    int64_t balance, int64_t *cap) {
  return guarded([&] {
    auto codec = std::make_unique<Codec>();
    array<uchar> bytes;
    Codec::fill(bytes, body, size);
    Codec::Cursor cursor;
    codec->CursorOpen(cursor, 0, static_cast<int>(size));
    if (!codec->DecodePolicy(bytes, cursor, codec->g_policy))
      return static_cast<int32_t>(BACKSTOP_CODEC_MALFORMED);
    int entry = codec->PolicyFind(codec->g_policy, symbol, magic, side, comment);
    if (entry < 0) return static_cast<int32_t>(BACKSTOP_CODEC_UNKNOWN);
    *cap = codec->PolicyCap(codec->g_policy, entry, balance);
    return entry;
  });
}

#endif
