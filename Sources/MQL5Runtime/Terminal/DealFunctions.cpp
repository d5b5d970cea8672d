// Deals and the selection of history.
#include "../Language/ArrayFunctions.h"
#include "../Language/Market.h"
#include "Program.h"

namespace mql {

static TradeCopies& copies() { return program().trades; }

static bool found(bool exists) {
  if (!exists) set_last_error(ERR_TRADE_DEAL_NOT_FOUND);
  return exists;
}

static bool wrong_property() {
  set_last_error(ERR_TRADE_WRONG_PROPERTY);
  return false;
}

bool HistorySelect(datetime from, datetime to) {
  Call call("HistorySelect");
  return copies().select_history(from, to);
}

bool HistorySelectByPosition(long position_id) {
  Call call("HistorySelectByPosition");
  return copies().select_history_of_position(static_cast<ulong>(position_id));
}

bool HistoryDealSelect(ulong ticket) {
  Call call("HistoryDealSelect");
  return found(copies().select_history_deal(ticket));
}

int HistoryDealsTotal() { return static_cast<int>(copies().history_deals().size()); }

ulong HistoryDealGetTicket(int index) {
  bool exists = index >= 0 && index < HistoryDealsTotal();
  return found(exists) ? copies().history_deals()[static_cast<size_t>(index)].ticket : 0;
}

static bool selected(ulong ticket, const mql_deal*& deal) {
  for (const mql_deal& candidate : copies().history_deals()) {
    if (candidate.ticket != ticket) continue;
    deal = &candidate;
    return true;
  }
  return found(false);
}

bool HistoryDealGetInteger(ulong ticket, ENUM_DEAL_PROPERTY_INTEGER property, long& value) {
  value = 0;
  const mql_deal* d = nullptr;
  if (!selected(ticket, d)) return false;
  switch (property) {
    case DEAL_TICKET: value = static_cast<long>(d->ticket); return true;
    case DEAL_ORDER: value = static_cast<long>(d->order); return true;
    case DEAL_POSITION_ID: value = static_cast<long>(d->position_id); return true;
    case DEAL_MAGIC: value = static_cast<long>(d->magic); return true;
    case DEAL_TYPE: value = d->type; return true;
    case DEAL_ENTRY: value = d->entry; return true;
    case DEAL_REASON: value = d->reason; return true;
    case DEAL_TIME: value = d->time_msc / 1000; return true;
    case DEAL_TIME_MSC: value = d->time_msc; return true;
  }
  return wrong_property();
}

bool HistoryDealGetDouble(ulong ticket, ENUM_DEAL_PROPERTY_DOUBLE property, double& value) {
  value = 0;
  const mql_deal* d = nullptr;
  if (!selected(ticket, d)) return false;
  switch (property) {
    case DEAL_VOLUME: value = d->volume; return true;
    case DEAL_PRICE: value = d->price; return true;
    case DEAL_COMMISSION: value = d->commission; return true;
    case DEAL_SWAP: value = d->swap; return true;
    case DEAL_PROFIT: value = d->profit; return true;
    case DEAL_FEE: value = d->fee; return true;
    case DEAL_SL: value = d->sl; return true;
    case DEAL_TP: value = d->tp; return true;
  }
  return wrong_property();
}

bool HistoryDealGetString(ulong ticket, ENUM_DEAL_PROPERTY_STRING property, string& value) {
  value = string("");
  const mql_deal* d = nullptr;
  if (!selected(ticket, d)) return false;
  switch (property) {
    case DEAL_SYMBOL: value = string(d->symbol); return true;
    case DEAL_COMMENT: value = string(d->comment); return true;
    case DEAL_EXTERNAL_ID: value = string(d->external_id); return true;
  }
  return wrong_property();
}

long HistoryDealGetInteger(ulong ticket, ENUM_DEAL_PROPERTY_INTEGER property) {
  long value;
  HistoryDealGetInteger(ticket, property, value);
  return value;
}
double HistoryDealGetDouble(ulong ticket, ENUM_DEAL_PROPERTY_DOUBLE property) {
  double value;
  HistoryDealGetDouble(ticket, property, value);
  return value;
}
string HistoryDealGetString(ulong ticket, ENUM_DEAL_PROPERTY_STRING property) {
  string value;
  HistoryDealGetString(ticket, property, value);
  return value;
}

}  // namespace mql
