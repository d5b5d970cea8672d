#include "Case.h"

using mql::conformance::Fixture;

static int connected(Fixture& fixture) {
  int s = SocketCreate();
  if (!SocketConnect(s, "127.0.0.1", (uint)fixture.port(), 1000)) return INVALID_HANDLE;
  fixture.accept();
  SocketTimeouts(s, 200, 200);
  return s;
}

// Waits until the peer's bytes have arrived, as a program does between two timer events.
static uint readable_bytes(int s, uint wanted) {
  for (int i = 0; i < 1000 && SocketIsReadable(s) < wanted; i++) Sleep(1);
  return SocketIsReadable(s);
}

PROMISE(anAddressThatIsNotAllowedIsRefused) {
  int s = SocketCreate();
  check.is_false(SocketConnect(s, "192.0.2.1", 7471, 100));
  check.error(ERR_FUNCTION_NOT_ALLOWED);
}

PROMISE(aRefusedConnectionIsReported) {
  int s = SocketCreate();
  check.is_false(SocketConnect(s, "127.0.0.1", 1, 200));
  check.error(ERR_NETSOCKET_CANNOT_CONNECT);
  check.is_false(SocketIsConnected(s));
  check.is_true(SocketClose(s));
}

PROMISE(namesOnTheListMayHaveAScheme) {
  int s = SocketCreate();
  check.is_true(SocketConnect(s, "localhost", (uint)fixture.port(), 1000));
}

PROMISE(badHandlesAreReportedByEveryFunction) {
  ARRAY(uchar, bytes);
  check.equal(ArrayResize(bytes, 4), 4);
  check.is_false(SocketConnect(99, "127.0.0.1", 1, 1));
  check.error(ERR_NETSOCKET_INVALIDHANDLE);
  check.is_false(SocketIsConnected(99));
  check.error(ERR_NETSOCKET_INVALIDHANDLE);
  check.equal(SocketIsReadable(99), 0u);
  check.error(ERR_NETSOCKET_INVALIDHANDLE);
  check.is_false(SocketIsWritable(99));
  check.error(ERR_NETSOCKET_INVALIDHANDLE);
  check.equal(SocketRead(99, bytes, 1, 1), -1);
  check.error(ERR_NETSOCKET_INVALIDHANDLE);
  check.equal(SocketSend(99, bytes, 1), -1);
  check.error(ERR_NETSOCKET_INVALIDHANDLE);
  check.is_false(SocketClose(99));
  check.error(ERR_NETSOCKET_INVALIDHANDLE);
}

PROMISE(atMost128SocketsExist) {
  int last = 0;
  for (int i = 0; i < 128; i++) last = SocketCreate();
  check.is_true(last != INVALID_HANDLE);
  check.equal(SocketCreate(), INVALID_HANDLE);
  check.error(ERR_NETSOCKET_TOO_MANY_OPENED);
}

PROMISE(bytesGoBothWays) {
  int s = connected(fixture);
  ARRAY(uchar, bytes);
  StringToCharArray("hello", bytes, 0, 5, CP_UTF8);
  check.is_true(SocketIsWritable(s));
  check.equal(SocketSend(s, bytes, 5), 5);
  check.is_true(fixture.peer_receives(5) == "hello");
  fixture.peer_sends("answer");
  check.equal(readable_bytes(s, 6), 6u);
  check.equal(SocketRead(s, bytes, 6, 100), 6);
  check.equal(CharArrayToString(bytes, 0, 6, CP_UTF8), "answer");
}

PROMISE(readDataStartsAtIndexZeroAndTheArrayIsNotShrunk) {
  int s = connected(fixture);
  ARRAY(uchar, bytes);
  check.equal(ArrayResize(bytes, 100), 100);
  fixture.peer_sends("xyz");
  readable_bytes(s, 3);
  check.equal(SocketRead(s, bytes, 3, 100), 3);
  check.equal(ArraySize(bytes), 100);
  check.equal((int)bytes[0], (int)'x');
}

PROMISE(whatDoesNotFitStaysInTheSocket) {
  int s = connected(fixture);
  ARRAY(uchar, bytes);
  fixture.peer_sends("abcdef");
  readable_bytes(s, 6);
  check.equal(SocketRead(s, bytes, 4, 100), 4);
  check.equal(ArraySize(bytes), 4);
  check.equal(SocketIsReadable(s), 2u);
  check.equal(SocketRead(s, bytes, 2, 100), 2);
  check.equal((int)bytes[0], (int)'e');
}

PROMISE(aReadWithoutDataTimesOutWithMinusOne) {
  int s = connected(fixture);
  ARRAY(uchar, bytes);
  ulong start = GetMicrosecondCount();
  check.equal(SocketRead(s, bytes, 1, 30), -1);
  check.is_true(GetMicrosecondCount() - start >= 29000);
  check.is_true(SocketIsConnected(s));
}

PROMISE(aReadOfMoreThanArrivedWaitsForAllOfIt) {
  int s = connected(fixture);
  ARRAY(uchar, bytes);
  fixture.peer_sends("abc");
  readable_bytes(s, 3);
  ulong start = GetMicrosecondCount();
  check.equal(SocketRead(s, bytes, 10, 40), 3);
  check.is_true(GetMicrosecondCount() - start >= 39000);
}

PROMISE(theEndOfTheStreamIsSeenByReading) {
  int s = connected(fixture);
  ARRAY(uchar, bytes);
  fixture.peer_closes();
  check.equal(readable_bytes(s, 1), 1u);
  check.equal(SocketRead(s, bytes, 1, 100), -1);
  check.error(ERR_NETSOCKET_IO_ERROR);
  check.is_false(SocketIsConnected(s));
  check.equal(SocketRead(s, bytes, 1, 100), -1);
  check.is_true(SocketClose(s));
}

PROMISE(aLostNetworkIsSeenBySendingAndReading) {
  int s = connected(fixture);
  ARRAY(uchar, bytes);
  check.equal(ArrayResize(bytes, 1), 1);
  mql_program_break_connections(fixture.program);
  check.is_true(SocketIsConnected(s));
  check.equal(SocketSend(s, bytes, 1), -1);
  check.error(ERR_NETSOCKET_IO_ERROR);
  check.is_false(SocketIsConnected(s));
}

PROMISE(anEmptySocketMayClaimOneByte) {
  mql_faults faults = {};
  faults.speculative_readable_per_mille = 1000;
  mql_program_set_faults(fixture.program, &faults);
  int s = connected(fixture);
  ARRAY(uchar, bytes);
  check.equal(SocketIsReadable(s), 1u);
  check.equal(SocketRead(s, bytes, 1, 5), -1);
  check.is_true(SocketIsConnected(s));
}

PROMISE(sendsMayBePartial) {
  mql_faults faults = {};
  faults.send_max_bytes = 2;
  mql_program_set_faults(fixture.program, &faults);
  int s = connected(fixture);
  ARRAY(uchar, bytes);
  StringToCharArray("hello", bytes, 0, 5, CP_UTF8);
  check.equal(SocketSend(s, bytes, 5), 2);
  check.is_true(fixture.peer_receives(2) == "he");
}

PROMISE(aSendToAFullSocketBlocksUntilItsTimeout) {
  int s = connected(fixture);
  SocketTimeouts(s, 50, 50);
  ARRAY(uchar, bytes);
  check.equal(ArrayResize(bytes, 1 << 20), 1 << 20);
  int sent = 0;
  for (int i = 0; i < 100 && sent >= 0; i++) sent = SocketSend(s, bytes, 1 << 20);
  check.equal(sent, -1);
  check.error(ERR_NETSOCKET_IO_ERROR);
  check.is_false(SocketIsConnected(s));
}

STOPS(aReadWithTimeoutZeroStopsTheProgram, "timeout 0") {
  int s = connected(fixture);
  ARRAY(uchar, bytes);
  SocketRead(s, bytes, 1, 0);
}
