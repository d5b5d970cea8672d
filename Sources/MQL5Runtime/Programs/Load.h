// The loader of the `Program` defined above the inclusion of this file. Inputs are those that the
// program's source lists in INPUT_LIST.
#pragma once

#define MQL_BIND_INPUT(name) table.bind(#name, program.name);
#ifdef INPUT_LIST
static void bind_program_inputs(Program& program, mql::InputTable& table) {
  INPUT_LIST(MQL_BIND_INPUT)
}
#else
static void bind_program_inputs(Program&, mql::InputTable&) {}
#endif

#define MQL_LOADER(function)                                        \
  std::unique_ptr<ProgramImage> function() {                        \
    return std::make_unique<Adapter<Program>>(bind_program_inputs); \
  }
