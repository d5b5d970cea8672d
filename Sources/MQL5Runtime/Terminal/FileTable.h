// The files that one program has open.
#pragma once

#include "../Language/String.h"
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>

struct mql_program;

namespace mql {

/// Open files by handle, inside the sandbox. Owned by the program's thread.
class FileTable {
 public:
  static constexpr int limit = 64;

  struct File {
    FILE* stream = nullptr;
    std::string path;
    int flags = 0;
    ushort delimiter = '\t';
    uint codepage = 0;
    bool last_was_write = false;
    bool line_ended = false;
    bool is_binary() const;
    bool is_text() const;
    bool is_ansi() const;
  };

  explicit FileTable(mql_program& program) : program_(program) {}
  FileTable(const FileTable&) = delete;
  FileTable& operator=(const FileTable&) = delete;
  ~FileTable() { close_all(); }

  /// The path inside the sandbox, or "" with the error set for a name that leaves it.
  std::string path_of(const string& name, bool common);
  int open(const string& name, int flags, ushort delimiter, uint codepage);
  bool close(int handle);
  void close_all();
  bool is_open(const std::string& path) const;
  /// Null, with the error set, for a handle that is not open.
  File* find(int handle);
  /// The file, ready to be read or written; null, with the error set, if it may not be.
  File* for_reading(int handle);
  File* for_writing(int handle);

 private:
  bool may_share(const std::string& path, int flags) const;
  mql_program& program_;
  std::map<int, File> files_;
};

}  // namespace mql
