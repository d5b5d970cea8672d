// Array functions.
#pragma once

#include "Array.h"
#include "Enums.h"
#include "ErrorCodes.h"
#include "String.h"
#include <algorithm>
#include <cstring>

namespace mql {

void set_last_error(int code);

template <class T>
int ArraySize(const array_view<T>& a) {
  return a.size();
}
template <class T>
int ArrayRange(const array_view<T>& a, int dimension) {
  return dimension == 0 ? a.size() : 0;
}
template <class T>
bool ArrayIsDynamic(const array_view<T>& a) {
  return a.is_dynamic();
}
template <class T>
bool ArrayIsSeries(const array_view<T>&) {
  return false;
}
template <class T>
bool ArraySetAsSeries(array_view<T>&, bool) {
  return false;
}

/// The element count, or -1 (negative size, or more than an array of fixed size has). A program
/// must look at it: the compiler says so.
template <class T>
[[nodiscard]] int ArrayResize(array_view<T>& a, int size, int reserve = 0) {
  int count = a.resize(size, reserve);
  if (count < 0) set_last_error(ERR_ARRAY_RESIZE_ERROR);
  return count;
}

/// An array of fixed size keeps its size and is zeroed.
template <class T>
void ArrayFree(array_view<T>& a) {
  if (a.is_dynamic())
    a.resize(0, 0);
  else
    for (int i = 0; i < a.size(); i++) a[i] = T();
}

template <class T, class V>
int ArrayInitialize(array_view<T>& a, const V& value) {
  for (int i = 0; i < a.size(); i++) a[i] = static_cast<T>(value);
  return a.size();
}

template <class T, class V>
void ArrayFill(array_view<T>& a, int start, int count, const V& value) {
  for (int i = start; i < start + count; i++) a[i] = static_cast<T>(value);
}

/// Elements copied. A dynamic destination grows as needed and never shrinks; a fixed one takes
/// what fits.
template <class T, class U>
int ArrayCopy(array_view<T>& to, const array_view<U>& from, int to_start = 0, int from_start = 0,
              int count = WHOLE_ARRAY) {
  if (to_start < 0 || from_start < 0 || from_start > from.size()) {
    set_last_error(ERR_SMALL_ARRAY);
    return 0;
  }
  if (!to.is_dynamic() && to_start >= to.size()) {
    set_last_error(ERR_INVALID_ARRAY);
    return 0;
  }
  int available = from.size() - from_start;
  int wanted = count < 0 || count > available ? available : count;
  if (to_start + wanted > to.size() && to.is_dynamic()) to.resize(to_start + wanted, 0);
  wanted = std::min(wanted, std::max(0, to.size() - to_start));
  if constexpr (std::is_same_v<T, U>) {
    if (wanted > 0 && to.data() + to_start > from.data() + from_start) {
      for (int i = wanted - 1; i >= 0; i--) to[to_start + i] = from[from_start + i];
      return wanted;
    }
  }
  for (int i = 0; i < wanted; i++) to[to_start + i] = static_cast<T>(from[from_start + i]);
  return wanted;
}

template <class T>
bool ArrayInsert(array_view<T>& to, const array_view<T>& from, uint to_start, uint from_start = 0,
                 int count = WHOLE_ARRAY) {
  int start = static_cast<int>(to_start), first = static_cast<int>(from_start);
  int available = from.size() - first;
  int wanted = count < 0 || count > available ? available : count;
  if (start > to.size() || wanted < 0) return false;
  int old_size = to.size();
  if (to.is_dynamic()) to.resize(old_size + wanted, 0);
  for (int i = to.size() - 1; i >= start + wanted; i--) to[i] = to[i - wanted];
  for (int i = 0; i < wanted && start + i < to.size(); i++) to[start + i] = from[first + i];
  return true;
}

template <class T>
bool ArrayRemove(array_view<T>& a, uint start, int count = WHOLE_ARRAY) {
  int first = static_cast<int>(start);
  if (first >= a.size()) return false;
  int removed = count < 0 ? a.size() - first : std::min(count, a.size() - first);
  for (int i = first; i + removed < a.size(); i++) a[i] = a[i + removed];
  if (a.is_dynamic()) a.resize(a.size() - removed, 0);
  return true;
}

template <class T>
bool ArraySort(array_view<T>& a) {
  std::sort(a.data(), a.data() + a.size());
  return true;
}

/// Index of the found element, or of the nearest one, in an array in ascending order; -1 if empty.
template <class T>
int ArrayBsearch(const array_view<T>& a, T value) {
  if (a.size() == 0) return -1;
  const T* end = a.data() + a.size();
  const T* found = std::lower_bound(a.data(), end, value);
  return static_cast<int>((found == end ? end - 1 : found) - a.data());
}

template <class T>
int ArrayMaximum(const array_view<T>& a, int start = 0, int count = WHOLE_ARRAY) {
  int end = count < 0 ? a.size() : std::min(a.size(), start + count), best = start;
  if (start < 0 || start >= end) return -1;
  for (int i = start; i < end; i++)
    if (a[best] < a[i]) best = i;
  return best;
}
template <class T>
int ArrayMinimum(const array_view<T>& a, int start = 0, int count = WHOLE_ARRAY) {
  int end = count < 0 ? a.size() : std::min(a.size(), start + count), best = start;
  if (start < 0 || start >= end) return -1;
  for (int i = start; i < end; i++)
    if (a[i] < a[best]) best = i;
  return best;
}

/// -1, 0 or 1 as the first differing element, then the length, decides; -2 for bad arguments.
template <class T>
int ArrayCompare(const array_view<T>& a, const array_view<T>& b, int start_a = 0, int start_b = 0,
                 int count = WHOLE_ARRAY) {
  if (start_a < 0 || start_b < 0 || start_a > a.size() || start_b > b.size()) return -2;
  int left = a.size() - start_a, right = b.size() - start_b;
  if (count >= 0) left = std::min(left, count), right = std::min(right, count);
  for (int i = 0; i < std::min(left, right); i++) {
    if (a[start_a + i] < b[start_b + i]) return -1;
    if (b[start_b + i] < a[start_a + i]) return 1;
  }
  return left < right ? -1 : left > right ? 1 : 0;
}

template <class T>
bool ArrayReverse(array_view<T>& a, uint start = 0, int count = WHOLE_ARRAY) {
  int first = static_cast<int>(start);
  int end = count < 0 ? a.size() : std::min(a.size(), first + count);
  if (first > end) return false;
  std::reverse(a.data() + first, a.data() + end);
  return true;
}

template <class T>
bool ArraySwap(array<T>& a, array<T>& b) {
  array<T> kept(a);
  a = b;
  b = kept;
  return true;
}

template <class T>
void ZeroMemory(T& value) {
  if constexpr (std::is_trivially_copyable_v<T>)
    std::memset(static_cast<void*>(&value), 0, sizeof(T));
  else
    value = T();
}
template <class T>
void ZeroMemory(array_view<T>& a) {
  for (int i = 0; i < a.size(); i++) a[i] = T();
}
template <class T>
void ZeroMemory(array<T>& a) {
  ZeroMemory(static_cast<array_view<T>&>(a));
}
template <class T, int N>
void ZeroMemory(fixed_array<T, N>& a) {
  ZeroMemory(static_cast<array_view<T>&>(a));
}

/// Structures of plain numbers only; the target grows as needed.
template <class T>
bool StructToCharArray(const T& value, array_view<uchar>& bytes, uint start = 0) {
  static_assert(std::is_trivially_copyable_v<T>, "a structure with strings or dynamic arrays");
  int end = static_cast<int>(start + sizeof(T));
  if (bytes.size() < end && bytes.resize(end, 0) < 0) return false;
  std::memcpy(bytes.data() + start, &value, sizeof(T));
  return true;
}
template <class T>
bool CharArrayToStruct(T& value, const array_view<uchar>& bytes, uint start = 0) {
  static_assert(std::is_trivially_copyable_v<T>, "a structure with strings or dynamic arrays");
  if (bytes.size() < static_cast<int>(start + sizeof(T))) return false;
  std::memcpy(&value, bytes.data() + start, sizeof(T));
  return true;
}

}  // namespace mql
