// The functions of Language/Files.h on names.
#include "../Language/Files.h"
#include "Program.h"
#include <algorithm>
#include <filesystem>
#include <map>
#include <sys/stat.h>
#include <system_error>
#include <vector>

namespace mql {

namespace fs = std::filesystem;

static std::string path_of(const string& name, int common) {
  return program().files.path_of(name, (common & FILE_COMMON) != 0);
}

bool FileIsExist(const string& name, int common) {
  std::string path = path_of(name, common);
  std::error_code error;
  if (path.empty()) return false;
  if (fs::is_directory(path, error)) return set_last_error(ERR_FILE_IS_DIRECTORY), false;
  if (!fs::exists(path, error)) return set_last_error(ERR_FILE_NOT_EXIST), false;
  return true;
}

bool FileDelete(const string& name, int common) {
  if (!FileIsExist(name, common)) return false;
  std::string path = path_of(name, common);
  std::error_code error;
  if (program().files.is_open(path) || !fs::remove(path, error))
    return set_last_error(ERR_CANNOT_DELETE_FILE), false;
  return true;
}

// The source must exist, and the target must not unless FILE_REWRITE is given.
static bool may_transfer(const string& from, int common, const std::string& target, int mode) {
  if (!FileIsExist(from, common) || target.empty()) return false;
  std::error_code error;
  if (fs::is_directory(target, error)) return set_last_error(ERR_FILE_IS_DIRECTORY), false;
  bool blocked = fs::exists(target, error) && !(mode & FILE_REWRITE);
  if (blocked || program().files.is_open(target))
    return set_last_error(ERR_FILE_CANNOT_REWRITE), false;
  fs::create_directories(fs::path(target).parent_path(), error);
  return true;
}

bool FileMove(const string& from, int common, const string& to, int mode) {
  std::string source = path_of(from, common), target = path_of(to, mode);
  if (!may_transfer(from, common, target, mode)) return false;
  std::error_code error;
  if (!program().files.is_open(source)) fs::rename(source, target, error);
  if (error || program().files.is_open(source)) return set_last_error(ERR_CANNOT_OPEN_FILE), false;
  return true;
}

bool FileCopy(const string& from, int common, const string& to, int mode) {
  std::string source = path_of(from, common), target = path_of(to, mode);
  if (!may_transfer(from, common, target, mode)) return false;
  std::error_code error;
  if (!fs::copy_file(source, target, fs::copy_options::overwrite_existing, error) || error)
    return set_last_error(ERR_CANNOT_OPEN_FILE), false;
  return true;
}

bool FolderCreate(const string& name, int common) {
  std::string path = path_of(name, common);
  std::error_code error;
  if (path.empty()) return false;
  fs::create_directories(path, error);
  if (error || !fs::is_directory(path)) return set_last_error(ERR_WRONG_DIRECTORYNAME), false;
  return true;
}

bool FolderDelete(const string& name, int common) {
  std::string path = path_of(name, common);
  std::error_code error;
  if (path.empty()) return false;
  if (!fs::exists(path, error)) return set_last_error(ERR_DIRECTORY_NOT_EXIST), false;
  if (!fs::is_directory(path, error)) return set_last_error(ERR_FILE_ISNOT_DIRECTORY), false;
  if (!fs::remove(path, error)) return set_last_error(ERR_CANNOT_DELETE_DIRECTORY), false;
  return true;
}

bool FolderClean(const string& name, int common) {
  std::string path = path_of(name, common);
  std::error_code error;
  if (path.empty()) return false;
  if (!fs::is_directory(path, error)) return set_last_error(ERR_DIRECTORY_NOT_EXIST), false;
  for (const fs::directory_entry& entry : fs::directory_iterator(path, error))
    fs::remove_all(entry.path(), error);
  if (error) return set_last_error(ERR_CANNOT_CLEAN_DIRECTORY), false;
  return true;
}

long FileGetInteger(const string& name, ENUM_FILE_PROPERTY_INTEGER property, bool common) {
  std::string path = path_of(name, common ? FILE_COMMON : 0);
  struct stat facts;
  bool exists = !path.empty() && stat(path.c_str(), &facts) == 0;
  if (property == FILE_EXISTS) return exists;
  if (!exists) return set_last_error(ERR_FILE_NOT_EXIST), -1;
  switch (property) {
    case FILE_SIZE: return facts.st_size;
    case FILE_CREATE_DATE:
    case FILE_MODIFY_DATE: return facts.st_mtime;
    case FILE_ACCESS_DATE: return facts.st_atime;
    default: return -1;
  }
}

// Searching ---------------------------------------------------------------------------------------

static bool matches(const char* pattern, const char* name) {
  if (*pattern == 0) return *name == 0;
  if (*pattern == '*') return matches(pattern + 1, name) || (*name && matches(pattern, name + 1));
  return *name && (*pattern == '?' || *pattern == *name) && matches(pattern + 1, name + 1);
}

static thread_local std::map<long, std::vector<std::string>> searches;
static thread_local long next_search = 1;

// Names found, without their folder; a folder's name ends with a backslash.
long FileFindFirst(const string& filter, string& name, int common) {
  fs::path path = path_of(filter, common);
  std::vector<std::string> found;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(path.parent_path(), error)) {
    std::string own = entry.path().filename().string();
    if (matches(path.filename().c_str(), own.c_str()))
      found.push_back(own + (entry.is_directory(error) ? "\\" : ""));
  }
  if (found.empty()) return set_last_error(ERR_FILE_NOT_EXIST), INVALID_HANDLE;
  std::sort(found.begin(), found.end());
  name = string::from_utf8(found.front());
  found.erase(found.begin());
  searches[next_search] = std::move(found);
  return next_search++;
}

bool FileFindNext(long search, string& name) {
  auto it = searches.find(search);
  if (it == searches.end() || it->second.empty()) return false;
  name = string::from_utf8(it->second.front());
  it->second.erase(it->second.begin());
  return true;
}

void FileFindClose(long search) { searches.erase(search); }

}  // namespace mql
