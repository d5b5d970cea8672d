// Arrays with checked indexes: dynamic, fixed, and the view that a parameter sees.
#pragma once

#include "CriticalError.h"
#include "Types.h"
#include <cstddef>
#include <initializer_list>
#include <vector>

namespace mql {

/// What a function sees of an array argument, dynamic or fixed. An index outside the array stops
/// the program. Not constructible by itself.
template <class T>
class array_view {
 public:
  T& operator[](long index) { return data_[checked(index)]; }
  const T& operator[](long index) const { return data_[checked(index)]; }

  T* data() { return data_; }
  const T* data() const { return data_; }
  int size() const { return size_; }
  bool is_dynamic() const { return dynamic_; }

  /// Element count after the change, or -1. An array of fixed size keeps its size: that is a
  /// success if it is large enough.
  int resize(int size, int reserve) {
    if (dynamic_) return grow(size, reserve);
    return size >= 0 && size <= size_ ? size : -1;
  }

 protected:
  array_view(T* data, int size, bool dynamic) : data_(data), size_(size), dynamic_(dynamic) {}
  array_view(const array_view&) = default;
  array_view& operator=(const array_view&) = default;
  ~array_view() = default;
  virtual int grow(int, int) { return -1; }

  T* data_;
  int size_;
  bool dynamic_;

 private:
  size_t checked(long index) const {
    if (index < 0 || index >= size_) stop_out_of_range(index, size_);
    return static_cast<size_t>(index);
  }
};

/// `T name[]`
template <class T>
class array : public array_view<T> {
 public:
  array() : array_view<T>(nullptr, 0, true) {}
  array(std::initializer_list<T> values) : array() {
    grow(static_cast<int>(values.size()), 0);
    int index = 0;
    for (const T& value : values) storage_[static_cast<size_t>(index++)] = value;
  }
  array(const array& other) : array_view<T>(other), storage_(other.storage_) { reseat(); }
  array& operator=(const array& other) {
    storage_ = other.storage_;
    this->size_ = other.size_;
    reseat();
    return *this;
  }

 protected:
  // New cells keep whatever the storage holds, as in MQL5: a shrunk and regrown array shows its
  // old values, and never-used cells are filled with a pattern that is easy to recognise.
  int grow(int size, int reserve) override {
    if (size < 0 || reserve < 0) return -1;
    size_t needed = static_cast<size_t>(size);
    if (needed > storage_.size()) {
      size_t used = storage_.size();
      storage_.resize(needed + static_cast<size_t>(reserve));
      for (size_t i = used; i < storage_.size(); i++) poison(storage_[i]);
    }
    this->size_ = size;
    reseat();
    return size;
  }

 private:
  static void poison(T& cell) {
    if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>)
      cell = static_cast<T>(0xCDCDCDCDCDCDCDCDull);
    else if constexpr (std::is_floating_point_v<T>)
      cell = static_cast<T>(-4.2e+37);
  }
  void reseat() { this->data_ = storage_.data(); }
  std::vector<T> storage_;
};

/// `T name[N]`
template <class T, int N>
class fixed_array : public array_view<T> {
 public:
  fixed_array() : array_view<T>(cells_, N, false), cells_{} {}
  fixed_array(std::initializer_list<T> values) : fixed_array() {
    static_assert(N > 0);
    int index = 0;
    for (const T& value : values) this->operator[](index++) = value;
  }
  fixed_array(const fixed_array& other) : fixed_array() { *this = other; }
  fixed_array& operator=(const fixed_array& other) {
    for (int i = 0; i < N; i++) cells_[i] = other.cells_[i];
    return *this;
  }

 private:
  T cells_[N];
};

/// A boolean array cannot be a vector<bool>, whose cells are not addressable.
template <>
class array<bool> : public array_view<bool> {
 public:
  array() : array_view<bool>(nullptr, 0, true) {}
  array(const array& other) : array_view<bool>(other), storage_(other.storage_) { reseat(); }
  array& operator=(const array& other) {
    storage_ = other.storage_;
    size_ = other.size_;
    reseat();
    return *this;
  }

 protected:
  int grow(int size, int reserve) override {
    if (size < 0 || reserve < 0) return -1;
    if (static_cast<size_t>(size) > storage_.size())
      storage_.resize(static_cast<size_t>(size) + static_cast<size_t>(reserve), 1);
    size_ = size;
    reseat();
    return size;
  }

 private:
  void reseat() { data_ = reinterpret_cast<bool*>(storage_.data()); }
  std::vector<unsigned char> storage_;
};

}  // namespace mql
