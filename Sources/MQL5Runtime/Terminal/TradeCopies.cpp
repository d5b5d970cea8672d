#include "TradeCopies.h"
#include "Clock.h"
#include "Program.h"
#include <cstring>

namespace mql {

// Asks again with more room until everything fits. False: it cannot be had.
template <class T, class Fetch>
static bool fetch_all(std::vector<T>& into, Fetch fetch) {
  size_t room = into.size() < 16 ? 16 : into.size() + into.size() / 4;
  for (;;) {
    into.resize(room);
    int32_t count = fetch(into.data(), static_cast<int32_t>(room));
    size_t have = count < 0 ? 0 : static_cast<size_t>(count);
    if (have <= room) {
      into.resize(have);
      return count >= 0;
    }
    room = have + have / 4;
  }
}

void TradeCopies::changed() {
  int64_t current = 0;
  changed_ns_.compare_exchange_strong(current, monotonic_ns());
}

void TradeCopies::reset() {
  changed_ns_.store(never_read);
  has_position_ = has_order_ = false;
  history_orders_.clear();
  history_deals_.clear();
}

bool TradeCopies::is_stale() const { return changed_ns_.load() != 0; }

void TradeCopies::refresh() {
  int64_t since = changed_ns_.load();
  if (since == 0) return;
  int64_t delay_ns = int64_t(program_.faults.stale_copy_ms()) * ns_per_ms;
  if (since != never_read && monotonic_ns() - since < delay_ns) return;
  changed_ns_.store(0);
  const mql_host& host = program_.terminal.host;
  positions_.clear();
  orders_.clear();
  if (host.positions)
    fetch_all(positions_, [&](mql_position* out, int32_t room) {
      return host.positions(host.context, out, room);
    });
  position_of_ticket_.clear();
  for (size_t i = 0; i < positions_.size(); i++) position_of_ticket_[positions_[i].ticket] = i;
  if (host.orders)
    fetch_all(orders_,
              [&](mql_order* out, int32_t room) { return host.orders(host.context, out, room); });
}

// Prices and profits move with every quote, apart from trade changes.
void TradeCopies::freshen_selected() {
  has_position_ = true;
  const mql_host& host = program_.terminal.host;
  mql_position present;
  if (is_stale() || !host.position || !host.position(host.context, position_.ticket, &present))
    return;
  position_ = present;
}

int TradeCopies::positions_total() {
  refresh();
  return static_cast<int>(positions_.size());
}

bool TradeCopies::select_position_at(int index) {
  refresh();
  if (index < 0 || index >= static_cast<int>(positions_.size())) return false;
  position_ = positions_[static_cast<size_t>(index)];
  freshen_selected();
  return true;
}

bool TradeCopies::select_position(const char* symbol) {
  refresh();
  // On a hedging account this is the position with the lowest ticket.
  const mql_position* best = nullptr;
  for (const mql_position& p : positions_)
    if (strcmp(p.symbol, symbol) == 0 && (!best || p.ticket < best->ticket)) best = &p;
  if (!best) return false;
  position_ = *best;
  freshen_selected();
  return true;
}

bool TradeCopies::select_position(uint64_t ticket) {
  refresh();
  auto found = position_of_ticket_.find(ticket);
  if (found == position_of_ticket_.end()) return false;
  position_ = positions_[found->second];
  freshen_selected();
  return true;
}

int TradeCopies::orders_total() {
  refresh();
  return static_cast<int>(orders_.size());
}

bool TradeCopies::select_order_at(int index) {
  refresh();
  if (index < 0 || index >= static_cast<int>(orders_.size())) return false;
  order_ = orders_[static_cast<size_t>(index)];
  return has_order_ = true;
}

bool TradeCopies::select_order(uint64_t ticket) {
  refresh();
  for (const mql_order& o : orders_) {
    if (o.ticket != ticket) continue;
    order_ = o;
    return has_order_ = true;
  }
  return false;
}

bool TradeCopies::select_history(int64_t from_s, int64_t to_s) {
  const mql_host& host = program_.terminal.host;
  history_orders_.clear();
  history_deals_.clear();
  if (!host.history_orders && !host.history_deals) return false;
  bool has_orders = !host.history_orders || fetch_all(history_orders_, [&](mql_order* out, int32_t room) {
    return host.history_orders(host.context, from_s, to_s, out, room);
  });
  bool has_deals = !host.history_deals || fetch_all(history_deals_, [&](mql_deal* out, int32_t room) {
    return host.history_deals(host.context, from_s, to_s, out, room);
  });
  return has_orders && has_deals;
}

bool TradeCopies::select_history_of_position(uint64_t position_id) {
  if (!select_history(0, INT64_MAX)) return false;
  std::vector<mql_order> orders;
  std::vector<mql_deal> deals;
  for (const mql_order& o : history_orders_)
    if (o.position_id == position_id) orders.push_back(o);
  for (const mql_deal& d : history_deals_)
    if (d.position_id == position_id) deals.push_back(d);
  history_orders_.swap(orders);
  history_deals_.swap(deals);
  return true;
}

bool TradeCopies::select_history_order(uint64_t ticket) {
  const mql_host& host = program_.terminal.host;
  mql_order found;
  bool known = false;
  if (host.history_order) {
    known = host.history_order(host.context, ticket, &found);
  } else if (select_history(0, INT64_MAX)) {
    for (const mql_order& o : history_orders_)
      if (o.ticket == ticket) found = o, known = true;
  }
  history_orders_.clear();
  if (known) history_orders_.push_back(found);
  return known;
}

bool TradeCopies::select_history_deal(uint64_t ticket) {
  const mql_host& host = program_.terminal.host;
  mql_deal found;
  bool known = false;
  if (host.history_deal) {
    known = host.history_deal(host.context, ticket, &found);
  } else if (select_history(0, INT64_MAX)) {
    for (const mql_deal& d : history_deals_)
      if (d.ticket == ticket) found = d, known = true;
  }
  history_deals_.clear();
  if (known) history_deals_.push_back(found);
  return known;
}

}  // namespace mql
