#pragma once

#include <cstdint>
#include <string_view>

#include "normalize/batch.h"

namespace decant::normalize {

/// Fills one column of a batch. Rows that are passed over are null: the column catches up when it gets its next value.
class ColumnBuilder {
 public:
  explicit ColumnBuilder(schema::DataType type) { data_.type = type; }

  [[nodiscard]] schema::DataType type() const { return data_.type; }

  /// Whether values are texts (set_text), not numbers (set_fixed).
  [[nodiscard]] bool is_text() const { return !data_.is_fixed(); }

  /// Sets row `row` (not before the rows set already).
  void set_fixed(std::size_t row, std::int64_t value) {
    if (data_.fixed.size() != row) pad(row);
    data_.fixed.push_back(value);
    mark_valid(row);
  }
  void set_text(std::size_t row, std::string_view text) {
    if (data_.offsets.size() != row + 1) pad(row);
    data_.bytes.insert(data_.bytes.end(), text.begin(), text.end());
    data_.offsets.push_back(static_cast<std::uint32_t>(data_.bytes.size()));
    mark_valid(row);
  }

  /// Whether row `row`, the last one, has a value.
  [[nodiscard]] bool has(std::size_t row) const {
    return data_.is_fixed() ? data_.fixed.size() > row : data_.offsets.size() > row + 1;
  }

  /// Takes back the value of row `row`, the last one, if it has one.
  void drop(std::size_t row) {
    if (!has(row)) return;
    if (data_.is_fixed()) {
      data_.fixed.resize(row);
    } else {
      data_.offsets.resize(row + 1);
      data_.bytes.resize(data_.offsets.back());
    }
    data_.valid[row / 64] &= ~(std::uint64_t{1} << (row % 64));
  }

  /// The column with `rows` rows; the builder starts again with none, and room for as many.
  ColumnData take(std::size_t rows) {
    pad(rows);
    ColumnData data;
    data.type = data_.type;
    std::swap(data, data_);
    data_.valid.reserve(data.valid.size());
    data_.fixed.reserve(data.fixed.size());
    data_.offsets.reserve(data.offsets.size());
    data_.bytes.reserve(data.bytes.size());
    return data;
  }

  [[nodiscard]] std::size_t memory() const {
    return data_.fixed.size() * 8 + data_.offsets.size() * 4 + data_.bytes.size();
  }

 private:
  void pad(std::size_t row) {
    if (data_.is_fixed()) {
      data_.fixed.resize(row);
    } else {
      if (data_.offsets.empty()) data_.offsets.push_back(0);
      data_.offsets.resize(row + 1, data_.offsets.back());
    }
    if (data_.valid.size() < (row + 63) / 64) data_.valid.resize((row + 63) / 64);
  }
  void mark_valid(std::size_t row) {
    if (data_.valid.size() <= row / 64) data_.valid.resize(row / 64 + 1);
    data_.valid[row / 64] |= std::uint64_t{1} << (row % 64);
  }

  ColumnData data_;
};

}  // namespace decant::normalize
