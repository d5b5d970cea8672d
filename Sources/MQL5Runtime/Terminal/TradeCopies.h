// The terminal's local copies of positions, orders and history.
#pragma once

#include "../include/mql5_runtime.h"
#include <atomic>
#include <cstdint>
#include <unordered_map>
#include <vector>

struct mql_program;

namespace mql {

/// Positions and orders are copies, refreshed after the host reports a change; with the stale-copy
/// fault, that much later. A selected position keeps its fields until the next selection. Owned by
/// the program's thread, except `changed`.
class TradeCopies {
 public:
  explicit TradeCopies(mql_program& program) : program_(program) {}

  /// Any thread.
  void changed();
  /// Forgets selections and copies, as a fresh load does.
  void reset();

  int positions_total();
  bool select_position_at(int index);
  bool select_position(const char* symbol);
  bool select_position(uint64_t ticket);
  const mql_position* selected_position() const { return has_position_ ? &position_ : nullptr; }

  int orders_total();
  bool select_order_at(int index);
  bool select_order(uint64_t ticket);
  const mql_order* selected_order() const { return has_order_ ? &order_ : nullptr; }

  bool select_history(int64_t from_s, int64_t to_s);
  bool select_history_of_position(uint64_t position_id);
  bool select_history_order(uint64_t ticket);
  bool select_history_deal(uint64_t ticket);
  const std::vector<mql_order>& history_orders() const { return history_orders_; }
  const std::vector<mql_deal>& history_deals() const { return history_deals_; }

 private:
  static constexpr int64_t never_read = 1;

  void refresh();
  void freshen_selected();
  bool is_stale() const;

  mql_program& program_;
  std::atomic<int64_t> changed_ns_{never_read};  // when the copies fell behind; 0: they are current
  std::vector<mql_position> positions_;
  std::unordered_map<uint64_t, size_t> position_of_ticket_;
  std::vector<mql_order> orders_, history_orders_;
  std::vector<mql_deal> history_deals_;
  mql_position position_ = {};
  mql_order order_ = {};
  bool has_position_ = false, has_order_ = false;
};

}  // namespace mql
