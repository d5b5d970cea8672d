#include "Fixture.h"
#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mql::conformance {

static Fixture& self(void* context) { return *static_cast<Fixture*>(context); }

template <class T>
static int32_t copy_out(const std::vector<T>& from, T* out, int32_t capacity) {
  size_t count = std::min(from.size(), static_cast<size_t>(capacity));
  std::copy(from.begin(), from.begin() + static_cast<long>(count), out);
  return static_cast<int32_t>(from.size());
}

static mql_symbol_info symbol_named(const char* name, const char* base, bool selected) {
  mql_symbol_info s = {};
  mql_symbol_set_texts(&s, name, "Forex\\Majors", "A pair", base, "USD", base);
  s.selected = selected;
  s.digits = 5;
  s.point = s.tick_size = 0.00001;
  s.tick_value = s.tick_value_profit = s.tick_value_loss = 1;
  s.contract_size = 100000;
  s.volume_min = s.volume_step = 0.01;
  s.volume_max = 500;
  s.stops_level_points = 18;
  s.trade_mode = 4;
  s.execution_mode = 2;
  s.filling_mode = 3;
  s.order_mode = 127;
  return s;
}

static mql_position position_of(uint64_t ticket, const char* symbol, int type, double sl) {
  mql_position p = {};
  mql_position_set_texts(&p, symbol, "opened");
  p.ticket = p.identifier = ticket;
  p.magic = 77;
  p.type = type;
  p.time_msc = p.time_update_msc = 1700000000123;
  p.volume = 0.5;
  p.price_open = p.price_current = 1.1;
  p.sl = sl;
  return p;
}

static mql_deal deal_of(uint64_t ticket, uint64_t position, int entry, int64_t time_s) {
  mql_deal d = {};
  mql_deal_set_texts(&d, "EURUSD", "");
  d.ticket = ticket;
  d.position_id = position;
  d.entry = entry;
  d.time_msc = time_s * 1000 + 5;
  d.volume = 0.5;
  d.commission = -3.5;
  return d;
}

Fixture::Fixture() {
  eurusd = symbol_named("EURUSD", "EUR", true);
  eurusd.book_depth = 10;
  gbpusd = symbol_named("GBPUSD", "GBP", false);
  quote.time_msc = 1700000001500;
  quote.bid = 1.10000;
  quote.ask = 1.10012;
  quote.flags = 6;
  positions = {position_of(9007199254740993, "EURUSD", 0, 1.09), position_of(1002, "EURUSD", 1, 0)};
  deals = {deal_of(501, 1002, 0, 1700000000), deal_of(502, 1003, 0, 1700000100)};
  for (int64_t i = 0; i < 5; i++) {
    ticks.push_back(quote);
    ticks.back().time_msc += i * 10;
  }
  for (int64_t i = 0; i < 8; i++) {
    double low = 1.1 + 0.0001 * static_cast<double>(i);
    rates.push_back({1699999980 - 60 * (7 - i), low, low + 0.0005, low, low + 0.0002, 40, 12});
  }
  account.login = 12345678901;
  account.balance = account.equity = 10000;
  account.leverage = 100;
  account.trade_allowed = account.trade_expert = true;
  account.margin_mode = 2;
  mql_account_set_texts(&account, "A trader", "Server-Demo", "Broker", "USD");

  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
  listen(listener_, 200);
  getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
}

Fixture::~Fixture() {
  peer_closes();
  if (listener_ >= 0) close(listener_);
}

int Fixture::accept() {
  peer_closes();
  peer_ = ::accept(listener_, nullptr, nullptr);
  return peer_;
}

void Fixture::peer_sends(const std::string& bytes) {
  if (::send(peer_, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) peer_closes();
}

std::string Fixture::peer_receives(size_t bytes) {
  std::string got(bytes, '\0');
  ssize_t n = recv(peer_, got.data(), bytes, MSG_WAITALL);
  got.resize(n < 0 ? 0 : static_cast<size_t>(n));
  return got;
}

void Fixture::peer_closes() {
  if (peer_ >= 0) close(peer_);
  peer_ = -1;
}

static bool find_symbol(void* context, const char* name, mql_symbol_info* out) {
  Fixture& f = self(context);
  for (const mql_symbol_info* s : {&f.eurusd, &f.gbpusd})
    if (strcmp(s->name, name) == 0) return *out = *s, true;
  return false;
}

static bool find_symbol_at(void* context, int32_t index, bool selected_only, mql_symbol_info* out) {
  Fixture& f = self(context);
  if (index == 0) return *out = f.eurusd, true;
  if (index != 1 || (selected_only && !f.gbpusd.selected)) return false;
  return *out = f.gbpusd, true;
}

static bool select_symbol(void* context, const char* name, bool select) {
  Fixture& f = self(context);
  mql_symbol_info& s = strcmp(name, "EURUSD") == 0 ? f.eurusd : f.gbpusd;
  s.selected = select;
  return true;
}

static bool send_order(void* context, const mql_trade_request* request, mql_trade_result* result) {
  Fixture& f = self(context);
  f.last_request = *request;
  result->retcode = f.accepts_orders ? 10009 : 10016;
  result->request_id = 31;
  return f.accepts_orders;
}

static void set_history(mql_host& h) {
  h.history_deals = [](void* context, int64_t from_s, int64_t to_s, mql_deal* out, int32_t room) {
    std::vector<mql_deal> found;
    for (const mql_deal& d : self(context).deals)
      if (d.time_msc / 1000 >= from_s && d.time_msc / 1000 <= to_s) found.push_back(d);
    return copy_out(found, out, room);
  };
  h.history_orders = [](void*, int64_t, int64_t, mql_order*, int32_t) { return 0; };
}

static void set_market(mql_host& h) {
  h.symbols_total = [](void* context, bool selected_only) {
    return selected_only && !self(context).gbpusd.selected ? 1 : 2;
  };
  h.symbol = find_symbol;
  h.symbol_at = find_symbol_at;
  h.symbol_select = select_symbol;
  h.tick = [](void* context, const char*, mql_tick* out) {
    return *out = self(context).quote, true;
  };
  h.ticks = [](void* context, const char*, uint32_t, int64_t from_msc, mql_tick* out,
               int32_t room) {
    std::vector<mql_tick> found;
    for (const mql_tick& t : self(context).ticks)
      if (t.time_msc >= from_msc) found.push_back(t);
    int32_t total = copy_out(found, out, room);
    return std::min(total, room);
  };
  h.rates = [](void* context, const char*, int32_t period_s, int32_t start, mql_rate* out,
               int32_t room) {
    std::vector<mql_rate>& all = self(context).rates;
    if (period_s != 60 || start >= static_cast<int32_t>(all.size())) return 0;
    auto end = all.end() - start;
    auto begin = end - std::min<long>(room, end - all.begin());
    std::copy(begin, end, out);
    return static_cast<int32_t>(end - begin);
  };
  h.session_trade = [](void*, const char*, int32_t day, uint32_t index, int64_t* from,
                       int64_t* to) {
    *from = 0;
    *to = 86400;
    return index == 0 && day >= 1 && day <= 5;
  };
  h.book_subscribe = [](void*, const char*, bool) { return true; };
}

mql_host Fixture::host() {
  mql_host h = {};
  h.context = this;
  h.message = [](void* context, mql_message_kind, const char* text) {
    self(context).messages.push_back(text);
  };
  h.server_time_msc = [](void*) -> int64_t { return 1700000005000; };
  h.last_quote_time_msc = [](void* context) { return self(context).quote.time_msc; };
  set_market(h);
  set_history(h);
  h.positions = [](void* context, mql_position* out, int32_t room) {
    return copy_out(self(context).positions, out, room);
  };
  h.orders = [](void* context, mql_order* out, int32_t room) {
    return copy_out(self(context).orders, out, room);
  };
  h.account = [](void* context, mql_account* out) { *out = self(context).account; };
  h.calc_profit = [](void*, int32_t type, const char*, double volume, double open, double close,
                     double* profit) {
    *profit = (type == 0 ? close - open : open - close) * volume * 100000;
    return true;
  };
  h.order_send = send_order;
  h.order_send_async = send_order;
  return h;
}

}  // namespace mql::conformance
