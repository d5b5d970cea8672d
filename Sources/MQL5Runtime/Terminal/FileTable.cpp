#include "FileTable.h"
#include "../Language/Enums.h"
#include "Program.h"
#include <filesystem>
#include <system_error>

namespace mql {

namespace fs = std::filesystem;

bool FileTable::File::is_binary() const { return (flags & FILE_BIN) && !(flags & FILE_CSV); }
bool FileTable::File::is_text() const { return !is_binary(); }
bool FileTable::File::is_ansi() const { return (flags & FILE_ANSI) && !(flags & FILE_UNICODE); }

std::string FileTable::path_of(const string& name, bool common) {
  std::string text = name.utf8();
  for (char& c : text)
    if (c == '\\') c = '/';
  bool inside = !text.empty() && text[0] != '/' && text.find(':') == std::string::npos;
  for (const fs::path& part : fs::path(text)) inside = inside && part != "..";
  if (!inside) {
    program_.last_error = ERR_WRONG_FILENAME;
    return "";
  }
  if (text.size() > 255) {
    program_.last_error = ERR_TOO_LONG_FILENAME;
    return "";
  }
  Facts facts = program_.terminal.facts();
  return (common ? facts.common_path + "/Files/" : facts.data_path + "/MQL5/Files/") + text;
}

bool FileTable::is_open(const std::string& path) const {
  for (const auto& [handle, file] : files_)
    if (file.path == path) return true;
  return false;
}

// As on Windows: a file that is open is closed to others unless both sides share it.
bool FileTable::may_share(const std::string& path, int flags) const {
  for (const auto& [handle, file] : files_) {
    if (file.path != path) continue;
    int shares = FILE_SHARE_READ | FILE_SHARE_WRITE;
    if (!(file.flags & shares) || !(flags & shares)) return false;
    if ((flags & FILE_WRITE) && !(file.flags & FILE_SHARE_WRITE)) return false;
    if ((file.flags & FILE_WRITE) && !(flags & FILE_SHARE_WRITE)) return false;
  }
  return true;
}

int FileTable::open(const string& name, int flags, ushort delimiter, uint codepage) {
  if (!(flags & (FILE_READ | FILE_WRITE))) {
    program_.last_error = ERR_INVALID_PARAMETER;
    return -1;
  }
  if (files_.size() >= static_cast<size_t>(limit)) {
    program_.last_error = ERR_TOO_MANY_FILES;
    return -1;
  }
  std::string path = path_of(name, (flags & FILE_COMMON) != 0);
  if (path.empty()) return -1;
  bool reads = flags & FILE_READ, writes = flags & FILE_WRITE;
  std::error_code error;
  if (writes) fs::create_directories(fs::path(path).parent_path(), error);
  bool exists = fs::exists(path, error);
  const char* mode = !writes ? "rb" : reads && exists ? "rb+" : "wb+";
  bool usable = !fs::is_directory(path, error) && may_share(path, flags);
  FILE* stream = usable ? fopen(path.c_str(), mode) : nullptr;
  if (!stream) {
    program_.last_error = ERR_CANNOT_OPEN_FILE;
    return -1;
  }
  File file;
  file.stream = stream;
  file.path = path;
  file.flags = flags;
  file.delimiter = delimiter;
  file.codepage = codepage;
  bool marked = file.is_text() && !file.is_ansi();
  if (marked && writes && !(reads && exists)) fwrite("\xFF\xFE", 1, 2, stream);
  if (file.is_text() && reads && exists) {
    unsigned char mark[2] = {};
    bool is_unicode = fread(mark, 1, 2, stream) == 2 && mark[0] == 0xFF && mark[1] == 0xFE;
    if (is_unicode) file.flags = (file.flags & ~FILE_ANSI) | FILE_UNICODE;
    if (!is_unicode) rewind(stream);
  }
  int handle = 1;
  while (files_.count(handle)) handle++;
  files_[handle] = file;
  return handle;
}

bool FileTable::close(int handle) {
  File* file = find(handle);
  if (!file) return false;
  fclose(file->stream);
  files_.erase(handle);
  return true;
}

void FileTable::close_all() {
  for (auto& [handle, file] : files_) fclose(file.stream);
  files_.clear();
}

FileTable::File* FileTable::find(int handle) {
  auto it = files_.find(handle);
  if (it != files_.end()) return &it->second;
  program_.last_error = handle < 0 ? ERR_WRONG_FILEHANDLE : ERR_INVALID_FILEHANDLE;
  return nullptr;
}

FileTable::File* FileTable::for_reading(int handle) {
  File* file = find(handle);
  if (!file) return nullptr;
  if (!(file->flags & FILE_READ)) {
    program_.last_error = ERR_FILE_NOTTOREAD;
    return nullptr;
  }
  if (file->last_was_write) fseek(file->stream, 0, SEEK_CUR);
  file->last_was_write = false;
  return file;
}

FileTable::File* FileTable::for_writing(int handle) {
  File* file = find(handle);
  if (!file) return nullptr;
  if (!(file->flags & FILE_WRITE)) {
    program_.last_error = ERR_FILE_NOTTOWRITE;
    return nullptr;
  }
  if (!file->last_was_write) fseek(file->stream, 0, SEEK_CUR);
  file->last_was_write = true;
  return file;
}

}  // namespace mql
