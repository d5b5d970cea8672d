// Network functions. All of them block, as the sockets under them do.
#pragma once

#include "Array.h"
#include "String.h"

namespace mql {

int SocketCreate(uint flags = 0);
bool SocketClose(int socket);
bool SocketConnect(int socket, const string& server, uint port, uint timeout_receive_ms);
bool SocketIsConnected(int socket);
uint SocketIsReadable(int socket);
bool SocketIsWritable(int socket);
bool SocketTimeouts(int socket, uint timeout_send_ms, uint timeout_receive_ms);
/// A timeout of 0 means 120 s in MetaTrader; that is never meant, and stops the program here.
int SocketRead(int socket, array_view<uchar>& buffer, uint buffer_maxlen, uint timeout_ms);
int SocketSend(int socket, const array_view<uchar>& buffer, uint buffer_len);

}  // namespace mql
