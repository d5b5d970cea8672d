#include "../Language/Chart.h"
#include "../Language/ArrayFunctions.h"
#include "../Language/Conversions.h"
#include "Program.h"

namespace mql {

static constexpr long chart_id = 131177725;

static bool is_own(long id) {
  if (id == 0 || id == chart_id) return true;
  set_last_error(ERR_CHART_NOT_FOUND);
  return false;
}

static bool found(bool exists) {
  if (!exists) set_last_error(ERR_OBJECT_NOT_FOUND);
  return exists;
}

static ChartObjects& chart() { return program().chart; }

long ChartID() { return chart_id; }
string ChartSymbol(long id) {
  return is_own(id) ? string::from_utf8(program().symbol()) : string("");
}
ENUM_TIMEFRAMES ChartPeriod(long id) {
  return is_own(id) ? static_cast<ENUM_TIMEFRAMES>(program().period()) : PERIOD_CURRENT;
}
void ChartRedraw(long id) { is_own(id); }

bool ChartGetInteger(long id, ENUM_CHART_PROPERTY_INTEGER property, int, long& value) {
  if (!is_own(id)) return false;
  switch (property) {
    case CHART_SHOW:
    case CHART_WINDOWS_TOTAL: value = 1; break;
    case CHART_WIDTH_IN_PIXELS: value = 1024; break;
    case CHART_HEIGHT_IN_PIXELS: value = 600; break;
    case CHART_COLOR_FOREGROUND: value = clrWhite; break;
    default: value = 0; break;
  }
  return true;
}

long ChartGetInteger(long id, ENUM_CHART_PROPERTY_INTEGER property, int window) {
  long value = 0;
  ChartGetInteger(id, property, window, value);
  return value;
}

bool ChartSetInteger(long id, ENUM_CHART_PROPERTY_INTEGER, long) { return is_own(id); }

bool ObjectCreate(long id, const string& name, ENUM_OBJECT type, int, datetime, double price1,
                  datetime, double) {
  if (!is_own(id)) return false;
  if (StringLen(name) == 0 || StringLen(name) > 63 || !chart().create(name.utf8(), type))
    return set_last_error(ERR_OBJECT_ERROR), false;
  chart().set(name.utf8(), OBJPROP_PRICE, price1);
  return true;
}

bool ObjectDelete(long id, const string& name) {
  return is_own(id) && found(chart().remove(name.utf8()));
}

int ObjectsDeleteAll(long id, int, int type) {
  return is_own(id) ? chart().remove_all("", type) : -1;
}
int ObjectsDeleteAll(long id, const string& prefix, int, int type) {
  return is_own(id) ? chart().remove_all(prefix.utf8(), type) : -1;
}
int ObjectsTotal(long id, int, int type) { return is_own(id) ? chart().count(type) : 0; }

string ObjectName(long id, int position, int, int type) {
  std::string name;
  if (is_own(id)) found(chart().name_at(position, type, name));
  return string::from_utf8(name);
}

int ObjectFind(long id, const string& name) {
  return is_own(id) && found(chart().contains(name.utf8())) ? 0 : -1;
}

bool ObjectSetInteger(long id, const string& name, ENUM_OBJECT_PROPERTY_INTEGER property,
                      long value) {
  return is_own(id) && found(chart().set(name.utf8(), property, value));
}
bool ObjectSetInteger(long id, const string& name, ENUM_OBJECT_PROPERTY_INTEGER property, int,
                      long value) {
  return ObjectSetInteger(id, name, property, value);
}
bool ObjectSetDouble(long id, const string& name, ENUM_OBJECT_PROPERTY_DOUBLE property,
                     double value) {
  return is_own(id) && found(chart().set(name.utf8(), property, value));
}
bool ObjectSetString(long id, const string& name, ENUM_OBJECT_PROPERTY_STRING property,
                     const string& value) {
  return is_own(id) && found(chart().set(name.utf8(), property, value.utf8()));
}

bool ObjectGetInteger(long id, const string& name, ENUM_OBJECT_PROPERTY_INTEGER property, int,
                      long& value) {
  return is_own(id) && found(chart().get(name.utf8(), property, value));
}
long ObjectGetInteger(long id, const string& name, ENUM_OBJECT_PROPERTY_INTEGER property,
                      int modifier) {
  long value = 0;
  ObjectGetInteger(id, name, property, modifier, value);
  return value;
}
double ObjectGetDouble(long id, const string& name, ENUM_OBJECT_PROPERTY_DOUBLE property, int) {
  double value = 0;
  if (is_own(id)) found(chart().get(name.utf8(), property, value));
  return value;
}
bool ObjectGetString(long id, const string& name, ENUM_OBJECT_PROPERTY_STRING property, int,
                     string& value) {
  std::string text;
  if (!is_own(id) || !found(chart().get(name.utf8(), property, text))) return false;
  value = string::from_utf8(text);
  return true;
}
string ObjectGetString(long id, const string& name, ENUM_OBJECT_PROPERTY_STRING property,
                       int modifier) {
  string value("");
  ObjectGetString(id, name, property, modifier, value);
  return value;
}

}  // namespace mql
