#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "core/result.h"
#include "destination/duckdb/column_writer.h"
#include "duckdb/row_chunk.h"
#include "normalize/batch.h"

namespace decant::destination {

/// Copies rows of batches into chunks of DuckDB's vectors.
class ChunkFiller {
 public:
  /// The next column of the chunk has the values at `position` of a batch.
  void add(std::size_t position, ColumnWriter writer) { columns_.emplace_back(position, std::move(writer)); }

  /// Rows [first, first + count) become the first ones of the empty chunk; `first` is a multiple of 64.
  Result<void> fill(const normalize::Batch& batch, std::size_t first, std::size_t count,
                    const duckdb::RowChunk& chunk) const;

 private:
  std::vector<std::pair<std::size_t, ColumnWriter>> columns_;
};

}  // namespace decant::destination
