#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "schema/data_type.h"

namespace decant::normalize {

/// Values of one column of a batch, in Arrow's layout but for booleans (a byte each). Which member holds them follows
/// from the type:
/// - bigint, timestamp (microseconds UTC), time (microseconds): `fixed`, 8 bytes each
/// - real: `fixed`, 8 bytes each, the bits of the double
/// - date: `fixed`, 8 bytes each, days since 1970-01-01
/// - boolean: `fixed`, 8 bytes each, 0 or 1
/// - text, json (compact JSON text), binary, decimal and wei (decimal text): `bytes` between `offsets`
struct ColumnData {
  schema::DataType type = schema::DataType::text;
  std::vector<std::uint64_t> valid;    ///< a bit each, lowest first; 0 is null
  std::vector<std::int64_t> fixed;     ///< one per row, 0 where null
  std::vector<std::uint32_t> offsets;  ///< rows + 1; row i is bytes[offsets[i], offsets[i + 1])
  std::vector<char> bytes;

  [[nodiscard]] bool is_fixed() const {
    using schema::DataType;
    return type == DataType::bigint || type == DataType::real || type == DataType::boolean ||
           type == DataType::timestamp || type == DataType::date || type == DataType::time;
  }
  [[nodiscard]] bool is_valid(std::size_t row) const { return (valid[row / 64] >> (row % 64) & 1) != 0; }
  [[nodiscard]] std::string_view text(std::size_t row) const {
    return {bytes.data() + offsets[row], offsets[row + 1] - offsets[row]};
  }
  [[nodiscard]] std::size_t memory() const {
    return valid.capacity() * 8 + fixed.capacity() * 8 + offsets.capacity() * 4 + bytes.capacity();
  }
};

/// Rows of one table, in record order. Read from a store, `columns` are those of the table, in its order; one whose
/// `valid` is empty is null in all rows.
struct Batch {
  std::size_t rows = 0;
  std::vector<ColumnData> columns;
  /// One more column stands behind the others: bigint, the number of the record that a row came from, ascending. Only
  /// where the ids of root rows are made of their keys, so that records of one key, and what is nested in them, can be
  /// told apart by nothing else.
  bool is_numbered = false;

  [[nodiscard]] std::size_t memory() const {
    std::size_t bytes = 0;
    for (const auto& column : columns) bytes += column.memory();
    return bytes;
  }
};

/// Hands out the batches of one table in record order, once.
class BatchReader {
 public:
  virtual ~BatchReader() = default;
  /// The next batch; nothing at the end.
  virtual Result<std::optional<Batch>> next() = 0;
};

}  // namespace decant::normalize
