/// The EA's own codec, compiled from its sources, for tests: the link protocol's messages and the
/// ZMTP parser, without a terminal.
///
/// No call here ends the process: where MetaTrader would end the program, BACKSTOP_CODEC_STOPPED is
/// returned. Any thread, one call at a time per object.
#ifndef BACKSTOP_CODEC_H
#define BACKSTOP_CODEC_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  BACKSTOP_CODEC_MALFORMED = -1,
  BACKSTOP_CODEC_STOPPED = -2,   // an index out of range, for instance
  BACKSTOP_CODEC_UNKNOWN = -3    // no such name
};

/// The golden frame of that name as the EA writes it; its length, or a negative number.
int32_t backstop_codec_frame(const char *name, uint8_t *out, size_t capacity);

/// Decodes a daemon's frame with the EA's decoder and describes every message in one line of text.
/// The number of messages, or a negative number.
int32_t backstop_codec_describe(const uint8_t *frame, size_t size, char *text, size_t capacity);

/// What the ZMTP parser made of a byte stream.
typedef struct {
  uint32_t ready, messages, pings, ignored;
  uint32_t message_bytes;
  int32_t broken;                // 0, or the parser's reason
  uint32_t steps;                // calls that gave an event
  uint64_t digest;               // FNV-1a of every message's bytes
} backstop_zmtp_outcome;

/// Feeds a stream to a fresh parser in pieces of `piece` bytes; 0: of random lengths drawn from `seed`.
/// 0, or BACKSTOP_CODEC_STOPPED.
int32_t backstop_zmtp_run(const uint8_t *bytes, size_t size, size_t piece, uint64_t seed,
                          backstop_zmtp_outcome *outcome);

/// What the EA sends first: greeting and READY; and its answer to the PING at the start of `ping`
/// (a whole frame), if `ping` is not null. The length.
int32_t backstop_zmtp_write(const uint8_t *ping, size_t ping_size, uint8_t *out, size_t capacity);

/// A message's ZMTP frame header followed by its body.
int32_t backstop_zmtp_message(const uint8_t *body, size_t size, uint8_t *out, size_t capacity);

/// HMAC-SHA256 by the EA; 0, or a negative number.
int32_t backstop_codec_hmac(const char *key, const uint8_t *message, size_t size, uint8_t mac[32]);

/// Whether the pattern fits the name: 1, 0, or a negative number.
int32_t backstop_codec_pattern_fits(const char *pattern, const char *name);

/// Which rule set of a guard policy, given as its body, governs a position, and the rule set's cap at a balance;
/// both in units of 1e-8. The rule set's number from 0, BACKSTOP_CODEC_UNKNOWN for none, or another negative number.
int32_t backstop_codec_policy_entry(const uint8_t *body, size_t size, const char *symbol,
                                    uint64_t magic, int32_t side, const char *comment,
                                    int64_t balance, int64_t *cap);

#ifdef __cplusplus
}
#endif

#endif
