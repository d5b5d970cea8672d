// The sockets of one program.
#pragma once

#include "../Language/Array.h"
#include "Random.h"
#include <cstdint>
#include <map>
#include <string>

struct mql_program;

namespace mql {

/// Blocking POSIX sockets under MetaTrader's handles. Owned by the program's thread.
///
/// What the documentation leaves open is decided for the worse here: a read of more than has
/// arrived waits for all of it until its timeout; an end of stream is seen as one readable byte
/// whose read fails; Nagle's algorithm is on.
class Sockets {
 public:
  static constexpr int limit = 128;

  explicit Sockets(mql_program& program) : program_(program) {}
  Sockets(const Sockets&) = delete;
  Sockets& operator=(const Sockets&) = delete;
  ~Sockets() { close_all(); }

  int create(unsigned flags);
  bool close(int handle);
  void close_all();
  /// The network goes away: what happens next is the program's to find out.
  void break_all();
  bool connect(int handle, const std::string& server, unsigned port, unsigned timeout_ms);
  bool is_connected(int handle);
  unsigned readable(int handle);
  bool writable(int handle);
  bool set_timeouts(int handle, unsigned send_ms, unsigned receive_ms);
  int read(int handle, array_view<unsigned char>& buffer, unsigned length, unsigned timeout_ms);
  int send(int handle, const array_view<unsigned char>& buffer, unsigned length);

  uint64_t open_count() const { return sockets_.size(); }

 private:
  struct Socket {
    int descriptor = -1;
    bool connected = false;
  };

  Socket* find(int handle);
  Socket* find_connected(int handle);
  int fail(Socket& socket);
  void tell_traffic(bool is_outgoing) const;
  bool wait_readable(int descriptor, int64_t deadline_ns);

  mql_program& program_;
  std::map<int, Socket> sockets_;
  int next_handle_ = 1;
};

}  // namespace mql
