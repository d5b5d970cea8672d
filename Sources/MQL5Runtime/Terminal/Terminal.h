// The terminal: what its programs share.
#pragma once

#include "../include/mql5_runtime.h"
#include "GlobalVariables.h"
#include <mutex>
#include <string>
#include <vector>

namespace mql {

/// `mql_terminal_facts` with its strings owned.
struct Facts {
  std::string data_path, common_path, company, terminal_name;
  std::vector<std::string> allowed_addresses;
  mql_terminal_facts flags;

  static Facts copy(const mql_terminal_facts& facts);
  /// Whether the host name or address is on the list; case does not count.
  bool allows(const std::string& address) const;
};

}  // namespace mql

struct mql_terminal {
  mql_terminal(const mql_host& host, mql::Facts facts);
  ~mql_terminal();

  mql::Facts facts() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return facts_;
  }
  mql_terminal_facts flags() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return facts_.flags;
  }
  void set_facts(mql::Facts facts);

  /// Server time as computed, and as last quoted, in milliseconds.
  int64_t server_time_msc() const;
  int64_t last_quote_time_msc() const;
  int64_t gmt_time_msc() const;
  void message(mql_message_kind kind, const std::string& text) const;

  const mql_host host;
  mql::GlobalVariables globals;

 private:
  mutable std::mutex mutex_;
  mql::Facts facts_;
};
