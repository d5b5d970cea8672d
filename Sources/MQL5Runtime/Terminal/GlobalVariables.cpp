#include "GlobalVariables.h"
#include <cstdio>
#include <iterator>

namespace mql {

using Lock = std::lock_guard<std::mutex>;

void GlobalVariables::load(const std::string& path, int64_t now_s) {
  Lock lock(mutex_);
  path_ = path;
  FILE* file = fopen(path.c_str(), "r");
  if (!file) return;
  char line[256];
  while (fgets(line, sizeof line, file)) {
    char name[128];
    Variable v = {};
    long time_s = 0;
    if (sscanf(line, "%la %ld %127[^\n]", &v.value, &time_s, name) != 3) continue;
    v.time_s = time_s;
    if (now_s - v.time_s <= lifetime_s) variables_[name] = v;
  }
  fclose(file);
}

bool GlobalVariables::save() {
  Lock lock(mutex_);
  if (path_.empty()) return false;
  std::string next = path_ + ".part";
  FILE* file = fopen(next.c_str(), "w");
  if (!file) return false;
  for (const auto& [name, v] : variables_)
    if (!v.temporary) fprintf(file, "%a %ld %s\n", v.value, long(v.time_s), name.c_str());
  bool written = fclose(file) == 0;
  return written && rename(next.c_str(), path_.c_str()) == 0;
}

bool GlobalVariables::set(const std::string& name, double value, int64_t now_s) {
  if (name.empty() || name.size() > name_limit) return false;
  Lock lock(mutex_);
  Variable& v = variables_[name];
  v.value = value;
  v.time_s = now_s;
  return true;
}

bool GlobalVariables::create_temporary(const std::string& name, int64_t now_s) {
  if (name.empty() || name.size() > name_limit) return false;
  Lock lock(mutex_);
  return variables_.emplace(name, Variable{0, now_s, true}).second;
}

bool GlobalVariables::set_on_condition(const std::string& name, double value, double expected,
                                       int64_t now_s, bool& found) {
  Lock lock(mutex_);
  auto it = variables_.find(name);
  found = it != variables_.end();
  if (!found || it->second.value != expected) return false;
  it->second.value = value;
  it->second.time_s = now_s;
  return true;
}

bool GlobalVariables::get(const std::string& name, Variable& out, int64_t now_s) {
  Lock lock(mutex_);
  auto it = variables_.find(name);
  if (it == variables_.end()) return false;
  out = it->second;
  it->second.time_s = now_s;
  return true;
}

bool GlobalVariables::contains(const std::string& name) {
  Lock lock(mutex_);
  return variables_.count(name) > 0;
}

bool GlobalVariables::remove(const std::string& name) {
  Lock lock(mutex_);
  return variables_.erase(name) > 0;
}

int GlobalVariables::remove_all(const std::string& prefix, int64_t before_s) {
  Lock lock(mutex_);
  int removed = 0;
  for (auto it = variables_.begin(); it != variables_.end();) {
    bool named = it->first.compare(0, prefix.size(), prefix) == 0;
    bool old = before_s == 0 || it->second.time_s < before_s;
    it = named && old ? (removed++, variables_.erase(it)) : std::next(it);
  }
  return removed;
}

int GlobalVariables::count() {
  Lock lock(mutex_);
  return static_cast<int>(variables_.size());
}

bool GlobalVariables::name_at(int index, std::string& name) {
  Lock lock(mutex_);
  if (index < 0 || index >= static_cast<int>(variables_.size())) return false;
  name = std::next(variables_.begin(), index)->first;
  return true;
}

}  // namespace mql
