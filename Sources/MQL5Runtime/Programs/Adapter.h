// Makes a structure that holds an MQL5 source file into a program that the terminal can load.
//
//     #include "Adapter.h"
//     #include "MQL5.h"
//     namespace {
//     struct Program {
//     #include <Folder/Name.mq5>
//     };
//     }
//     #include "Load.h"
//     namespace mql { MQL_LOADER(load_name) }
//
// The source's globals become members, so that a load is a new object, and its handlers become
// methods; those it lacks are found out at compile time.
#pragma once

#include "../Terminal/ProgramImage.h"

namespace mql {

template <class P>
class Adapter : public ProgramImage {
 public:
  using Bind = void (*)(P&, InputTable&);
  explicit Adapter(Bind bind) : bind_(bind) {}

  Handlers handlers() const override {
    Handlers h = {};
    h.init = has_init<P>(0);
    h.deinit = has_deinit<P>(0);
    h.start = has_start<P>(0);
    h.tick = has_tick<P>(0);
    h.timer = has_timer<P>(0);
    h.trade = has_trade<P>(0);
    h.transaction = has_transaction<P>(0);
    h.chart = has_chart<P>(0);
    h.book = has_book<P>(0);
    return h;
  }
  void bind_inputs(InputTable& table) override { bind_(program_, table); }
  int on_init() override {
    if constexpr (has_init<P>(0)) {
      if constexpr (std::is_void_v<decltype(program_.OnInit())>)
        program_.OnInit();
      else
        return program_.OnInit();
    }
    return 0;
  }
  void on_deinit(int reason) override {
    (void)reason;
    if constexpr (has_deinit<P>(0)) program_.OnDeinit(reason);
  }
  void on_start() override {
    if constexpr (has_start<P>(0)) program_.OnStart();
  }
  void on_tick() override {
    if constexpr (has_tick<P>(0)) program_.OnTick();
  }
  void on_timer() override {
    if constexpr (has_timer<P>(0)) program_.OnTimer();
  }
  void on_trade() override {
    if constexpr (has_trade<P>(0)) program_.OnTrade();
  }
  void on_transaction(const MqlTradeTransaction& transaction, const MqlTradeRequest& request,
                      const MqlTradeResult& result) override {
    (void)transaction, (void)request, (void)result;
    if constexpr (has_transaction<P>(0)) program_.OnTradeTransaction(transaction, request, result);
  }
  void on_chart(int id, const long& lparam, const double& dparam, const string& sparam) override {
    (void)id, (void)lparam, (void)dparam, (void)sparam;
    if constexpr (has_chart<P>(0)) program_.OnChartEvent(id, lparam, dparam, sparam);
  }
  void on_book(const string& symbol) override {
    (void)symbol;
    if constexpr (has_book<P>(0)) program_.OnBookEvent(symbol);
  }

 private:
#define MQL_HAS(name, Handler)                                           \
  template <class Q>                                                     \
  static constexpr auto has_##name(int) -> decltype(&Q::Handler, true) { \
    return true;                                                         \
  }                                                                      \
  template <class Q>                                                     \
  static constexpr bool has_##name(long) {                               \
    return false;                                                        \
  }
  MQL_HAS(init, OnInit)
  MQL_HAS(deinit, OnDeinit)
  MQL_HAS(start, OnStart)
  MQL_HAS(tick, OnTick)
  MQL_HAS(timer, OnTimer)
  MQL_HAS(trade, OnTrade)
  MQL_HAS(transaction, OnTradeTransaction)
  MQL_HAS(chart, OnChartEvent)
  MQL_HAS(book, OnBookEvent)
#undef MQL_HAS

  P program_{};  // globals without an initial value are zero
  Bind bind_;
};

}  // namespace mql
