// Active and historical orders.
#include "../Language/ArrayFunctions.h"
#include "../Language/Market.h"
#include "Program.h"

namespace mql {

static TradeCopies& copies() { return program().trades; }

static bool found(bool exists) {
  if (!exists) set_last_error(ERR_TRADE_ORDER_NOT_FOUND);
  return exists;
}

static bool wrong_property() {
  set_last_error(ERR_TRADE_WRONG_PROPERTY);
  return false;
}

int OrdersTotal() { return copies().orders_total(); }
bool OrderSelect(ulong ticket) { return found(copies().select_order(ticket)); }
ulong OrderGetTicket(int index) {
  return found(copies().select_order_at(index)) ? copies().selected_order()->ticket : 0;
}

int HistoryOrdersTotal() { return static_cast<int>(copies().history_orders().size()); }
bool HistoryOrderSelect(ulong ticket) { return found(copies().select_history_order(ticket)); }
ulong HistoryOrderGetTicket(int index) {
  bool exists = index >= 0 && index < HistoryOrdersTotal();
  return found(exists) ? copies().history_orders()[static_cast<size_t>(index)].ticket : 0;
}

static bool selected(const mql_order*& order) {
  order = copies().selected_order();
  return found(order != nullptr);
}

// Properties can be read of orders in the selected history only.
static bool selected(ulong ticket, const mql_order*& order) {
  for (const mql_order& candidate : copies().history_orders()) {
    if (candidate.ticket != ticket) continue;
    order = &candidate;
    return true;
  }
  return found(false);
}

static bool integer_of(const mql_order* o, ENUM_ORDER_PROPERTY_INTEGER property, long& value) {
  switch (property) {
    case ORDER_TICKET: value = static_cast<long>(o->ticket); return true;
    case ORDER_MAGIC: value = static_cast<long>(o->magic); return true;
    case ORDER_POSITION_ID: value = static_cast<long>(o->position_id); return true;
    case ORDER_POSITION_BY_ID: value = static_cast<long>(o->position_by_id); return true;
    case ORDER_TYPE: value = o->type; return true;
    case ORDER_STATE: value = o->state; return true;
    case ORDER_TYPE_FILLING: value = o->type_filling; return true;
    case ORDER_TYPE_TIME: value = o->type_time; return true;
    case ORDER_REASON: value = o->reason; return true;
    case ORDER_TIME_SETUP: value = o->time_setup_msc / 1000; return true;
    case ORDER_TIME_SETUP_MSC: value = o->time_setup_msc; return true;
    case ORDER_TIME_DONE: value = o->time_done_msc / 1000; return true;
    case ORDER_TIME_DONE_MSC: value = o->time_done_msc; return true;
    case ORDER_TIME_EXPIRATION: value = o->expiration_s; return true;
  }
  return wrong_property();
}

static bool double_of(const mql_order* o, ENUM_ORDER_PROPERTY_DOUBLE property, double& value) {
  switch (property) {
    case ORDER_VOLUME_INITIAL: value = o->volume_initial; return true;
    case ORDER_VOLUME_CURRENT: value = o->volume_current; return true;
    case ORDER_PRICE_OPEN: value = o->price_open; return true;
    case ORDER_PRICE_CURRENT: value = o->price_current; return true;
    case ORDER_PRICE_STOPLIMIT: value = o->price_stoplimit; return true;
    case ORDER_SL: value = o->sl; return true;
    case ORDER_TP: value = o->tp; return true;
  }
  return wrong_property();
}

static bool string_of(const mql_order* o, ENUM_ORDER_PROPERTY_STRING property, string& value) {
  switch (property) {
    case ORDER_SYMBOL: value = string(o->symbol); return true;
    case ORDER_COMMENT: value = string(o->comment); return true;
    case ORDER_EXTERNAL_ID: value = string(o->external_id); return true;
  }
  return wrong_property();
}

bool OrderGetInteger(ENUM_ORDER_PROPERTY_INTEGER property, long& value) {
  value = 0;
  const mql_order* order = nullptr;
  return selected(order) && integer_of(order, property, value);
}

bool OrderGetDouble(ENUM_ORDER_PROPERTY_DOUBLE property, double& value) {
  value = 0;
  const mql_order* order = nullptr;
  return selected(order) && double_of(order, property, value);
}

bool OrderGetString(ENUM_ORDER_PROPERTY_STRING property, string& value) {
  value = string("");
  const mql_order* order = nullptr;
  return selected(order) && string_of(order, property, value);
}

long OrderGetInteger(ENUM_ORDER_PROPERTY_INTEGER property) {
  long value;
  OrderGetInteger(property, value);
  return value;
}
double OrderGetDouble(ENUM_ORDER_PROPERTY_DOUBLE property) {
  double value;
  OrderGetDouble(property, value);
  return value;
}
string OrderGetString(ENUM_ORDER_PROPERTY_STRING property) {
  string value;
  OrderGetString(property, value);
  return value;
}

bool HistoryOrderGetInteger(ulong ticket, ENUM_ORDER_PROPERTY_INTEGER property, long& value) {
  value = 0;
  const mql_order* order = nullptr;
  return selected(ticket, order) && integer_of(order, property, value);
}

bool HistoryOrderGetDouble(ulong ticket, ENUM_ORDER_PROPERTY_DOUBLE property, double& value) {
  value = 0;
  const mql_order* order = nullptr;
  return selected(ticket, order) && double_of(order, property, value);
}

bool HistoryOrderGetString(ulong ticket, ENUM_ORDER_PROPERTY_STRING property, string& value) {
  value = string("");
  const mql_order* order = nullptr;
  return selected(ticket, order) && string_of(order, property, value);
}

long HistoryOrderGetInteger(ulong ticket, ENUM_ORDER_PROPERTY_INTEGER property) {
  long value;
  HistoryOrderGetInteger(ticket, property, value);
  return value;
}
double HistoryOrderGetDouble(ulong ticket, ENUM_ORDER_PROPERTY_DOUBLE property) {
  double value;
  HistoryOrderGetDouble(ticket, property, value);
  return value;
}
string HistoryOrderGetString(ulong ticket, ENUM_ORDER_PROPERTY_STRING property) {
  string value;
  HistoryOrderGetString(ticket, property, value);
  return value;
}

}  // namespace mql
