#include "ChartObjects.h"
#include "../Language/Enums.h"
#include <algorithm>

namespace mql {

using Lock = std::lock_guard<std::mutex>;

ChartObjects::Object* ChartObjects::find(const std::string& name) {
  for (Object& o : objects_)
    if (o.name == name) return &o;
  return nullptr;
}

const ChartObjects::Object* ChartObjects::find(const std::string& name) const {
  return const_cast<ChartObjects*>(this)->find(name);
}

void ChartObjects::set_comment(std::string text) {
  Lock lock(mutex_);
  comment_ = std::move(text);
}

std::string ChartObjects::comment() const {
  Lock lock(mutex_);
  return comment_;
}

// Creating an object that exists moves it; its other properties stay.
bool ChartObjects::create(const std::string& name, int type) {
  Lock lock(mutex_);
  if (Object* existing = find(name)) return existing->type == type;
  Object object;
  object.name = name;
  object.type = type;
  object.integers[OBJPROP_HIDDEN] = 1;
  object.integers[OBJPROP_XSIZE] = type == OBJ_BUTTON ? 50 : 0;
  object.integers[OBJPROP_YSIZE] = type == OBJ_BUTTON ? 18 : 0;
  objects_.push_back(std::move(object));
  return true;
}

bool ChartObjects::remove(const std::string& name) {
  Lock lock(mutex_);
  Object* object = find(name);
  if (!object) return false;
  objects_.erase(objects_.begin() + (object - objects_.data()));
  return true;
}

int ChartObjects::remove_all(const std::string& prefix, int type) {
  Lock lock(mutex_);
  size_t before = objects_.size();
  auto matches = [&](const Object& o) {
    return o.name.compare(0, prefix.size(), prefix) == 0 && (type < 0 || o.type == type);
  };
  objects_.erase(std::remove_if(objects_.begin(), objects_.end(), matches), objects_.end());
  return static_cast<int>(before - objects_.size());
}

int ChartObjects::count(int type) const {
  Lock lock(mutex_);
  return static_cast<int>(std::count_if(objects_.begin(), objects_.end(), [&](const Object& o) {
    return type < 0 || o.type == type;
  }));
}

bool ChartObjects::name_at(int position, int type, std::string& name) const {
  Lock lock(mutex_);
  for (const Object& o : objects_) {
    if (type >= 0 && o.type != type) continue;
    if (position-- > 0) continue;
    name = o.name;
    return true;
  }
  return false;
}

bool ChartObjects::contains(const std::string& name) const {
  Lock lock(mutex_);
  return find(name) != nullptr;
}

bool ChartObjects::set(const std::string& name, int property, long value) {
  Lock lock(mutex_);
  Object* object = find(name);
  if (object) object->integers[property] = value;
  return object != nullptr;
}

bool ChartObjects::set(const std::string& name, int property, double value) {
  Lock lock(mutex_);
  Object* object = find(name);
  if (object) object->doubles[property] = value;
  return object != nullptr;
}

bool ChartObjects::set(const std::string& name, int property, const std::string& value) {
  Lock lock(mutex_);
  Object* object = find(name);
  if (!object) return false;
  if (property == OBJPROP_NAME)
    object->name = value;
  else
    object->strings[property] = value;
  return true;
}

template <class Values, class Value>
static bool look_up(const Values& values, int property, Value& value) {
  auto it = values.find(property);
  value = it == values.end() ? Value() : it->second;
  return true;
}

bool ChartObjects::get(const std::string& name, int property, long& value) const {
  Lock lock(mutex_);
  const Object* object = find(name);
  if (!object) return false;
  if (property == OBJPROP_TYPE) return value = object->type, true;
  return look_up(object->integers, property, value);
}

bool ChartObjects::get(const std::string& name, int property, double& value) const {
  Lock lock(mutex_);
  const Object* object = find(name);
  return object && look_up(object->doubles, property, value);
}

bool ChartObjects::get(const std::string& name, int property, std::string& value) const {
  Lock lock(mutex_);
  const Object* object = find(name);
  if (!object) return false;
  if (property == OBJPROP_NAME) return value = object->name, true;
  return look_up(object->strings, property, value);
}

bool ChartObjects::click(const std::string& name) {
  Lock lock(mutex_);
  Object* object = find(name);
  if (!object) return false;
  if (object->type == OBJ_BUTTON) object->integers[OBJPROP_STATE] ^= 1;
  return true;
}

static void copy_object(const ChartObjects::Object& object, mql_chart_object& out) {
  auto integer = [&](int property) {
    auto it = object.integers.find(property);
    return it == object.integers.end() ? 0 : static_cast<int32_t>(it->second);
  };
  out = {};
  mql_text_set(out.name, sizeof out.name, object.name.c_str());
  auto text = object.strings.find(OBJPROP_TEXT);
  if (text != object.strings.end()) mql_text_set(out.text, sizeof out.text, text->second.c_str());
  out.type = object.type;
  out.x = integer(OBJPROP_XDISTANCE);
  out.y = integer(OBJPROP_YDISTANCE);
  out.width = integer(OBJPROP_XSIZE);
  out.height = integer(OBJPROP_YSIZE);
  out.corner = integer(OBJPROP_CORNER);
  out.color = integer(OBJPROP_COLOR);
  out.background = integer(OBJPROP_BGCOLOR);
  out.pressed = integer(OBJPROP_STATE) != 0;
}

bool ChartObjects::describe(int index, mql_chart_object& out) const {
  Lock lock(mutex_);
  if (index < 0 || index >= static_cast<int>(objects_.size())) return false;
  copy_object(objects_[static_cast<size_t>(index)], out);
  return true;
}

bool ChartObjects::describe(const std::string& name, mql_chart_object& out) const {
  Lock lock(mutex_);
  const Object* object = find(name);
  if (object) copy_object(*object, out);
  return object != nullptr;
}

}  // namespace mql
