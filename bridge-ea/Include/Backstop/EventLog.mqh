// The log of the trade events that are not acknowledged, which carries them across restarts.
//
// An event is appended when it is noted and brought to the disk a few times a second, so that no event of the
// terminal waits for a disk. Acknowledged ones stay in the file until it is written anew: after a crash they
// are told once more, and the daemon knows them by their names. Deals are not in it: the terminal keeps them,
// and every session begins with those of the last days.
#ifndef BACKSTOP_EVENTLOG_MQH
#define BACKSTOP_EVENTLOG_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Cursor.mqh>
#include <Backstop/Bytes.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Text.mqh>
#include <Backstop/Memory.mqh>
#include <Backstop/Symbols.mqh>
#include <Backstop/Events.mqh>

#define EVENT_LOG_MAX 4096
#define EVENT_LOG_FLUSH_MS 250
#define EVENT_LOG_COMPACT_MS 5000

int  g_event_log = INVALID_HANDLE;
int  g_event_log_count = 0;
bool g_event_log_torn = false;           // ends in the middle of a record: nothing appended would be read
bool g_event_log_unflushed = false;
long g_event_flush_at = 0;
long g_event_compact_at = 0;

string EventLogName()
  {
   return g_memory_stem + ".events";
  }

void EventLogClose()
  {
   if(g_event_log != INVALID_HANDLE)
      FileClose(g_event_log);
   g_event_log = INVALID_HANDLE;
  }

// Length, event, the symbol's name, checksum.
void EventLogWrite(ByteWriter &out, const int slot)
  {
   ByteWriter record;
   WriterReset(record);
   PutU64(record, g_events[slot].boot);
   PutU64(record, g_events[slot].number);
   PutU8(record, g_events[slot].type);
   PutU16(record, (ushort)g_events[slot].size);
   PutBytes(record, g_event_bytes, slot * EVENT_BODY_MAX, g_events[slot].size);
   string name = "";
   if(g_events[slot].symbol >= 0)
      name = g_symbols[g_events[slot].symbol].name;
   PutText(record, name);
   PutChecksum(record);
   PutU16(out, (ushort)record.length);
   PutBytes(out, record.data, 0, record.length);
  }

// Writes the file anew with what is not acknowledged.
void EventLogCompact()
  {
   g_event_compact_at = ClockNow() + (long)EVENT_LOG_COMPACT_MS * MS_NS;
   if(StringLen(g_memory_stem) == 0)
      return;
   ByteWriter content;
   WriterReset(content);
   int count = 0;
   for(int i = 0; i < g_events_count; i++)
     {
      int slot = (g_events_first + i) % EVENTS_MAX;
      if(g_events[slot].is_acknowledged || g_events[slot].type == MSG_DEAL)
         continue;
      EventLogWrite(content, slot);
      count++;
     }
   EventLogClose();
   if(FileReplace(EventLogName(), content))
     {
      g_event_log_count = count;
      g_event_log_torn = false;
      g_event_log_unflushed = false;
     }
   g_event_log = FileOpen(EventLogName(), FILE_READ | FILE_WRITE | FILE_BIN);
   if(g_event_log == INVALID_HANDLE)
      Say("memory", StringFormat("cannot open the event log (error %d): a restart would lose trade events", GetLastError()));
   else
      FileSeek(g_event_log, 0, SEEK_END);
  }

void EventLogAppend(const int slot)
  {
   if(g_events[slot].type == MSG_DEAL)
      return;
   // What cannot be appended is written with the rest when the file is next written anew.
   if(g_event_log_torn || g_event_log == INVALID_HANDLE)
     {
      g_event_log_torn = true;
      return;
     }
   ByteWriter content;
   WriterReset(content);
   EventLogWrite(content, slot);
   long started = ClockNow();
   uint written = FileWriteArray(g_event_log, content.data, 0, content.length);
   CallTook(CALL_FILE, started);
   g_event_log_unflushed = true;
   g_event_log_count++;
   g_event_log_torn = written != (uint)content.length;
  }

// When the event is over: brings what was appended to the disk, and now and then the file to its size.
void EventLogFlush()
  {
   long started = ClockNow();
   bool is_stale = g_event_log_count > 0 && g_events_count == 0;
   if(started >= g_event_compact_at && (is_stale || g_event_log_torn || g_event_log_count >= EVENT_LOG_MAX))
     {
      EventLogCompact();
      return;
     }
   if(!g_event_log_unflushed || started < g_event_flush_at || g_event_log == INVALID_HANDLE)
      return;
   g_event_log_unflushed = false;
   g_event_flush_at = started + (long)EVENT_LOG_FLUSH_MS * MS_NS;
   FileFlush(g_event_log);
   CallTook(CALL_FILE, started);
  }

// Takes one record, the range [at, at + length) of the file. False if it does not check.
bool EventLogRead(CONST_ARRAY_REF(uchar, bytes), const int at, const int length)
  {
   Cursor cursor;
   CursorOpen(cursor, at + length - 8, at + length);
   if(length < 8 || GetU64(bytes, cursor) != Fnv1a(bytes, at, length - 8, FNV_BASIS))
      return false;
   CursorOpen(cursor, at, at + length - 8);
   ulong boot = GetU64(bytes, cursor);
   ulong number = GetU64(bytes, cursor);
   uchar type = GetU8(bytes, cursor);
   int size = (int)GetU16(bytes, cursor);
   if(!CursorHas(cursor, size))
      return false;
   int from = cursor.position;
   cursor.position += size;
   string name = GetText(bytes, cursor);
   if(!CursorFinished(cursor))
      return false;
   int symbol = -1;
   if(StringLen(name) > 0)
      symbol = SymbolAdd(name);
   if(StringLen(name) > 0 && symbol < 0)
     {
      // The terminal does not know the symbol any more; the daemon could not be told which it was.
      g_events_dropped++;
      return true;
     }
   int slot = EventAdd(boot, number, type, symbol, bytes, from, size);
   if(slot < 0)
      return true;
   g_events[slot].is_told = true;
   EventNameSymbol(slot);
   return true;
  }

// Reads the log of this account. Records after a damaged one are lost, which is said and counted.
void EventsLoad()
  {
   EventsForget();
   EventLogClose();
   ARRAY(uchar, bytes);
   int size = 0;
   int file = INVALID_HANDLE;
   if(FileIsExist(EventLogName()))
      file = FileOpen(EventLogName(), FILE_READ | FILE_BIN | FILE_SHARE_READ | FILE_SHARE_WRITE);
   if(file != INVALID_HANDLE)
     {
      size = (int)FileReadArray(file, bytes);
      FileClose(file);
     }
   int at = 0;
   Cursor cursor;
   while(at + 2 <= size)
     {
      CursorOpen(cursor, at, size);
      int length = (int)GetU16(bytes, cursor);
      if(!CursorHas(cursor, length) || !EventLogRead(bytes, at + 2, length))
         break;
      at += 2 + length;
     }
   if(at < size)
     {
      g_events_dropped++;
      Say("memory", StringFormat("the event log is damaged at byte %d; the rest is ignored", at));
     }
   EventLogCompact();
  }

// Notes g_event_body as an event whose body is a message of this type, and empties it.
void EventNote(const uchar type, const int symbol)
  {
   g_event_number++;
   int slot = EventAdd(g_boot_id, g_event_number, type, symbol, g_event_body.data, 0, g_event_body.length);
   WriterReset(g_event_body);
   if(slot >= 0)
      EventLogAppend(slot);
  }

#endif
