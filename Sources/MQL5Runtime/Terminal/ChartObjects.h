// The chart of one program.
#pragma once

#include "../include/mql5_runtime.h"
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace mql {

/// An in-memory chart: the comment and the objects, in order of creation. The program's thread and
/// the host may both use it.
class ChartObjects {
 public:
  struct Object {
    std::string name;
    int type = 0;
    std::map<int, long> integers;
    std::map<int, double> doubles;
    std::map<int, std::string> strings;
  };

  void set_comment(std::string text);
  std::string comment() const;

  bool create(const std::string& name, int type);
  bool remove(const std::string& name);
  int remove_all(const std::string& prefix, int type);
  int count(int type) const;
  bool name_at(int position, int type, std::string& name) const;
  bool contains(const std::string& name) const;
  bool set(const std::string& name, int property, long value);
  bool set(const std::string& name, int property, double value);
  bool set(const std::string& name, int property, const std::string& value);
  bool get(const std::string& name, int property, long& value) const;
  bool get(const std::string& name, int property, double& value) const;
  bool get(const std::string& name, int property, std::string& value) const;
  /// A click on an object; toggles a button. False: no such object.
  bool click(const std::string& name);

  bool describe(int index, mql_chart_object& out) const;
  bool describe(const std::string& name, mql_chart_object& out) const;

 private:
  Object* find(const std::string& name);
  const Object* find(const std::string& name) const;

  mutable std::mutex mutex_;
  std::string comment_;
  std::vector<Object> objects_;
};

}  // namespace mql
