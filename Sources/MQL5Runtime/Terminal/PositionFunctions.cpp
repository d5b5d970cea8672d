// Positions, orders and history: selection and properties.
#include "../Language/ArrayFunctions.h"
#include "../Language/Market.h"
#include "Program.h"

namespace mql {

static TradeCopies& copies() { return program().trades; }

static bool found(bool exists, int error) {
  if (!exists) set_last_error(error);
  return exists;
}

static bool wrong_property() {
  set_last_error(ERR_TRADE_WRONG_PROPERTY);
  return false;
}

// Positions ---------------------------------------------------------------------------------------

int PositionsTotal() {
  Call call("PositionsTotal");
  return copies().positions_total();
}

ulong PositionGetTicket(int index) {
  Call call("PositionGetTicket");
  if (!found(copies().select_position_at(index), ERR_TRADE_POSITION_NOT_FOUND)) return 0;
  return copies().selected_position()->ticket;
}

string PositionGetSymbol(int index) {
  if (!found(copies().select_position_at(index), ERR_TRADE_POSITION_NOT_FOUND)) return string("");
  return string(copies().selected_position()->symbol);
}

bool PositionSelect(const string& symbol) {
  return found(copies().select_position(symbol.utf8().c_str()), ERR_TRADE_POSITION_NOT_FOUND);
}

bool PositionSelectByTicket(ulong ticket) {
  Call call("PositionSelectByTicket");
  return found(copies().select_position(ticket), ERR_TRADE_POSITION_NOT_FOUND);
}

static bool selected(const mql_position*& position) {
  position = copies().selected_position();
  return found(position != nullptr, ERR_TRADE_POSITION_NOT_FOUND);
}

bool PositionGetInteger(ENUM_POSITION_PROPERTY_INTEGER property, long& value) {
  value = 0;
  const mql_position* p;
  if (!selected(p)) return false;
  switch (property) {
    case POSITION_TICKET: value = static_cast<long>(p->ticket); return true;
    case POSITION_IDENTIFIER: value = static_cast<long>(p->identifier); return true;
    case POSITION_MAGIC: value = static_cast<long>(p->magic); return true;
    case POSITION_TYPE: value = p->type; return true;
    case POSITION_REASON: value = p->reason; return true;
    case POSITION_TIME: value = p->time_msc / 1000; return true;
    case POSITION_TIME_MSC: value = p->time_msc; return true;
    case POSITION_TIME_UPDATE: value = p->time_update_msc / 1000; return true;
    case POSITION_TIME_UPDATE_MSC: value = p->time_update_msc; return true;
  }
  return wrong_property();
}

bool PositionGetDouble(ENUM_POSITION_PROPERTY_DOUBLE property, double& value) {
  value = 0;
  const mql_position* p;
  if (!selected(p)) return false;
  switch (property) {
    case POSITION_VOLUME: value = p->volume; return true;
    case POSITION_PRICE_OPEN: value = p->price_open; return true;
    case POSITION_PRICE_CURRENT: value = p->price_current; return true;
    case POSITION_SL: value = p->sl; return true;
    case POSITION_TP: value = p->tp; return true;
    case POSITION_SWAP: value = p->swap; return true;
    case POSITION_PROFIT: value = p->profit; return true;
  }
  return wrong_property();
}

bool PositionGetString(ENUM_POSITION_PROPERTY_STRING property, string& value) {
  value = string("");
  const mql_position* p;
  if (!selected(p)) return false;
  switch (property) {
    case POSITION_SYMBOL: value = string(p->symbol); return true;
    case POSITION_COMMENT: value = string(p->comment); return true;
    case POSITION_EXTERNAL_ID: value = string(p->external_id); return true;
  }
  return wrong_property();
}

long PositionGetInteger(ENUM_POSITION_PROPERTY_INTEGER property) {
  long value;
  PositionGetInteger(property, value);
  return value;
}
double PositionGetDouble(ENUM_POSITION_PROPERTY_DOUBLE property) {
  double value;
  PositionGetDouble(property, value);
  return value;
}
string PositionGetString(ENUM_POSITION_PROPERTY_STRING property) {
  string value;
  PositionGetString(property, value);
  return value;
}

}  // namespace mql
