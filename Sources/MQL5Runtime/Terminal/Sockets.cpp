#include "Sockets.h"
#include "Clock.h"
#include "Program.h"
#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace mql {

Sockets::Socket* Sockets::find(int handle) {
  auto it = sockets_.find(handle);
  if (it != sockets_.end()) return &it->second;
  program_.last_error = ERR_NETSOCKET_INVALIDHANDLE;
  return nullptr;
}

Sockets::Socket* Sockets::find_connected(int handle) {
  Socket* socket = find(handle);
  if (!socket || socket->connected) return socket;
  program_.last_error = ERR_NETSOCKET_IO_ERROR;
  return nullptr;
}

// An error on the system socket ends the connection; the handle stays until the program closes it.
int Sockets::fail(Socket& socket) {
  socket.connected = false;
  program_.last_error = ERR_NETSOCKET_IO_ERROR;
  return -1;
}

void Sockets::tell_traffic(bool is_outgoing) const {
  const mql_host& host = program_.terminal.host;
  if (host.socket_traffic) host.socket_traffic(host.context, is_outgoing);
}

int Sockets::create(unsigned flags) {
  if (flags != 0) {
    program_.last_error = ERR_INVALID_PARAMETER;
    return -1;
  }
  if (sockets_.size() >= static_cast<size_t>(limit)) {
    program_.last_error = ERR_NETSOCKET_TOO_MANY_OPENED;
    return -1;
  }
  sockets_[next_handle_] = Socket();
  return next_handle_++;
}

bool Sockets::close(int handle) {
  Socket* socket = find(handle);
  if (!socket) return false;
  if (socket->descriptor >= 0) ::close(socket->descriptor);
  sockets_.erase(handle);
  return true;
}

void Sockets::close_all() {
  for (auto& [handle, socket] : sockets_)
    if (socket.descriptor >= 0) ::close(socket.descriptor);
  sockets_.clear();
}

void Sockets::break_all() {
  for (auto& [handle, socket] : sockets_)
    if (socket.descriptor >= 0) shutdown(socket.descriptor, SHUT_RDWR);
}

static bool finish_connect(int descriptor, int64_t deadline_ns) {
  pollfd wait = {descriptor, POLLOUT, 0};
  int64_t left_ms = std::max<int64_t>(0, (deadline_ns - monotonic_ns()) / ns_per_ms);
  if (poll(&wait, 1, static_cast<int>(left_ms)) <= 0) return false;
  int error = 0;
  socklen_t size = sizeof error;
  return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
}

static int connected_descriptor(const addrinfo& address, int64_t deadline_ns) {
  int descriptor = ::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor < 0) return -1;
  int result = ::connect(descriptor, address.ai_addr, address.ai_addrlen);
  bool connected = result == 0 || (errno == EINPROGRESS && finish_connect(descriptor, deadline_ns));
  if (connected && fcntl(descriptor, F_SETFL, 0) == 0) return descriptor;
  ::close(descriptor);
  return -1;
}

bool Sockets::connect(int handle, const std::string& server, unsigned port, unsigned timeout_ms) {
  Socket* socket = find(handle);
  if (!socket) return false;
  if (!program_.terminal.facts().allows(server)) {
    program_.last_error = ERR_FUNCTION_NOT_ALLOWED;
    return false;
  }
  int64_t deadline_ns = monotonic_ns() + int64_t(timeout_ms) * ns_per_ms;
  addrinfo hints = {}, *found = nullptr;
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_STREAM;
  bool usable = socket->descriptor < 0 && port > 0 && port < 65536 &&
                getaddrinfo(server.c_str(), std::to_string(port).c_str(), &hints, &found) == 0;
  for (addrinfo* a = found; usable && a && !socket->connected; a = a->ai_next) {
    socket->descriptor = connected_descriptor(*a, deadline_ns);
    socket->connected = socket->descriptor >= 0;
  }
  if (found) freeaddrinfo(found);
  if (!usable || !socket->connected) {
    program_.last_error = ERR_NETSOCKET_CANNOT_CONNECT;
    return false;
  }
  return true;
}

bool Sockets::is_connected(int handle) {
  Socket* socket = find(handle);
  return socket && socket->connected;
}

unsigned Sockets::readable(int handle) {
  Socket* socket = find_connected(handle);
  if (!socket) return 0;
  int count = 0;
  if (ioctl(socket->descriptor, FIONREAD, &count) != 0) return fail(*socket), 0;
  if (count > 0) return static_cast<unsigned>(count);
  pollfd check = {socket->descriptor, POLLIN, 0};
  if (poll(&check, 1, 0) > 0) {
    if (check.revents & (POLLERR | POLLNVAL)) return fail(*socket), 0;
    return 1;
  }
  return program_.faults.speculates_readable() ? 1 : 0;
}

bool Sockets::writable(int handle) {
  Socket* socket = find_connected(handle);
  if (!socket) return false;
  pollfd check = {socket->descriptor, POLLOUT, 0};
  if (poll(&check, 1, 0) <= 0) return false;
  if (check.revents & (POLLERR | POLLNVAL)) return fail(*socket), false;
  return (check.revents & POLLOUT) != 0;
}

bool Sockets::set_timeouts(int handle, unsigned send_ms, unsigned receive_ms) {
  Socket* socket = find_connected(handle);
  if (!socket) return false;
  timeval send = {time_t(send_ms / 1000), suseconds_t(send_ms % 1000) * 1000};
  timeval receive = {time_t(receive_ms / 1000), suseconds_t(receive_ms % 1000) * 1000};
  return setsockopt(socket->descriptor, SOL_SOCKET, SO_SNDTIMEO, &send, sizeof send) == 0 &&
         setsockopt(socket->descriptor, SOL_SOCKET, SO_RCVTIMEO, &receive, sizeof receive) == 0;
}

bool Sockets::wait_readable(int descriptor, int64_t deadline_ns) {
  pollfd wait = {descriptor, POLLIN, 0};
  int64_t left_ns = deadline_ns - monotonic_ns();
  int64_t left_ms = std::max<int64_t>(0, (left_ns + ns_per_ms - 1) / ns_per_ms);
  return poll(&wait, 1, static_cast<int>(std::min<int64_t>(left_ms, 1 << 30))) > 0;
}

int Sockets::read(int handle, array_view<unsigned char>& buffer, unsigned length,
                  unsigned timeout_ms) {
  Socket* socket = find_connected(handle);
  if (!socket) return -1;
  if (timeout_ms == 0) stop_program("SocketRead with timeout 0, which waits for 120 s");
  if (length == 0 || length > 0x7FFFFFFF) {
    program_.last_error = ERR_INVALID_PARAMETER;
    return -1;
  }
  std::vector<unsigned char> bytes(length);
  int64_t deadline_ns = monotonic_ns() + int64_t(timeout_ms) * ns_per_ms;
  size_t got = 0;
  while (got < length && wait_readable(socket->descriptor, deadline_ns)) {
    ssize_t n = recv(socket->descriptor, bytes.data() + got, length - got, MSG_DONTWAIT);
    if (n > 0)
      got += static_cast<size_t>(n);
    else if (n < 0 && (errno == EAGAIN || errno == EINTR))
      continue;
    else if (got > 0)
      break;  // the end of the stream shows at the next read
    else
      return fail(*socket);
  }
  if (got == 0) return -1;
  int count = static_cast<int>(got);
  if (buffer.size() < count) buffer.resize(count, 0);
  count = std::min(count, buffer.size());
  std::copy(bytes.begin(), bytes.begin() + count, buffer.data());
  program_.count_received(static_cast<uint64_t>(count));
  tell_traffic(false);
  return count;
}

int Sockets::send(int handle, const array_view<unsigned char>& buffer, unsigned length) {
  Socket* socket = find_connected(handle);
  if (!socket) return -1;
  if (length == 0 || length > static_cast<unsigned>(buffer.size())) {
    program_.last_error = ERR_INVALID_PARAMETER;
    return -1;
  }
  size_t allowed = program_.faults.send_limit(length);
  tell_traffic(true);
  ssize_t n;
  do {
    n = ::send(socket->descriptor, buffer.data(), allowed, MSG_NOSIGNAL);
  } while (n < 0 && errno == EINTR);
  if (n < 0) return fail(*socket);
  program_.count_sent(static_cast<uint64_t>(n));
  return static_cast<int>(n);
}

}  // namespace mql
