// The functions of Language/Files.h on the handles of the running program.
#include "../Language/Files.h"
#include "../Language/Encoding.h"
#include "Program.h"
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

namespace mql {

static FileTable& table() { return program().files; }

int FileOpen(const string& name, int flags, short delimiter, uint codepage) {
  return table().open(name, flags, static_cast<ushort>(delimiter), codepage);
}

int FileOpen(const string& name, int flags, const string& delimiter, uint codepage) {
  return table().open(name, flags, StringLen(delimiter) > 0 ? delimiter[0] : ushort(0), codepage);
}

void FileClose(int handle) { table().close(handle); }

void FileFlush(int handle) {
  FileTable::File* file = table().find(handle);
  if (file) fflush(file->stream);
}

ulong FileTell(int handle) {
  FileTable::File* file = table().find(handle);
  return file ? static_cast<ulong>(ftell(file->stream)) : 0;
}

ulong FileSize(int handle) {
  FileTable::File* file = table().find(handle);
  if (!file) return 0;
  long at = ftell(file->stream);
  fseek(file->stream, 0, SEEK_END);
  long size = ftell(file->stream);
  fseek(file->stream, at, SEEK_SET);
  return static_cast<ulong>(size);
}

// A position before the beginning becomes the beginning.
bool FileSeek(int handle, long offset, int origin) {
  FileTable::File* file = table().find(handle);
  if (!file) return false;
  if (origin != SEEK_SET && origin != SEEK_CUR && origin != SEEK_END)
    return set_last_error(ERR_INVALID_PARAMETER), false;
  long from = origin == SEEK_SET   ? 0
              : origin == SEEK_CUR ? ftell(file->stream)
                                   : static_cast<long>(FileSize(handle));
  return fseek(file->stream, std::max(0L, from + offset), SEEK_SET) == 0;
}

bool FileIsEnding(int handle) {
  FileTable::File* file = table().find(handle);
  return !file || FileTell(handle) >= FileSize(handle);
}

bool FileIsLineEnding(int handle) {
  FileTable::File* file = table().find(handle);
  return file && file->line_ended;
}

long FileGetInteger(int handle, ENUM_FILE_PROPERTY_INTEGER property) {
  FileTable::File* file = table().find(handle);
  if (!file) return -1;
  switch (property) {
    case FILE_EXISTS: return 1;
    case FILE_SIZE: return static_cast<long>(FileSize(handle));
    case FILE_POSITION: return static_cast<long>(FileTell(handle));
    case FILE_END: return FileIsEnding(handle);
    case FILE_LINE_END: return file->line_ended;
    case FILE_IS_COMMON: return (file->flags & FILE_COMMON) != 0;
    case FILE_IS_TEXT: return file->is_text();
    case FILE_IS_BINARY: return file->is_binary();
    case FILE_IS_CSV: return (file->flags & FILE_CSV) != 0;
    case FILE_IS_ANSI: return file->is_ansi();
    case FILE_IS_READABLE: return (file->flags & FILE_READ) != 0;
    case FILE_IS_WRITABLE: return (file->flags & FILE_WRITE) != 0;
    default: return -1;
  }
}

// Bytes -------------------------------------------------------------------------------------------

static bool must_be_binary(const FileTable::File& file) {
  if (!file.is_binary()) set_last_error(ERR_FILE_NOTBIN);
  return file.is_binary();
}

uint file_read_bytes(int handle, void* bytes, uint size) {
  FileTable::File* file = table().for_reading(handle);
  if (!file || !must_be_binary(*file)) return 0;
  size_t got = fread(bytes, 1, size, file->stream);
  if (got < size) set_last_error(ERR_FILE_READERROR);
  return static_cast<uint>(got);
}

uint file_write_bytes(int handle, const void* bytes, uint size) {
  FileTable::File* file = table().for_writing(handle);
  if (!file || !must_be_binary(*file)) return 0;
  size_t put = fwrite(bytes, 1, size, file->stream);
  if (put < size) set_last_error(ERR_FILE_WRITEERROR);
  return static_cast<uint>(put);
}

template <class T>
static T read_value(int handle) {
  T value = T();
  return file_read_bytes(handle, &value, sizeof value) == sizeof value ? value : T();
}

int FileReadInteger(int handle, int size) {
  uchar bytes[4] = {};
  if (size < 1 || size > 4) return set_last_error(ERR_INVALID_PARAMETER), 0;
  file_read_bytes(handle, bytes, static_cast<uint>(size));
  int value;
  memcpy(&value, bytes, sizeof value);
  return value;
}

uint FileWriteInteger(int handle, int value, int size) {
  if (size < 1 || size > 4) return set_last_error(ERR_INVALID_PARAMETER), 0;
  return file_write_bytes(handle, &value, static_cast<uint>(size));
}

long FileReadLong(int handle) { return read_value<long>(handle); }
double FileReadDouble(int handle) { return read_value<double>(handle); }
float FileReadFloat(int handle) { return read_value<float>(handle); }
uint FileWriteLong(int handle, long value) {
  return file_write_bytes(handle, &value, sizeof value);
}
uint FileWriteDouble(int handle, double value) {
  return file_write_bytes(handle, &value, sizeof value);
}
uint FileWriteFloat(int handle, float value) {
  return file_write_bytes(handle, &value, sizeof value);
}

// Text --------------------------------------------------------------------------------------------

static std::string encoded(const FileTable::File& file, const std::u16string& units) {
  if (file.is_ansi()) return encode_text(units, file.codepage);
  return std::string(reinterpret_cast<const char*>(units.data()), units.size() * 2);
}

static string decoded(const FileTable::File& file, const std::string& bytes) {
  if (file.is_ansi()) return string(decode_text(bytes.data(), bytes.size(), file.codepage));
  std::u16string units(bytes.size() / 2, u'\0');
  memcpy(units.data(), bytes.data(), units.size() * 2);
  return string(units);
}

static uint write_text(FileTable::File& file, const std::u16string& units) {
  std::string bytes = encoded(file, units);
  return static_cast<uint>(fwrite(bytes.data(), 1, bytes.size(), file.stream));
}

uint FileWriteString(int handle, const string& text, int length) {
  FileTable::File* file = table().for_writing(handle);
  if (!file) return 0;
  std::u16string units = text.units();
  if (length >= 0) units.resize(static_cast<size_t>(length));
  return write_text(*file, units);
}

// One unit of the file's encoding; false at the end.
static bool read_unit(FileTable::File& file, std::string& unit) {
  unit.assign(file.is_ansi() ? 1 : 2, '\0');
  return fread(unit.data(), 1, unit.size(), file.stream) == unit.size();
}

static string read_item(FileTable::File& file) {
  std::string bytes, unit;
  bool csv = (file.flags & FILE_CSV) || !(file.flags & (FILE_TXT | FILE_BIN));
  file.line_ended = true;
  while (read_unit(file, unit)) {
    ushort code = static_cast<uchar>(unit[0]);
    if (unit.size() == 2) code = static_cast<ushort>(code | static_cast<uchar>(unit[1]) << 8);
    if (code == '\r') continue;
    if (code == '\n') break;
    if (csv && file.delimiter != 0 && code == file.delimiter) {
      file.line_ended = false;
      break;
    }
    bytes += unit;
  }
  return decoded(file, bytes);
}

string FileReadString(int handle, int length) {
  FileTable::File* file = table().for_reading(handle);
  if (!file) return string("");
  if (file->is_text()) return read_item(*file);
  if (length < 0) return set_last_error(ERR_FILE_BINSTRINGSIZE), string("");
  std::string bytes(static_cast<size_t>(length) * (file->is_ansi() ? 1 : 2), '\0');
  bytes.resize(fread(bytes.data(), 1, bytes.size(), file->stream));
  return decoded(*file, bytes);
}

double FileReadNumber(int handle) { return StringToDouble(FileReadString(handle)); }

uint file_write_line(int handle, const Argument* values, size_t count) {
  FileTable::File* file = table().for_writing(handle);
  if (!file) return 0;
  if (!file->is_text()) return set_last_error(ERR_FILE_NOTTXTORCSV), 0;
  std::u16string line;
  bool csv = (file->flags & FILE_CSV) || !(file->flags & (FILE_TXT | FILE_BIN));
  for (size_t i = 0; i < count; i++) {
    if (i > 0 && csv && file->delimiter != 0) line += static_cast<char16_t>(file->delimiter);
    line += text_of(values[i]).units();
  }
  return write_text(*file, line + u"\r\n");
}

}  // namespace mql
