// The declarations that MQL5 and C++ spell differently. Everything else in this expert advisor is
// written in the common subset of the two languages, so that MetaEditor and clang compile the very
// same files.
//
//   ARRAY(uchar, buffer);                 dynamic array, empty until ArrayResize
//   FIXED_ARRAY(double, levels, 8);       array of fixed size
//   int Encode(ARRAY_REF(uchar, out))     parameter: array that the function changes
//   int Decode(CONST_ARRAY_REF(uchar, in))  parameter: array that it only reads
//
// A FIXED_ARRAY may be passed where an ARRAY_REF is expected, as in MQL5; resizing it fails (-1).
// Under clang every index is checked, and an index out of range ends the program as MetaTrader does.
//
// Inputs are written `input string InpHost = "127.0.0.1"; // label` and are listed once more in
// INPUT_LIST, beside them:
//
//   #ifndef __MQL5__
//   #define INPUT_LIST(X) X(InpHost) X(InpPort)
//   #endif
//
// That list is how the simulated terminal sets inputs by name before OnInit.
#ifndef BACKSTOP_LANGUAGE_MQH
#define BACKSTOP_LANGUAGE_MQH

#ifdef __MQL5__
#define ARRAY(T, name) T name[]
#define FIXED_ARRAY(T, name, N) T name[N]
#define ARRAY_REF(T, name) T &name[]
#define CONST_ARRAY_REF(T, name) const T &name[]
#else
#define ARRAY(T, name) mql::array<T> name
#define FIXED_ARRAY(T, name, N) mql::fixed_array<T, N> name
#define ARRAY_REF(T, name) mql::array_view<T> &name
#define CONST_ARRAY_REF(T, name) const mql::array_view<T> &name
#endif

#endif
