// Mathematical functions.
#pragma once

#include "Types.h"
#include <cfloat>
#include <climits>
#include <cmath>

namespace mql {

template <class A>
A MathAbs(A a) {
  return a < A(0) ? static_cast<A>(A(0) - a) : a;
}
template <class A, class B>
std::common_type_t<A, B> MathMax(A a, B b) {
  using C = std::common_type_t<A, B>;
  return static_cast<C>(a) < static_cast<C>(b) ? static_cast<C>(b) : static_cast<C>(a);
}
template <class A, class B>
std::common_type_t<A, B> MathMin(A a, B b) {
  using C = std::common_type_t<A, B>;
  return static_cast<C>(b) < static_cast<C>(a) ? static_cast<C>(b) : static_cast<C>(a);
}
inline double MathRound(double a) { return std::round(a); }
inline double MathFloor(double a) { return std::floor(a); }
inline double MathCeil(double a) { return std::ceil(a); }
inline double MathMod(double a, double b) { return std::fmod(a, b); }
inline double MathPow(double a, double b) { return std::pow(a, b); }
inline double MathSqrt(double a) { return std::sqrt(a); }
inline double MathExp(double a) { return std::exp(a); }
inline double MathLog(double a) { return std::log(a); }
inline double MathLog10(double a) { return std::log10(a); }
inline double MathSin(double a) { return std::sin(a); }
inline double MathCos(double a) { return std::cos(a); }
inline double MathTan(double a) { return std::tan(a); }
inline double MathArcsin(double a) { return std::asin(a); }
inline double MathArccos(double a) { return std::acos(a); }
inline double MathArctan(double a) { return std::atan(a); }
inline bool MathIsValidNumber(double a) { return std::isfinite(a); }

/// 0 to 32,767.
int MathRand();
void MathSrand(int seed);

inline uchar MathSwap(uchar a) { return a; }
inline ushort MathSwap(ushort a) { return __builtin_bswap16(a); }
inline uint MathSwap(uint a) { return __builtin_bswap32(a); }
inline ulong MathSwap(ulong a) { return __builtin_bswap64(a); }

}  // namespace mql
