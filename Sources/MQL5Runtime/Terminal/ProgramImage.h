// A loaded program as the terminal sees it, whatever its source.
#pragma once

#include "../Language/Conversions.h"
#include "../Language/Structs.h"
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace mql {

/// The inputs of a program, by name, in order of declaration.
struct InputTable {
  struct Entry {
    std::string name;
    std::function<bool(const std::string&)> set;
  };
  std::vector<Entry> entries;

  void bind(const char* name, string& value);
  void bind(const char* name, bool& value);
  void bind(const char* name, double& value);
  void bind(const char* name, datetime& value);
  void bind(const char* name, color& value);
  template <class N, class = std::enable_if_t<std::is_integral_v<N> || std::is_enum_v<N>>>
  void bind(const char* name, N& value) {
    entries.push_back({name, [&value](const std::string& text) {
                         long number = 0;
                         if (!parse_integer(text, number)) return false;
                         value = static_cast<N>(number);
                         return true;
                       }});
  }

 private:
  static bool parse_integer(const std::string& text, long& number);
};

/// What a program implements; the terminal raises only events that have a handler.
struct Handlers {
  bool init, deinit, start, tick, timer, trade, transaction, chart, book;
};

struct ProgramImage {
  virtual ~ProgramImage() = default;
  virtual Handlers handlers() const = 0;
  virtual void bind_inputs(InputTable& table) = 0;
  virtual int on_init() = 0;
  virtual void on_deinit(int reason) = 0;
  virtual void on_start() = 0;
  virtual void on_tick() = 0;
  virtual void on_timer() = 0;
  virtual void on_trade() = 0;
  virtual void on_transaction(const MqlTradeTransaction&, const MqlTradeRequest&,
                              const MqlTradeResult&) = 0;
  virtual void on_chart(int id, const long& lparam, const double& dparam, const string& sparam) = 0;
  virtual void on_book(const string& symbol) = 0;
};

/// A program that can be loaded: its name and how to make a fresh copy.
struct ProgramKind {
  const char* name;
  std::function<std::unique_ptr<ProgramImage>()> load;
};

/// The programs compiled in; null past the end.
const ProgramKind* program_kind_at(int index);

}  // namespace mql
