#include "ProgramImage.h"
#include <cerrno>
#include <cstdlib>

namespace mql {

bool InputTable::parse_integer(const std::string& text, long& number) {
  char* end = nullptr;
  errno = 0;
  number = strtol(text.c_str(), &end, 10);
  return !text.empty() && *end == 0 && errno == 0;
}

void InputTable::bind(const char* name, string& value) {
  entries.push_back({name, [&value](const std::string& text) {
                       value = string::from_utf8(text);
                       return true;
                     }});
}

void InputTable::bind(const char* name, bool& value) {
  entries.push_back({name, [&value](const std::string& text) {
                       if (text != "true" && text != "false" && text != "1" && text != "0")
                         return false;
                       value = text == "true" || text == "1";
                       return true;
                     }});
}

void InputTable::bind(const char* name, double& value) {
  entries.push_back({name, [&value](const std::string& text) {
                       char* end = nullptr;
                       double number = strtod(text.c_str(), &end);
                       if (text.empty() || *end != 0) return false;
                       value = number;
                       return true;
                     }});
}

void InputTable::bind(const char* name, datetime& value) {
  entries.push_back({name, [&value](const std::string& text) {
                       long number = 0;
                       bool is_number = parse_integer(text, number);
                       value = is_number ? datetime(number) : StringToTime(string::from_utf8(text));
                       return is_number || value > 0;
                     }});
}

void InputTable::bind(const char* name, color& value) {
  entries.push_back({name, [&value](const std::string& text) {
                       long number = 0;
                       if (!parse_integer(text, number)) return false;
                       value = number;
                       return true;
                     }});
}

}  // namespace mql
