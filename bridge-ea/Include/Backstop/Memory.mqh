// What must survive a restart of the terminal, besides the requests: the highest epoch, the latch a
// person set on the chart, and the guard's policy.
//
// A file is written beside the old one and then moved over it, and ends with a checksum. A file that
// does not check counts as absent, and the log says so.
#ifndef BACKSTOP_MEMORY_MQH
#define BACKSTOP_MEMORY_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Cursor.mqh>
#include <Backstop/Bytes.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Text.mqh>
#include <Backstop/Protocol.mqh>
#include <Backstop/Policy.mqh>

// The layout's version stands in the magic, `BSM` and a digit. In version 1 the policy had another layout:
// of such a file everything but the policy is used.
#define MEMORY_MAGIC 0x324D5342
#define MEMORY_MAGIC_1 0x314D5342
#define MEMORY_FILE_MAX 65536

string        g_memory_stem = "";       // of file names; empty: nothing is persisted
ulong         g_highest_epoch = 0;
ulong         g_request_floor = 0;      // requests up to this id may have been forgotten
uchar         g_local_latch = LATCH_NONE;
bool          g_has_policy = false;
PolicyMessage g_policy;
ByteWriter    g_policy_body;            // as received

// Names the files of this account.
string MemoryStem(const ulong account, const string server)
  {
   ByteWriter text;
   WriterReset(text);
   PutRaw(text, server);
   ulong hash = Fnv1a(text.data, 0, text.length, FNV_BASIS);
   return StringFormat("Backstop-%I64u-%u", account, (uint)(hash & 0xFFFFFFFF));
  }

// Replaces a file in one step. False if the disk refused; the old file then still stands.
bool FileReplace(const string name, const ByteWriter &content)
  {
   string spare = name + ".new";
   long started = ClockNow();
   int file = FileOpen(spare, FILE_WRITE | FILE_BIN);
   if(file == INVALID_HANDLE)
     {
      Say("memory", StringFormat("cannot write %s (error %d)", spare, GetLastError()));
      return false;
     }
   bool is_written = FileWriteArray(file, content.data, 0, content.length) == (uint)content.length;
   FileClose(file);
   bool is_moved = is_written && FileMove(spare, 0, name, FILE_REWRITE);
   CallTook(CALL_FILE, started);
   if(!is_moved)
      Say("memory", StringFormat("cannot replace %s (error %d)", name, GetLastError()));
   return is_moved;
  }

// Reads a file that ends with the checksum of what precedes it. The content is bytes[0 .. result-1];
// -1 if the file is absent or does not check.
int FileReadChecked(const string name, ARRAY_REF(uchar, bytes))
  {
   if(!FileIsExist(name))
      return -1;
   int file = FileOpen(name, FILE_READ | FILE_BIN | FILE_SHARE_READ | FILE_SHARE_WRITE);
   if(file == INVALID_HANDLE)
     {
      Say("memory", StringFormat("cannot read %s (error %d)", name, GetLastError()));
      return -1;
     }
   ulong size = FileSize(file);
   int count = 0;
   if(size >= 8 && size <= MEMORY_FILE_MAX)
      count = (int)FileReadArray(file, bytes, 0, (int)size);
   FileClose(file);
   Cursor cursor;
   CursorOpen(cursor, count - 8, count);
   if(count < 8 || (ulong)count != size || GetU64(bytes, cursor) != Fnv1a(bytes, 0, count - 8, FNV_BASIS))
     {
      Say("memory", name + " is damaged and is ignored");
      return -1;
     }
   return count - 8;
  }

void PutChecksum(ByteWriter &content)
  {
   PutU64(content, Fnv1a(content.data, 0, content.length, FNV_BASIS));
  }

// Writes epoch, latch and policy. False if they could not be made to last.
bool MemorySave()
  {
   if(StringLen(g_memory_stem) == 0)
      return false;
   ByteWriter content;
   WriterReset(content);
   PutU32(content, MEMORY_MAGIC);
   PutU64(content, g_highest_epoch);
   PutU64(content, g_request_floor);
   PutU8(content, g_local_latch);
   PutBool(content, g_has_policy);
   PutU32(content, (uint)g_policy_body.length);
   PutBytes(content, g_policy_body.data, 0, g_policy_body.length);
   PutChecksum(content);
   return FileReplace(g_memory_stem + ".state", content);
  }

void MemoryForget()
  {
   g_highest_epoch = 0;
   g_request_floor = 0;
   g_local_latch = LATCH_NONE;
   g_has_policy = false;
   WriterReset(g_policy_body);
  }

void MemoryLoad()
  {
   MemoryForget();
   ARRAY(uchar, bytes);
   int size = FileReadChecked(g_memory_stem + ".state", bytes);
   if(size < 0)
      return;
   Cursor cursor;
   CursorOpen(cursor, 0, size);
   uint magic = GetU32(bytes, cursor);
   ulong epoch = GetU64(bytes, cursor);
   ulong floor_id = GetU64(bytes, cursor);
   uchar latch = GetEnum(bytes, cursor, LATCH_FLATTEN);
   bool has_policy = GetBool(bytes, cursor);
   int policy_size = (int)GetU32(bytes, cursor);
   bool is_known = magic == MEMORY_MAGIC || magic == MEMORY_MAGIC_1;
   if(!is_known || !CursorHas(cursor, policy_size) || cursor.position + policy_size != size)
     {
      Say("memory", g_memory_stem + ".state has another layout and is ignored");
      return;
     }
   g_highest_epoch = epoch;
   g_request_floor = floor_id;
   g_local_latch = latch;
   if(!has_policy)
      return;
   if(magic == MEMORY_MAGIC_1)
     {
      Say("memory", "the stored policy is of an older version: the guard waits for the daemon's");
      return;
     }
   PutBytes(g_policy_body, bytes, cursor.position, policy_size);
   g_has_policy = DecodePolicy(bytes, cursor, g_policy);
   if(!g_has_policy)
      Say("memory", "the stored policy is damaged and is ignored");
  }

// The stricter of the latch on the chart and the daemon's.
uchar EffectiveLatch()
  {
   uchar latch = g_local_latch;
   if(g_has_policy && g_policy.latch > latch)
      latch = g_policy.latch;
   return latch;
  }

#endif
