#include "../Terminal/Program.h"
#include "Case.h"
#include <cstring>
#include <filesystem>
#include <unistd.h>
#include <vector>

namespace mql::conformance {

static std::vector<const Case*>& cases() {
  static std::vector<const Case*> all;
  return all;
}

Case::Case(const char* n, Body b, const char* s) : name(n), body(b), stop_text(s) {
  cases().push_back(this);
}

namespace {

/// A script whose OnStart is the body of a case.
struct CaseProgram : ProgramImage {
  CaseProgram(const Case& c, Check& k, Fixture& f) : test(c), check(k), fixture(f) {}
  Handlers handlers() const override {
    Handlers h = {};
    h.start = true;
    return h;
  }
  void bind_inputs(InputTable&) override {}
  int on_init() override { return 0; }
  void on_deinit(int) override {}
  void on_start() override { test.body(check, fixture); }
  void on_tick() override {}
  void on_timer() override {}
  void on_trade() override {}
  void on_transaction(const MqlTradeTransaction&, const MqlTradeRequest&,
                      const MqlTradeResult&) override {}
  void on_chart(int, const long&, const double&, const string&) override {}
  void on_book(const string&) override {}

  const Case& test;
  Check& check;
  Fixture& fixture;
};

std::string run(const Case& test, const std::string& folder) {
  Fixture fixture;
  Check check;
  mql_host host = fixture.host();
  mql_terminal_facts facts = mql_terminal_facts_default();
  facts.data_path = folder.c_str();
  facts.allowed_addresses = "127.0.0.1, https://localhost";
  mql_terminal* terminal = mql_terminal_create(&host, &facts);
  if (!terminal) return "no terminal";
  std::string stop_text;
  {
    ProgramKind kind = {"Conformance",
                        [&] { return std::make_unique<CaseProgram>(test, check, fixture); }};
    mql_program program(*terminal, kind, "EURUSD", PERIOD_M1);
    fixture.program = &program;
    fixture.terminal = terminal;
    program.run_once(0);
    stop_text = program.stop_text();
  }
  mql_terminal_destroy(terminal);
  if (!test.stop_text)
    return stop_text.empty() ? check.failures() : check.failures() + "stopped: " + stop_text;
  bool as_promised = stop_text.find(test.stop_text) != std::string::npos;
  return as_promised ? check.failures()
                     : "not stopped by \"" + std::string(test.stop_text) + "\" but: " + stop_text;
}

}  // namespace

}  // namespace mql::conformance

const char* mql5_conformance_case_at(int32_t index) {
  auto& all = mql::conformance::cases();
  return index >= 0 && static_cast<size_t>(index) < all.size()
             ? all[static_cast<size_t>(index)]->name
             : nullptr;
}

int mql5_conformance_run(const char* name, char* message, size_t capacity) {
  for (const mql::conformance::Case* test : mql::conformance::cases()) {
    if (strcmp(test->name, name) != 0) continue;
    std::string pattern = (std::filesystem::temp_directory_path() / "mql5-XXXXXX").string();
    if (!mkdtemp(pattern.data())) return 2;
    std::string failures = mql::conformance::run(*test, pattern);
    std::error_code ignored;
    std::filesystem::remove_all(pattern, ignored);
    mql_text_set(message, capacity, failures.c_str());
    return failures.empty() ? 0 : 1;
  }
  mql_text_set(message, capacity, "no such case");
  return 2;
}
