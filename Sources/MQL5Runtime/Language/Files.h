// Files, inside the sandbox MQL5/Files of the data folder or Files of the common folder.
#pragma once

#include "ArrayFunctions.h"
#include "Conversions.h"
#include "Enums.h"

namespace mql {

int FileOpen(const string& name, int flags, short delimiter = '\t', uint codepage = CP_ACP);
int FileOpen(const string& name, int flags, const string& delimiter, uint codepage = CP_ACP);
void FileClose(int handle);
void FileFlush(int handle);
bool FileIsExist(const string& name, int common = 0);
bool FileDelete(const string& name, int common = 0);
bool FileMove(const string& from, int common, const string& to, int mode);
bool FileCopy(const string& from, int common, const string& to, int mode);
bool FolderCreate(const string& name, int common = 0);
bool FolderDelete(const string& name, int common = 0);
bool FolderClean(const string& name, int common = 0);
ulong FileSize(int handle);
ulong FileTell(int handle);
bool FileSeek(int handle, long offset, int origin);
bool FileIsEnding(int handle);
bool FileIsLineEnding(int handle);
long FileGetInteger(int handle, ENUM_FILE_PROPERTY_INTEGER property);
long FileGetInteger(const string& name, ENUM_FILE_PROPERTY_INTEGER property, bool common = false);
long FileFindFirst(const string& filter, string& name, int common = 0);
bool FileFindNext(long search, string& name);
void FileFindClose(long search);

int FileReadInteger(int handle, int size = 4);
long FileReadLong(int handle);
double FileReadDouble(int handle);
float FileReadFloat(int handle);
string FileReadString(int handle, int length = -1);
double FileReadNumber(int handle);
uint FileWriteInteger(int handle, int value, int size = 4);
uint FileWriteLong(int handle, long value);
uint FileWriteDouble(int handle, double value);
uint FileWriteFloat(int handle, float value);
uint FileWriteString(int handle, const string& text, int length = -1);

/// The bytes of a binary file, checked: 0 and an error on failure.
uint file_read_bytes(int handle, void* bytes, uint size);
uint file_write_bytes(int handle, const void* bytes, uint size);
uint file_write_line(int handle, const Argument* values, size_t count);

template <class... Values>
uint FileWrite(int handle, const Values&... values) {
  const Argument list[] = {argument(values)...};
  return file_write_line(handle, list, sizeof...(values));
}
template <class T>
uint FileWriteArray(int handle, const array_view<T>& a, int start = 0, int count = WHOLE_ARRAY) {
  static_assert(std::is_trivially_copyable_v<T>, "an array of plain numbers or structures");
  int available = a.size() - start;
  int wanted = count < 0 || count > available ? available : count;
  if (start < 0 || wanted <= 0) return 0;
  uint size = static_cast<uint>(static_cast<size_t>(wanted) * sizeof(T));
  return static_cast<uint>(file_write_bytes(handle, a.data() + start, size) / sizeof(T));
}
template <class T>
uint FileReadArray(int handle, array_view<T>& a, int start = 0, int count = WHOLE_ARRAY) {
  static_assert(std::is_trivially_copyable_v<T>, "an array of plain numbers or structures");
  ulong left = FileSize(handle) - FileTell(handle);
  int available = static_cast<int>(left / sizeof(T));
  int wanted = count < 0 || count > available ? available : count;
  if (start < 0 || wanted <= 0) return 0;
  if (a.size() < start + wanted && a.is_dynamic()) a.resize(start + wanted, 0);
  if (a.size() < start + wanted) wanted = a.size() - start;
  if (wanted <= 0) return 0;
  uint size = static_cast<uint>(static_cast<size_t>(wanted) * sizeof(T));
  return static_cast<uint>(file_read_bytes(handle, a.data() + start, size) / sizeof(T));
}
template <class T>
uint FileWriteStruct(int handle, const T& value, int size = -1) {
  static_assert(std::is_trivially_copyable_v<T>, "a structure of plain numbers");
  return file_write_bytes(handle, &value, size < 0 ? uint(sizeof(T)) : uint(size));
}
template <class T>
uint FileReadStruct(int handle, T& value, int size = -1) {
  static_assert(std::is_trivially_copyable_v<T>, "a structure of plain numbers");
  return file_read_bytes(handle, &value, size < 0 ? uint(sizeof(T)) : uint(size));
}

}  // namespace mql
