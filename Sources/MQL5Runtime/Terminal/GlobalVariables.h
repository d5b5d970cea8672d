// Global variables of the terminal.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace mql {

/// Named doubles shared by all programs of a terminal. Kept in a file; written when flushed and
/// when the terminal ends, so that a crash loses what was set since, as in MetaTrader. Any thread.
class GlobalVariables {
 public:
  struct Variable {
    double value;
    int64_t time_s;
    bool temporary;
  };

  /// Names have at most 63 characters.
  static constexpr size_t name_limit = 63;
  static constexpr int64_t lifetime_s = 4 * 7 * 24 * 3600;

  void load(const std::string& path, int64_t now_s);
  bool save();

  bool set(const std::string& name, double value, int64_t now_s);
  bool create_temporary(const std::string& name, int64_t now_s);
  bool set_on_condition(const std::string& name, double value, double expected, int64_t now_s,
                        bool& found);
  bool get(const std::string& name, Variable& out, int64_t now_s);
  bool contains(const std::string& name);
  bool remove(const std::string& name);
  int remove_all(const std::string& prefix, int64_t before_s);
  int count();
  bool name_at(int index, std::string& name);

 private:
  std::mutex mutex_;
  std::string path_;
  std::map<std::string, Variable> variables_;
};

}  // namespace mql
