// The C functions of mql5_runtime.h that concern programs.
#include "../Language/Enums.h"
#include "Program.h"
#include <cstring>

using namespace mql;

const char* mql_program_name_at(int32_t index) {
  const ProgramKind* kind = program_kind_at(index);
  return kind ? kind->name : nullptr;
}

mql_program* mql_program_create(mql_terminal* terminal, const char* name, const char* chart_symbol,
                                int32_t chart_period) {
  if (!terminal || !name) return nullptr;
  for (int i = 0; const ProgramKind* kind = program_kind_at(i); i++)
    if (strcmp(kind->name, name) == 0)
      return new mql_program(*terminal, *kind, chart_symbol ? chart_symbol : "", chart_period);
  return nullptr;
}

void mql_program_destroy(mql_program* program) { delete program; }

bool mql_program_set_input(mql_program* program, const char* name, const char* value) {
  return name && value && program->set_input(name, value);
}

const char* mql_program_input_at(mql_program* program, int32_t index) {
  return program->input_at(index);
}
mql_program_state mql_program_get_state(mql_program* program) { return program->state(); }
const char* mql_program_stop_text(mql_program* program) { return program->stop_text().c_str(); }
int32_t mql_program_run_once(mql_program* program, uint32_t wait_ms) {
  return program->run_once(wait_ms);
}
void mql_program_wake(mql_program* program) { program->events.wake(); }
void mql_program_request_stop(mql_program* program, int32_t reason) {
  program->request_stop(reason);
}
void mql_program_stop(mql_program* program, int32_t reason) { program->stop(reason); }
bool mql_program_reload(mql_program* program, int32_t reason) { return program->reload(reason); }

void mql_program_change_chart(mql_program* program, const char* symbol, int32_t period) {
  program->change_chart(symbol ? symbol : "", period);
}

// Events ------------------------------------------------------------------------------------------

void mql_program_push_tick(mql_program* program, const char* symbol) { program->push_tick(symbol); }

void mql_program_push_transaction(mql_program* program, const mql_trade_transaction* transaction,
                                  const mql_trade_request* request,
                                  const mql_trade_result* result) {
  Transaction t = {};
  t.transaction = *transaction;
  if (request) t.request = *request;
  if (result) t.result = *result;
  program->events.push(t);
}

void mql_program_push_book(mql_program* program, const char* symbol) { program->push_book(symbol); }

bool mql_program_click(mql_program* program, const char* object_name) {
  if (!program->chart.click(object_name)) return false;
  mql_program_push_chart_event(program, CHARTEVENT_OBJECT_CLICK, 0, 0, object_name);
  return true;
}

void mql_program_push_chart_event(mql_program* program, int32_t id, int64_t lparam, double dparam,
                                  const char* sparam) {
  program->push_chart(id, lparam, dparam, sparam ? sparam : "");
}

void mql_program_trade_changed(mql_program* program) { program->trades.changed(); }

// Chart, faults, figures --------------------------------------------------------------------------

size_t mql_program_comment(mql_program* program, char* text, size_t capacity) {
  std::string comment = program->chart.comment();
  if (text) mql_text_set(text, capacity, comment.c_str());
  return comment.size();
}

int32_t mql_program_objects_total(mql_program* program) { return program->chart.count(-1); }

bool mql_program_object_at(mql_program* program, int32_t index, mql_chart_object* out) {
  return program->chart.describe(index, *out);
}

bool mql_program_object(mql_program* program, const char* name, mql_chart_object* out) {
  return program->chart.describe(std::string(name), *out);
}

void mql_program_set_faults(mql_program* program, const mql_faults* faults) {
  program->faults.set(*faults);
}
void mql_program_statistics(mql_program* program, mql_statistics* out) {
  program->statistics(*out);
}

void mql_program_break_connections(mql_program* program) { program->sockets.break_all(); }
