// The market, the host and the peer that a conformance case runs against.
#pragma once

#include "../include/mql5_runtime.h"
#include <string>
#include <vector>

namespace mql::conformance {

/// A host with one selected symbol (EURUSD), one that is not selected (GBPUSD), two positions and
/// two deals, and a socket that listens on a free port of this machine.
class Fixture {
 public:
  Fixture();
  ~Fixture();
  Fixture(const Fixture&) = delete;
  Fixture& operator=(const Fixture&) = delete;

  mql_host host();

  mql_symbol_info eurusd = {}, gbpusd = {};
  mql_tick quote = {};
  std::vector<mql_tick> ticks;
  std::vector<mql_rate> rates;  // of EURUSD, a minute each
  std::vector<mql_position> positions;
  std::vector<mql_order> orders;
  std::vector<mql_deal> deals;
  mql_account account = {};
  mql_trade_request last_request = {};
  bool accepts_orders = true;
  std::vector<std::string> messages;
  mql_program* program = nullptr;
  mql_terminal* terminal = nullptr;

  int port() const { return port_; }
  /// The peer's side of the connection made last; -1 if there is none.
  int accept();
  void peer_sends(const std::string& bytes);
  std::string peer_receives(size_t bytes);
  void peer_closes();

 private:
  int listener_ = -1, peer_ = -1, port_ = 0;
};

}  // namespace mql::conformance
