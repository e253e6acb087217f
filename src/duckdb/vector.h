#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "duckdb/type.h"

namespace decant::duckdb {

/// DuckDB's text value inside a vector (its `duckdb_string_t`): up to 12 bytes in place, longer ones by pointer. 16
/// bytes.
class StringSlot {
 public:
  static constexpr std::uint32_t kMaxInlined = 12;

  /// `text` must outlive the slot if it is longer than kMaxInlined. Bytes behind a short text are zero, as DuckDB's
  /// comparisons want it.
  void set(std::string_view text) {
    length_ = static_cast<std::uint32_t>(text.size());
    if (length_ <= kMaxInlined) {
      std::memset(rest_, 0, sizeof rest_);
      if (length_ != 0) std::memcpy(rest_, text.data(), length_);
      return;
    }
    std::memcpy(rest_, text.data(), kPrefix);
    const char* const data = text.data();
    std::memcpy(rest_ + kPrefix, &data, sizeof data);
  }

  [[nodiscard]] std::string_view text() const {
    if (length_ <= kMaxInlined) return {rest_, length_};
    const char* data = nullptr;
    std::memcpy(&data, rest_ + kPrefix, sizeof data);
    return {data, length_};
  }

 private:
  static constexpr std::size_t kPrefix = 4;

  std::uint32_t length_ = 0;
  char rest_[12] = {};
};
static_assert(sizeof(StringSlot) == 16);

/// A column of a chunk of results, or a child of one, to read.
class VectorView {
 public:
  VectorView(void* handle, const Type& type);

  [[nodiscard]] const Type& type() const { return *type_; }
  [[nodiscard]] bool is_valid(std::size_t row) const {
    return validity_ == nullptr || (validity_[row / 64] >> (row % 64) & 1) != 0;
  }
  /// The element of a row; T must be what the type's TypeId says.
  template <typename T>
  [[nodiscard]] T at(std::size_t row) const {
    T value;
    std::memcpy(&value, static_cast<const char*>(data_) + row * sizeof(T), sizeof(T));
    return value;
  }
  /// The text of a varchar or blob row, valid as long as the chunk.
  [[nodiscard]] std::string_view text(std::size_t row) const {
    return static_cast<const StringSlot*>(data_)[row].text();
  }
  /// The elements of a list, array or map (index 0), or a member of a structure or union.
  [[nodiscard]] VectorView child(std::size_t index) const;

 private:
  void* handle_;
  const Type* type_;
  const void* data_;
  const std::uint64_t* validity_;
};

}  // namespace decant::duckdb
