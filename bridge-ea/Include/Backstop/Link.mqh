// One native socket to the daemon: connecting, reading, and a bounded outgoing buffer.
//
// MetaTrader's sockets block: a connection attempt up to its timeout, a send as long as the peer does
// not read. So attempts are short and rare, everything written during an event waits in the buffer
// for one SocketSend at its end, and nothing is asked for that SocketIsReadable has not announced.
// SocketIsReadable may announce one byte that is not there; a read that fails then is not yet the
// end of the link, three in a row are.
#ifndef BACKSTOP_LINK_MQH
#define BACKSTOP_LINK_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Bytes.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Zmtp.mqh>
#include <Backstop/ZmtpWrite.mqh>
#include <Backstop/Text.mqh>

#define LINK_CONNECT_MS 250
#define LINK_SEND_TIMEOUT_MS 200
#define LINK_READ_TIMEOUT_MS 2
#define LINK_CHUNK 65536
#define LINK_OUT_SOFT 262144
#define LINK_OUT_MAX 2097152
#define LINK_BACKOFF_FIRST_MS 50
#define LINK_BACKOFF_MAX_MS 900

// How long reads may find nothing where something is announced. A live link is read within a heartbeat,
// which is at most one second, so that a terminal that always announces one byte keeps its link.
#define LINK_EMPTY_READS_MS 1500

#define LINK_SAY_S 10

#define ERROR_NOT_ALLOWED 4014
#define ERROR_SOCKET_IO 5273

int        g_link_socket = INVALID_HANDLE;
bool       g_link_up = false;
long       g_link_retry_at = 0;
int        g_link_backoff_ms = LINK_BACKOFF_FIRST_MS;
long       g_link_empty_since = 0;        // when reads began to find nothing where something was announced
int        g_link_head = 0;          // bytes of g_link_out already sent
uint       g_link_drops = 0;
uint       g_link_malformed = 0;
long       g_link_say_at = 0;
string     g_link_text = "not connected";
ByteWriter g_link_out;
ByteWriter g_link_spare;
ZmtpParser g_zmtp;
ARRAY(uchar, g_link_chunk);

int LinkQueued()
  {
   return g_link_out.length - g_link_head;
  }

// Whether more may be written of what can wait (ticks, positions): beyond the soft bound it stays
// where it is and is merged with what comes later.
bool LinkHasRoom()
  {
   return LinkQueued() < LINK_OUT_SOFT;
  }

// Closes the socket; the next attempt is made after `wait_ms` and some jitter.
void LinkClose(const int wait_ms)
  {
   if(g_link_socket != INVALID_HANDLE)
      SocketClose(g_link_socket);
   g_link_socket = INVALID_HANDLE;
   g_link_up = false;
   g_link_head = 0;
   g_link_empty_since = 0;
   WriterReset(g_link_out);
   ZmtpReset(g_zmtp);
   int jitter = MathRand() % (wait_ms / 4 + 10);
   g_link_retry_at = ClockNow() + (long)(wait_ms + jitter) * MS_NS;
  }

// Closes a link that failed, and says why.
void LinkDrop(const string reason)
  {
   g_link_drops++;
   g_link_text = reason;
   if(ClockNow() >= g_link_say_at)
     {
      g_link_say_at = ClockNow() + (long)LINK_SAY_S * SECOND_NS;
      Say("link", "link dropped: " + reason);
     }
   LinkClose(g_link_backoff_ms);
   g_link_backoff_ms *= 2;
   if(g_link_backoff_ms > LINK_BACKOFF_MAX_MS)
      g_link_backoff_ms = LINK_BACKOFF_MAX_MS;
  }

string LinkConnectFailure(const string host, const int port, const int error)
  {
   if(error == ERROR_NOT_ALLOWED)
      return "the terminal does not allow connections to " + host + ": open Tools > Options > Expert Advisors, tick 'Allow WebRequest for listed URL' and add " + host;
   return StringFormat("no daemon at %s:%d (error %d)", host, port, error);
  }

// One attempt to connect, if it is time for one. True once, when the connection stands.
bool LinkConnect(const string host, const int port, const string identity)
  {
   if(g_link_up || ClockNow() < g_link_retry_at)
      return false;
   if(ArraySize(g_link_chunk) != LINK_CHUNK && ArrayResize(g_link_chunk, LINK_CHUNK) != LINK_CHUNK)
     {
      LinkDrop("out of memory");
      return false;
     }
   g_link_socket = SocketCreate();
   if(g_link_socket == INVALID_HANDLE)
     {
      LinkDrop(StringFormat("no socket (error %d)", GetLastError()));
      return false;
     }
   ResetLastError();
   if(!SocketConnect(g_link_socket, host, (uint)port, LINK_CONNECT_MS))
     {
      string reason = LinkConnectFailure(host, port, GetLastError());
      LinkDrop(reason);
      return false;
     }
   if(!SocketTimeouts(g_link_socket, LINK_SEND_TIMEOUT_MS, LINK_READ_TIMEOUT_MS))
      Say("link", StringFormat("SocketTimeouts failed (error %d)", GetLastError()));
   // What was queued for the connection before this one must not come before the greeting.
   g_link_head = 0;
   WriterReset(g_link_out);
   ZmtpReset(g_zmtp);
   g_link_up = true;
   g_link_text = "connected";
   ZmtpPutGreeting(g_link_out);
   ZmtpPutReady(g_link_out, identity);
   return true;
  }

// Moves what has arrived into the parser.
void LinkRead()
  {
   if(!g_link_up)
      return;
   int room = ZmtpRoom(g_zmtp);
   if(room <= 0)
      return;
   uint readable = SocketIsReadable(g_link_socket);
   if(readable == 0)
     {
      g_link_empty_since = 0;
      // A connection that the peer has reset has nothing to read and nothing more to say.
      if(!SocketIsConnected(g_link_socket))
         LinkDrop("the daemon closed the connection");
      return;
     }
   int wanted = LINK_CHUNK;
   if(wanted > room)
      wanted = room;
   if((uint)wanted > readable)
      wanted = (int)readable;
   ResetLastError();
   long started = ClockNow();
   int count = SocketRead(g_link_socket, g_link_chunk, (uint)wanted, LINK_READ_TIMEOUT_MS);
   int error = GetLastError();
   CallTook(CALL_SOCKET_READ, started);
   if(count > 0)
     {
      g_link_empty_since = 0;
      ZmtpFeed(g_zmtp, g_link_chunk, count);
      return;
     }
   // The terminal may say "1" of an empty socket, but it keeps saying so only of one the peer has closed.
   if(g_link_empty_since == 0)
      g_link_empty_since = started;
   bool fatal = (error == ERROR_SOCKET_IO && readable > 1) || !SocketIsConnected(g_link_socket);
   if(fatal || ClockNow() - g_link_empty_since >= LINK_EMPTY_READS_MS * MS_NS)
      LinkDrop("the daemon closed the connection");
  }

// Sends what is queued, in one call; what the socket does not take stays queued.
void LinkFlush()
  {
   int queued = LinkQueued();
   if(!g_link_up || queued == 0)
      return;
   if(g_link_out.failed || queued > LINK_OUT_MAX)
     {
      LinkDrop("too much is waiting to be sent");
      return;
     }
   if(!SocketIsWritable(g_link_socket))
      return;
   int count = queued;
   if(count > LINK_CHUNK)
      count = LINK_CHUNK;
   if(ArrayCopy(g_link_chunk, g_link_out.data, 0, g_link_head, count) != count)
     {
      LinkDrop("out of memory");
      return;
     }
   long started = ClockNow();
   int sent = SocketSend(g_link_socket, g_link_chunk, (uint)count);
   CallTook(CALL_SOCKET_SEND, started);
   if(sent < 0)
     {
      LinkDrop(StringFormat("send failed (error %d)", GetLastError()));
      return;
     }
   g_link_head += sent;
   LinkCompact();
  }

// Forgets what was sent, so that the buffer does not grow for ever.
void LinkCompact()
  {
   if(g_link_head == g_link_out.length)
     {
      g_link_head = 0;
      g_link_out.length = 0;
      return;
     }
   if(g_link_head < LINK_OUT_SOFT)
      return;
   WriterReset(g_link_spare);
   PutBytes(g_link_spare, g_link_out.data, g_link_head, LinkQueued());
   WriterReset(g_link_out);
   PutBytes(g_link_out, g_link_spare.data, 0, g_link_spare.length);
   if(g_link_spare.failed)
      g_link_out.failed = true;
   g_link_head = 0;
  }

// Queues one ZeroMQ message.
void LinkPutMessage(const ByteWriter &frame)
  {
   ZmtpPutMessageHeader(g_link_out, frame.length);
   PutBytes(g_link_out, frame.data, 0, frame.length);
  }

#endif
