#include "../Language/Sockets.h"
#include "Program.h"

namespace mql {

int SocketCreate(uint flags) { return program().sockets.create(flags); }
bool SocketClose(int socket) { return program().sockets.close(socket); }

bool SocketConnect(int socket, const string& server, uint port, uint timeout_receive_ms) {
  Call call("SocketConnect");
  return program().sockets.connect(socket, server.utf8(), port, timeout_receive_ms);
}

bool SocketIsConnected(int socket) { return program().sockets.is_connected(socket); }
uint SocketIsReadable(int socket) { return program().sockets.readable(socket); }
bool SocketIsWritable(int socket) { return program().sockets.writable(socket); }

bool SocketTimeouts(int socket, uint timeout_send_ms, uint timeout_receive_ms) {
  return program().sockets.set_timeouts(socket, timeout_send_ms, timeout_receive_ms);
}

int SocketRead(int socket, array_view<uchar>& buffer, uint buffer_maxlen, uint timeout_ms) {
  Call call("SocketRead");
  return program().sockets.read(socket, buffer, buffer_maxlen, timeout_ms);
}

int SocketSend(int socket, const array_view<uchar>& buffer, uint buffer_len) {
  Call call("SocketSend");
  return program().sockets.send(socket, buffer, buffer_len);
}

}  // namespace mql
