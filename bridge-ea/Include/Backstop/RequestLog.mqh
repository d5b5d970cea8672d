// The log of the requests, which carries them across restarts.
//
// A record is appended before its order leaves and again when its fate is known. A close is on the disk before
// it leaves, and is not sent if it cannot be; a stop waits for no disk: sent twice it is the same stop.
#ifndef BACKSTOP_REQUESTLOG_MQH
#define BACKSTOP_REQUESTLOG_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Cursor.mqh>
#include <Backstop/Bytes.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Text.mqh>
#include <Backstop/Memory.mqh>
#include <Backstop/Protocol.mqh>
#include <Backstop/Requests.mqh>

#define REQUEST_RECORD_SIZE 144
#define REQUEST_LOG_MAX 8192
#define REQUEST_FLUSH_MS 250

int   g_request_log = INVALID_HANDLE;
int   g_request_log_count = 0;
bool  g_request_log_torn = false;        // ends in the middle of a record: nothing appended would be read
bool  g_request_log_unflushed = false;
long  g_request_flush_at = 0;

void RequestWrite(ByteWriter &out, const RequestRecord &record)
  {
   int start = out.length;
   PutU64(out, record.id);
   PutU64(out, record.ticket);
   PutU64(out, record.identifier);
   PutU8(out, record.kind);
   PutU8(out, record.state);
   PutU8(out, record.outcome);
   PutU8(out, 0);
   PutU32(out, record.retcode);
   PutU64(out, (ulong)record.refusal);
   PutI64(out, record.stop);
   PutI64(out, record.take);
   PutI64(out, record.volume);
   PutU64(out, record.order);
   PutI64(out, record.received);
   PutI64(out, record.sent);
   PutI64(out, record.answered);
   PutI64(out, record.want_stop);
   PutI64(out, record.want_take);
   PutI64(out, record.want_volume);
   PutI64(out, record.had_volume);
   PutI64(out, record.sent_server_ms);
   PutU64(out, Fnv1a(out.data, start, out.length - start, FNV_BASIS));
  }

// False if these bytes are not a whole record.
bool RequestRead(CONST_ARRAY_REF(uchar, bytes), const int at, RequestRecord &record)
  {
   Cursor cursor;
   CursorOpen(cursor, at, at + REQUEST_RECORD_SIZE);
   ZeroMemory(record);
   record.id = GetU64(bytes, cursor);
   record.ticket = GetU64(bytes, cursor);
   record.identifier = GetU64(bytes, cursor);
   record.kind = GetEnum(bytes, cursor, KIND_CLOSE);
   record.state = GetEnum(bytes, cursor, REQUEST_FATE_UNKNOWN);
   record.outcome = GetEnum(bytes, cursor, OUTCOME_UNKNOWN);
   GetReserved(bytes, cursor, 1);
   record.retcode = GetU32(bytes, cursor);
   record.refusal = (ushort)GetU64(bytes, cursor);
   record.stop = GetI64(bytes, cursor);
   record.take = GetI64(bytes, cursor);
   record.volume = GetI64(bytes, cursor);
   record.order = GetU64(bytes, cursor);
   record.received = GetI64(bytes, cursor);
   record.sent = GetI64(bytes, cursor);
   record.answered = GetI64(bytes, cursor);
   record.want_stop = GetI64(bytes, cursor);
   record.want_take = GetI64(bytes, cursor);
   record.want_volume = GetI64(bytes, cursor);
   record.had_volume = GetI64(bytes, cursor);
   record.sent_server_ms = GetI64(bytes, cursor);
   ulong checksum = GetU64(bytes, cursor);
   return cursor.ok && record.id != 0 && checksum == Fnv1a(bytes, at, REQUEST_RECORD_SIZE - 8, FNV_BASIS);
  }

string RequestLogName()
  {
   return g_memory_stem + ".requests";
  }

void RequestsCloseLog()
  {
   if(g_request_log != INVALID_HANDLE)
      FileClose(g_request_log);
   g_request_log = INVALID_HANDLE;
  }

void RequestsOpenLog()
  {
   RequestsCloseLog();
   g_request_log = FileOpen(RequestLogName(), FILE_READ | FILE_WRITE | FILE_BIN);
   if(g_request_log == INVALID_HANDLE)
     {
      Say("memory", StringFormat("cannot open the request log (error %d): no request will be taken", GetLastError()));
      return;
     }
   FileSeek(g_request_log, 0, SEEK_END);
  }

// Rewrites the log with the records still in the table, oldest first.
void RequestsCompact()
  {
   ByteWriter content;
   WriterReset(content);
   int count = 0;
   for(int i = 0; i < REQUESTS_MAX; i++)
     {
      int slot = (g_request_next + i) % REQUESTS_MAX;
      if(g_requests[slot].id == 0 || g_requests[slot].origin != ORIGIN_DAEMON)
         continue;
      RequestWrite(content, g_requests[slot]);
      count++;
     }
   RequestsCloseLog();
   if(FileReplace(RequestLogName(), content))
     {
      g_request_log_count = count;
      g_request_log_torn = false;
     }
   RequestsOpenLog();
   MemorySave();
  }

// Appends the record to the log. False if it could not be made to last: then a close must not be sent.
// A close is on the disk before it leaves; the rest is brought there when the event is over, so that
// no stop waits for a disk.
bool RequestRemember(const int slot)
  {
   if(g_requests[slot].origin != ORIGIN_DAEMON)
      return true;
   if(g_request_log_torn || g_request_log_count >= REQUEST_LOG_MAX)
      RequestsCompact();
   if(g_request_log_torn || g_request_log == INVALID_HANDLE)
      return false;
   ByteWriter content;
   WriterReset(content);
   RequestWrite(content, g_requests[slot]);
   long started = ClockNow();
   uint written = FileWriteArray(g_request_log, content.data, 0, content.length);
   bool is_close_leaving = g_requests[slot].kind == KIND_CLOSE && g_requests[slot].state == REQUEST_IN_FLIGHT;
   if(is_close_leaving)
      FileFlush(g_request_log);
   else
      g_request_log_unflushed = true;
   CallTook(CALL_FILE, started);
   g_request_log_count++;
   g_request_log_torn = written != (uint)content.length;
   return !g_request_log_torn;
  }

// Brings what was appended to the disk, a few times a second at most.
void RequestsFlush()
  {
   long started = ClockNow();
   if(!g_request_log_unflushed || started < g_request_flush_at || g_request_log == INVALID_HANDLE)
      return;
   g_request_log_unflushed = false;
   g_request_flush_at = started + (long)REQUEST_FLUSH_MS * MS_NS;
   FileFlush(g_request_log);
   CallTook(CALL_FILE, started);
  }

// Puts a record read from the log in its place: over its earlier state, or in a slot of its own.
void RequestRestore(const RequestRecord &record)
  {
   int slot = RequestFind(record.id);
   if(slot < 0)
      slot = RequestSlot();
   if(slot < 0)
      return;
   g_requests[slot] = record;
   if(record.state == REQUEST_IN_FLIGHT)
      g_requests[slot].state = REQUEST_FATE_UNKNOWN;
  }

void RequestsForget()
  {
   RequestsCloseLog();
   for(int i = 0; i < REQUESTS_MAX; i++)
      ZeroMemory(g_requests[i]);
   g_request_next = 0;
   g_request_log_count = 0;
   g_request_log_torn = false;
   g_in_flight = 0;
   g_answers_due = 0;
  }

// Reads the log of this account. Records after a damaged one are lost, which is said.
void RequestsLoad()
  {
   RequestsForget();
   ARRAY(uchar, bytes);
   int size = 0;
   int file = INVALID_HANDLE;
   if(FileIsExist(RequestLogName()))
      file = FileOpen(RequestLogName(), FILE_READ | FILE_BIN | FILE_SHARE_READ | FILE_SHARE_WRITE);
   if(file != INVALID_HANDLE)
     {
      size = (int)FileReadArray(file, bytes);
      FileClose(file);
     }
   RequestRecord record;
   int at = 0;
   while(at + REQUEST_RECORD_SIZE <= size && RequestRead(bytes, at, record))
     {
      RequestRestore(record);
      at += REQUEST_RECORD_SIZE;
     }
   if(at < size)
      Say("memory", StringFormat("the request log is damaged after record %d; the rest is ignored", at / REQUEST_RECORD_SIZE));
   RequestsCompact();
  }

#endif
