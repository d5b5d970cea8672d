// The chart and its objects. The chart of the program is the only one: its id is 0 or ChartID().
#pragma once

#include "Colors.h"
#include "Enums.h"
#include "String.h"

namespace mql {

long ChartID();
string ChartSymbol(long chart_id = 0);
ENUM_TIMEFRAMES ChartPeriod(long chart_id = 0);
void ChartRedraw(long chart_id = 0);
long ChartGetInteger(long chart_id, ENUM_CHART_PROPERTY_INTEGER property, int window = 0);
bool ChartGetInteger(long chart_id, ENUM_CHART_PROPERTY_INTEGER property, int window, long& value);
bool ChartSetInteger(long chart_id, ENUM_CHART_PROPERTY_INTEGER property, long value);

bool ObjectCreate(long chart_id, const string& name, ENUM_OBJECT type, int window, datetime time1,
                  double price1, datetime time2 = 0, double price2 = 0);
bool ObjectDelete(long chart_id, const string& name);
int ObjectsDeleteAll(long chart_id, int window = -1, int type = -1);
int ObjectsDeleteAll(long chart_id, const string& prefix, int window = -1, int type = -1);
int ObjectsTotal(long chart_id, int window = -1, int type = -1);
string ObjectName(long chart_id, int position, int window = -1, int type = -1);
/// The window of the object (0), or a negative number when there is none.
int ObjectFind(long chart_id, const string& name);
bool ObjectSetInteger(long chart_id, const string& name, ENUM_OBJECT_PROPERTY_INTEGER property,
                      long value);
bool ObjectSetInteger(long chart_id, const string& name, ENUM_OBJECT_PROPERTY_INTEGER property,
                      int modifier, long value);
bool ObjectSetDouble(long chart_id, const string& name, ENUM_OBJECT_PROPERTY_DOUBLE property,
                     double value);
bool ObjectSetString(long chart_id, const string& name, ENUM_OBJECT_PROPERTY_STRING property,
                     const string& value);
long ObjectGetInteger(long chart_id, const string& name, ENUM_OBJECT_PROPERTY_INTEGER property,
                      int modifier = 0);
bool ObjectGetInteger(long chart_id, const string& name, ENUM_OBJECT_PROPERTY_INTEGER property,
                      int modifier, long& value);
double ObjectGetDouble(long chart_id, const string& name, ENUM_OBJECT_PROPERTY_DOUBLE property,
                       int modifier = 0);
string ObjectGetString(long chart_id, const string& name, ENUM_OBJECT_PROPERTY_STRING property,
                       int modifier = 0);
bool ObjectGetString(long chart_id, const string& name, ENUM_OBJECT_PROPERTY_STRING property,
                     int modifier, string& value);

}  // namespace mql
