// Bytes out: the integers and texts of the link protocol.
//
// A ByteWriter grows as needed and is reused, so that writing costs no allocation once it has its size.
#ifndef BACKSTOP_BYTES_MQH
#define BACKSTOP_BYTES_MQH

#include <Backstop/Language.mqh>

#define FNV_BASIS 0xCBF29CE484222325
#define FNV_PRIME 0x100000001B3

struct ByteWriter
  {
   ARRAY(uchar, data);
   int               length;
   bool              failed;   // out of memory: what was written since is incomplete
  };

void WriterReset(ByteWriter &writer)
  {
   writer.length = 0;
   writer.failed = false;
  }

bool WriterReserve(ByteWriter &writer, const int count)
  {
   int needed = writer.length + count;
   if(needed <= ArraySize(writer.data))
      return true;
   int size = needed * 2;
   if(size < 256)
      size = 256;
   if(ArrayResize(writer.data, size) != size)
     {
      writer.failed = true;
      return false;
     }
   return true;
  }

void PutU8(ByteWriter &writer, const uchar value)
  {
   if(!WriterReserve(writer, 1))
      return;
   writer.data[writer.length] = value;
   writer.length++;
  }

// The low `count` bytes of value, least significant first.
void PutLittle(ByteWriter &writer, const ulong value, const int count)
  {
   if(!WriterReserve(writer, count))
      return;
   for(int i = 0; i < count; i++)
      writer.data[writer.length + i] = (uchar)((value >> (8 * i)) & 0xFF);
   writer.length += count;
  }

// The low `count` bytes of value, most significant first.
void PutBig(ByteWriter &writer, const ulong value, const int count)
  {
   if(!WriterReserve(writer, count))
      return;
   for(int i = 0; i < count; i++)
      writer.data[writer.length + i] = (uchar)((value >> (8 * (count - 1 - i))) & 0xFF);
   writer.length += count;
  }

void PutU16(ByteWriter &writer, const ushort value)
  {
   PutLittle(writer, (ulong)value, 2);
  }

void PutU32(ByteWriter &writer, const uint value)
  {
   PutLittle(writer, (ulong)value, 4);
  }

void PutU64(ByteWriter &writer, const ulong value)
  {
   PutLittle(writer, value, 8);
  }

void PutI64(ByteWriter &writer, const long value)
  {
   PutLittle(writer, (ulong)value, 8);
  }

void PutBool(ByteWriter &writer, const bool value)
  {
   uchar flag = 0;
   if(value)
      flag = 1;
   PutU8(writer, flag);
  }

void PutBytes(ByteWriter &writer, CONST_ARRAY_REF(uchar, bytes), const int from, const int count)
  {
   if(count <= 0)
      return;
   if(!WriterReserve(writer, count))
      return;
   if(ArrayCopy(writer.data, bytes, writer.length, from, count) != count)
     {
      writer.failed = true;
      return;
     }
   writer.length += count;
  }

// Text as UTF-8 without its terminator.
void PutRaw(ByteWriter &writer, const string text)
  {
   ARRAY(uchar, bytes);
   int count = Utf8Bytes(text, bytes);
   PutBytes(writer, bytes, 0, count);
  }

// Length byte and UTF-8; a longer text is cut at 255 bytes, never inside a character.
void PutText(ByteWriter &writer, const string text)
  {
   ARRAY(uchar, bytes);
   int count = Utf8Bytes(text, bytes);
   if(count > 255)
     {
      count = 255;
      while(count > 0 && (bytes[count] & 0xC0) == 0x80)
         count--;
     }
   PutU8(writer, (uchar)count);
   PutBytes(writer, bytes, 0, count);
  }

// Number of UTF-8 bytes of the text, which are left in `bytes` (it may be larger).
int Utf8Bytes(const string text, ARRAY_REF(uchar, bytes))
  {
   if(StringLen(text) == 0)
      return 0;
   int count = StringToCharArray(text, bytes, 0, -1, CP_UTF8);
   while(count > 0 && bytes[count - 1] == 0)
      count--;
   return count;
  }

// Overwrites bytes already written.
void PatchLittle(ByteWriter &writer, const int at, const ulong value, const int count)
  {
   if(at < 0 || at + count > writer.length)
      return;
   for(int i = 0; i < count; i++)
      writer.data[at + i] = (uchar)((value >> (8 * i)) & 0xFF);
  }

// 64-bit FNV-1a over a range, continuing from `hash`.
ulong Fnv1a(CONST_ARRAY_REF(uchar, bytes), const int from, const int count, const ulong hash)
  {
   ulong value = hash;
   for(int i = 0; i < count; i++)
      value = (value ^ (ulong)bytes[from + i]) * FNV_PRIME;
   return value;
  }

#endif
