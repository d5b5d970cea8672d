// Bytes in: the integers and texts of the link protocol.
//
// A Cursor reads a range of an array that it does not own; after the first read beyond the end every
// further read gives zero and `ok` stays false, so a decoder checks once, at its end.
#ifndef BACKSTOP_CURSOR_MQH
#define BACKSTOP_CURSOR_MQH

#include <Backstop/Language.mqh>

// The ranges of docs/protocol.md: a number beyond its range is malformed.
#define POINTS_LIMIT 0x4000000000000
#define MONEY_LIMIT 0x4000000000000000
#define VOLUME_LIMIT 1000000000000000
#define NS_LIMIT 0x4000000000000000
#define SERVER_MS_LIMIT 0x40000000000

struct Cursor
  {
   int               position;
   int               end;
   bool              ok;
  };

void CursorOpen(Cursor &cursor, const int from, const int end)
  {
   cursor.position = from;
   cursor.end = end;
   cursor.ok = true;
  }

bool CursorHas(Cursor &cursor, const int count)
  {
   if(!cursor.ok || count < 0 || cursor.end - cursor.position < count)
      cursor.ok = false;
   return cursor.ok;
  }

// Everything was there and nothing is left over.
bool CursorFinished(const Cursor &cursor)
  {
   return cursor.ok && cursor.position == cursor.end;
  }

ulong GetLittle(CONST_ARRAY_REF(uchar, bytes), Cursor &cursor, const int count)
  {
   if(!CursorHas(cursor, count))
      return 0;
   ulong value = 0;
   for(int i = count - 1; i >= 0; i--)
      value = (value << 8) | (ulong)bytes[cursor.position + i];
   cursor.position += count;
   return value;
  }

ulong GetBig(CONST_ARRAY_REF(uchar, bytes), Cursor &cursor, const int count)
  {
   if(!CursorHas(cursor, count))
      return 0;
   ulong value = 0;
   for(int i = 0; i < count; i++)
      value = (value << 8) | (ulong)bytes[cursor.position + i];
   cursor.position += count;
   return value;
  }

uchar GetU8(CONST_ARRAY_REF(uchar, bytes), Cursor &cursor)
  {
   return (uchar)GetLittle(bytes, cursor, 1);
  }

ushort GetU16(CONST_ARRAY_REF(uchar, bytes), Cursor &cursor)
  {
   return (ushort)GetLittle(bytes, cursor, 2);
  }

uint GetU32(CONST_ARRAY_REF(uchar, bytes), Cursor &cursor)
  {
   return (uint)GetLittle(bytes, cursor, 4);
  }

ulong GetU64(CONST_ARRAY_REF(uchar, bytes), Cursor &cursor)
  {
   return GetLittle(bytes, cursor, 8);
  }

long GetI64(CONST_ARRAY_REF(uchar, bytes), Cursor &cursor)
  {
   return (long)GetLittle(bytes, cursor, 8);
  }

// 0 or 1; any other byte spoils the cursor.
bool GetBool(CONST_ARRAY_REF(uchar, bytes), Cursor &cursor)
  {
   uchar value = GetU8(bytes, cursor);
   if(value > 1)
      cursor.ok = false;
   return value == 1;
  }

// A reserved field: anything but zero spoils the cursor.
void GetReserved(CONST_ARRAY_REF(uchar, bytes), Cursor &cursor, const int count)
  {
   if(GetLittle(bytes, cursor, count) != 0)
      cursor.ok = false;
  }

// An enumeration: a value above `highest` spoils the cursor.
uchar GetEnum(CONST_ARRAY_REF(uchar, bytes), Cursor &cursor, const uchar highest)
  {
   uchar value = GetU8(bytes, cursor);
   if(value > highest)
      cursor.ok = false;
   return value;
  }

// A number that must lie between least and most.
long GetBounded(CONST_ARRAY_REF(uchar, bytes), Cursor &cursor, const long least, const long most)
  {
   long value = GetI64(bytes, cursor);
   if(value < least || value > most)
      cursor.ok = false;
   return value;
  }

// A price or another number of points that may be negative.
long GetPrice(CONST_ARRAY_REF(uchar, bytes), Cursor &cursor)
  {
   return GetBounded(bytes, cursor, -POINTS_LIMIT, POINTS_LIMIT);
  }

long GetMoney(CONST_ARRAY_REF(uchar, bytes), Cursor &cursor)
  {
   return GetBounded(bytes, cursor, -MONEY_LIMIT, MONEY_LIMIT);
  }

long GetNs(CONST_ARRAY_REF(uchar, bytes), Cursor &cursor)
  {
   return GetBounded(bytes, cursor, 0, NS_LIMIT);
  }

ushort GetSymbol(CONST_ARRAY_REF(uchar, bytes), Cursor &cursor)
  {
   ushort symbol = GetU16(bytes, cursor);
   if(symbol == 65535)
      cursor.ok = false;
   return symbol;
  }

// How many bytes the UTF-8 character at `at` has, 0 if there is none: overlong forms, surrogates and
// numbers beyond U+10FFFF are none.
int Utf8Length(CONST_ARRAY_REF(uchar, bytes), const int at, const int end)
  {
   uint first = (uint)bytes[at];
   if(first < 0x80)
      return 1;
   int length = 0;
   uint least = 0;
   uint code = 0;
   if((first & 0xE0) == 0xC0)
     {
      length = 2;
      least = 0x80;
      code = first & 0x1F;
     }
   else if((first & 0xF0) == 0xE0)
     {
      length = 3;
      least = 0x800;
      code = first & 0x0F;
     }
   else if((first & 0xF8) == 0xF0)
     {
      length = 4;
      least = 0x10000;
      code = first & 0x07;
     }
   if(length == 0 || at + length > end)
      return 0;
   for(int i = 1; i < length; i++)
     {
      if((bytes[at + i] & 0xC0) != 0x80)
         return 0;
      code = (code << 6) | (uint)(bytes[at + i] & 0x3F);
     }
   bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
   if(code < least || code > 0x10FFFF || is_surrogate)
      return 0;
   return length;
  }

bool IsUtf8(CONST_ARRAY_REF(uchar, bytes), const int from, const int end)
  {
   int at = from;
   while(at < end)
     {
      int length = Utf8Length(bytes, at, end);
      if(length == 0)
         return false;
      at += length;
     }
   return true;
  }

string GetText(CONST_ARRAY_REF(uchar, bytes), Cursor &cursor)
  {
   int count = (int)GetU8(bytes, cursor);
   if(count == 0 || !CursorHas(cursor, count))
      return "";
   if(!IsUtf8(bytes, cursor.position, cursor.position + count))
     {
      cursor.ok = false;
      return "";
     }
   string text = CharArrayToString(bytes, cursor.position, count, CP_UTF8);
   cursor.position += count;
   return text;
  }

void GetBytes(CONST_ARRAY_REF(uchar, bytes), Cursor &cursor, ARRAY_REF(uchar, out), const int count)
  {
   if(!CursorHas(cursor, count))
      return;
   for(int i = 0; i < count; i++)
      out[i] = bytes[cursor.position + i];
   cursor.position += count;
  }

#endif
