#include "Terminal.h"
#include "Clock.h"
#include <filesystem>
#include <strings.h>
#include <system_error>

namespace mql {

static std::string text_or(const char* text, const char* fallback) {
  return text ? text : fallback;
}

// The list is written as the user pleases: with or without a scheme and a path, never with a port,
// since MetaTrader's sockets are matched by host.
static std::string host_of(const std::string& address) {
  size_t scheme = address.find("://");
  std::string rest = scheme == std::string::npos ? address : address.substr(scheme + 3);
  return rest.substr(0, rest.find_first_of(":/"));
}

Facts Facts::copy(const mql_terminal_facts& facts) {
  Facts f;
  f.flags = facts;
  f.data_path = text_or(facts.data_path, "");
  f.common_path = facts.common_path ? facts.common_path : f.data_path + "/Common";
  f.company = text_or(facts.company, "Simulated Broker");
  f.terminal_name = text_or(facts.terminal_name, "MetaTrader 5");
  std::string list = text_or(facts.allowed_addresses, "");
  size_t begin = 0;
  while ((begin = list.find_first_not_of(" ,;\t\n", begin)) != std::string::npos) {
    size_t end = std::min(list.find_first_of(" ,;\t\n", begin), list.size());
    f.allowed_addresses.push_back(host_of(list.substr(begin, end - begin)));
    begin = end;
  }
  f.flags.data_path = f.flags.common_path = f.flags.allowed_addresses = nullptr;
  f.flags.company = f.flags.terminal_name = nullptr;
  return f;
}

bool Facts::allows(const std::string& address) const {
  for (const std::string& allowed : allowed_addresses)
    if (strcasecmp(allowed.c_str(), address.c_str()) == 0) return true;
  return false;
}

}  // namespace mql

mql_terminal::mql_terminal(const mql_host& h, mql::Facts facts)
    : host(h), facts_(std::move(facts)) {
  globals.load(facts_.data_path + "/gvariables.txt", mql::universal_ms() / 1000);
}

mql_terminal::~mql_terminal() { globals.save(); }

void mql_terminal::set_facts(mql::Facts facts) {
  std::lock_guard<std::mutex> lock(mutex_);
  facts.data_path = facts_.data_path;
  facts.common_path = facts_.common_path;
  facts_ = std::move(facts);
}

int64_t mql_terminal::server_time_msc() const {
  return host.server_time_msc ? host.server_time_msc(host.context) : mql::universal_ms();
}

int64_t mql_terminal::last_quote_time_msc() const {
  return host.last_quote_time_msc ? host.last_quote_time_msc(host.context) : server_time_msc();
}

int64_t mql_terminal::gmt_time_msc() const {
  return host.gmt_time_msc ? host.gmt_time_msc(host.context) : mql::universal_ms();
}

void mql_terminal::message(mql_message_kind kind, const std::string& text) const {
  if (host.message) host.message(host.context, kind, text.c_str());
}

mql_terminal_facts mql_terminal_facts_default(void) {
  mql_terminal_facts facts = {};
  facts.build = 4755;
  facts.connected = facts.trade_allowed = facts.program_trade_allowed = true;
  facts.notifications_enabled = facts.mail_enabled = true;
  facts.ping_us = 20000;
  return facts;
}

mql_terminal* mql_terminal_create(const mql_host* host, const mql_terminal_facts* facts) {
  if (!host || !facts || !facts->data_path || !*facts->data_path) return nullptr;
  mql::Facts copy = mql::Facts::copy(*facts);
  std::error_code error;
  std::filesystem::create_directories(copy.data_path + "/MQL5/Files", error);
  if (error) return nullptr;
  std::filesystem::create_directories(copy.common_path + "/Files", error);
  if (error) return nullptr;
  return new mql_terminal(*host, std::move(copy));
}

void mql_terminal_destroy(mql_terminal* terminal) { delete terminal; }

void mql_terminal_set_facts(mql_terminal* terminal, const mql_terminal_facts* facts) {
  terminal->set_facts(mql::Facts::copy(*facts));
}

bool mql_terminal_global(mql_terminal* terminal, const char* name, double* value) {
  mql::GlobalVariables::Variable v;
  if (!terminal->globals.get(name, v, mql::universal_ms() / 1000)) return false;
  if (value) *value = v.value;
  return true;
}
