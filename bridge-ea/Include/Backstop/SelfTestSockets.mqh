// The self test's questions about sockets, asked of the running daemon: its ZeroMQ socket greets, closes
// on nonsense and answers pings.
#ifndef BACKSTOP_SELFTESTSOCKETS_MQH
#define BACKSTOP_SELFTESTSOCKETS_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Bytes.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Zmtp.mqh>
#include <Backstop/ZmtpWrite.mqh>
#include <Backstop/SelfTestReport.mqh>

#define TEST_PINGS 100
#define TEST_WAIT_MS 1000
#define PING_SIZE 10

ARRAY(uchar, g_test_bytes);
ARRAY(uchar, g_test_send);
ZmtpParser g_test_zmtp;

// A connected socket, or INVALID_HANDLE.
int TestConnect(const string host, const int port)
  {
   if(ArrayResize(g_test_bytes, 65536) != 65536)
      return INVALID_HANDLE;
   int handle = SocketCreate();
   if(handle == INVALID_HANDLE)
      return INVALID_HANDLE;
   if(!SocketConnect(handle, host, (uint)port, TEST_WAIT_MS))
     {
      SocketClose(handle);
      return INVALID_HANDLE;
     }
   if(!SocketTimeouts(handle, 200, 200))
      ReportFact("SocketTimeouts", StringFormat("error %d", GetLastError()));
   return handle;
  }

bool TestSend(const int handle, const ByteWriter &out, const int from, const int count)
  {
   if(ArrayResize(g_test_send, count) != count)
      return false;
   if(ArrayCopy(g_test_send, out.data, 0, from, count) != count)
      return false;
   return SocketSend(handle, g_test_send, (uint)count) == count;
  }

// Waits until the socket announces something; how much.
uint TestAwait(const int handle)
  {
   long until = ClockNow() + (long)TEST_WAIT_MS * MS_NS;
   uint readable = SocketIsReadable(handle);
   while(readable == 0 && ClockNow() < until)
     {
      Sleep(1);
      readable = SocketIsReadable(handle);
     }
   return readable;
  }

void TestAddress(const string host, const int port)
  {
   int handle = SocketCreate();
   ResetLastError();
   long started = ClockNow();
   bool is_connected = SocketConnect(handle, host, (uint)port, TEST_WAIT_MS);
   int error = GetLastError();
   ReportFact("connecting to " + host, StringFormat("%d, error %d, ", (int)is_connected, error) + MicrosText(ClockNow() - started));
   SocketClose(handle);
  }

// Which spellings the allow-list admits, and what an address that is not on it gives (4014 or 5272).
void TestAllowList(const string host, const int port)
  {
   TestAddress(host, port);
   TestAddress("localhost", port);
   TestAddress("192.0.2.1", port);
   ReportFact("closed port", "next: a port where nobody listens");
   TestAddress(host, 1);
  }

// What SocketIsReadable says before anything arrived: 1 without a byte is speculation.
void TestReadable(const string host, const int port)
  {
   int handle = TestConnect(host, port);
   if(handle == INVALID_HANDLE)
     {
      ReportOpenQuestion("SocketIsReadable", "no daemon to connect to");
      return;
     }
   uint readable = TestAwait(handle);
   int count = SocketRead(handle, g_test_bytes, readable, 10);
   ReportFact("the daemon's first bytes", StringFormat("announced %u, read %d", readable, count));
   Sleep(50);
   uint first = SocketIsReadable(handle);
   uint second = SocketIsReadable(handle);
   ReportFact("SocketIsReadable on an empty socket", StringFormat("%u, then %u", first, second));
   ResetLastError();
   long started = ClockNow();
   count = SocketRead(handle, g_test_bytes, 1, 5);
   int error = GetLastError();
   ReportFact("SocketRead of nothing", StringFormat("%d, error %d, connected %d, ", count, error, (int)SocketIsConnected(handle)) + MicrosText(ClockNow() - started));
   SocketClose(handle);
  }

// Whether asking for more than is there waits for the rest.
void TestLongRead(const string host, const int port)
  {
   int handle = TestConnect(host, port);
   if(handle == INVALID_HANDLE)
      return;
   uint readable = TestAwait(handle);
   ResetLastError();
   long started = ClockNow();
   int count = SocketRead(handle, g_test_bytes, 4096, 300);
   int error = GetLastError();
   ReportFact("SocketRead of 4096", StringFormat("%u there: %d read, error %d, ", readable, count, error) + MicrosText(ClockNow() - started));
   SocketClose(handle);
  }

// What a socket shows when the peer has closed: the daemon closes on nonsense.
void TestEnd(const string host, const int port)
  {
   int handle = TestConnect(host, port);
   if(handle == INVALID_HANDLE)
      return;
   ByteWriter nonsense;
   WriterReset(nonsense);
   PutRaw(nonsense, "GET / HTTP/1.1\r\nHost: backstop\r\n\r\n012345678901234567890123456789012345678901234567890123456789");
   bool is_sent = TestSend(handle, nonsense, 0, nonsense.length);
   Sleep(300);
   for(int i = 0; i < 4; i++)
     {
      uint readable = SocketIsReadable(handle);
      ResetLastError();
      int count = SocketRead(handle, g_test_bytes, 1024, 5);
      int error = GetLastError();
      ReportFact(StringFormat("after the peer's end, look %d", i + 1), StringFormat("sent %d, readable %u, read %d, error %d, connected %d", (int)is_sent, readable, count, error, (int)SocketIsConnected(handle)));
     }
   SocketClose(handle);
  }

// Reads until the parser gives the event; false when it does not come.
bool TestEvent(const int handle, const int wanted)
  {
   long until = ClockNow() + (long)TEST_WAIT_MS * MS_NS;
   while(ClockNow() < until)
     {
      int event = ZmtpNext(g_test_zmtp);
      if(event == wanted)
         return true;
      if(event == ZMTP_BROKEN)
         return false;
      if(event != ZMTP_NONE)
         continue;
      uint readable = SocketIsReadable(handle);
      if(readable > 4096)
         readable = 4096;
      if(readable == 0)
         continue;
      int count = SocketRead(handle, g_test_bytes, readable, 5);
      if(count > 0)
         ZmtpFeed(g_test_zmtp, g_test_bytes, count);
     }
   return false;
  }

// The time from a PING to its PONG, sent in one piece or in two. Two pieces that take tens of
// milliseconds longer show that the terminal's sockets delay small writes (no TCP_NODELAY).
void TestPings(const int handle, const ByteWriter &ping, const int pieces)
  {
   long total = 0;
   long most = 0;
   int heard = 0;
   for(int i = 0; i < TEST_PINGS; i++)
     {
      long started = ClockNow();
      bool is_sent = false;
      if(pieces == 1)
         is_sent = TestSend(handle, ping, 0, ping.length);
      else
         is_sent = TestSend(handle, ping, 0, 4) && TestSend(handle, ping, 4, ping.length - 4);
      if(!is_sent || !TestEvent(handle, ZMTP_IGNORED))
         break;
      long took = ClockNow() - started;
      total += took;
      heard++;
      if(took > most)
         most = took;
     }
   if(heard == 0)
      ReportOpenQuestion("round trip", "the daemon does not answer pings");
   else
      ReportFact(StringFormat("round trip in %d writes", pieces), StringFormat("%d pings, mean ", heard) + MicrosText(total / heard) + ", longest " + MicrosText(most));
  }

void TestLatency(const string host, const int port)
  {
   int handle = TestConnect(host, port);
   if(handle == INVALID_HANDLE)
      return;
   ZmtpReset(g_test_zmtp);
   ByteWriter out;
   WriterReset(out);
   ZmtpPutGreeting(out);
   ZmtpPutReady(out, StringFormat("selftest-%I64u", GetTickCount64()));
   if(!TestSend(handle, out, 0, out.length) || !TestEvent(handle, ZMTP_READY))
     {
      ReportOpenQuestion("round trip", "the daemon does not finish the ZMTP handshake");
      SocketClose(handle);
      return;
     }
   WriterReset(out);
   PutU8(out, 4);
   PutU8(out, PING_SIZE);
   ZmtpPutName(out, "PING");
   PutBig(out, 0, 2);
   PutRaw(out, "one");
   TestPings(handle, out, 1);
   TestPings(handle, out, 2);
   SocketClose(handle);
  }

#endif
