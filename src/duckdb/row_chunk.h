#pragma once

#include <cstddef>
#include <cstdint>

namespace decant::duckdb {

struct Api;

/// A chunk of rows to be filled, a vector for each column: elements as TypeId describes them, nulls marked in
/// validity().
class RowChunk {
 public:
  RowChunk(const Api& api, void* handle) : api_(&api), handle_(handle) {}

  /// Rows that it takes: 2048.
  [[nodiscard]] std::size_t capacity() const;
  /// Elements of a column.
  [[nodiscard]] void* data(std::size_t column) const;
  /// Validity words of a column, all ones: bit r % 64 of word r / 64 cleared is a null in row r.
  [[nodiscard]] std::uint64_t* validity(std::size_t column) const;

 private:
  const Api* api_;
  void* handle_;
};

}  // namespace decant::duckdb
