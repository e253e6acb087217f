#include "destination/duckdb/batch_chunks.h"

#include <algorithm>
#include <string>
#include <utility>

#include "destination/batch_check.h"

namespace decant::destination {

Result<normalize::Batch> BatchChunks::take() {
  const std::lock_guard lock(mutex_);
  while (!is_at_end_) {
    DECANT_TRY(auto next, rows_.next());
    is_at_end_ = !next.has_value();
    if (is_at_end_ || next->rows == 0) continue;
    DECANT_TRY(check_batch(*next, table_));
    handed_out_ += next->rows;
    if (on_rows_) on_rows_(next->rows);
    return std::move(*next);
  }
  return normalize::Batch{};
}

Result<void> BatchChunks::check_taken(std::uint64_t rows) const {
  if (is_at_end_ && rows == handed_out_) return {};
  return fail(ErrorKind::internal, "DuckDB took " + std::to_string(rows) + " rows of table " + table_.name() + "; " +
                                       std::to_string(handed_out_) + " were handed to it" +
                                       (is_at_end_ ? "" : ", and there are more"));
}

duckdb::RowStream::Fill BatchChunks::fill() {
  return [this, batch = normalize::Batch(),
          first = std::size_t{0}](const duckdb::RowChunk& chunk) mutable -> Result<std::size_t> {
    if (first == batch.rows) {
      DECANT_TRY(batch, take());
      first = 0;
    }
    const std::size_t count = std::min(chunk.capacity(), batch.rows - first);
    DECANT_TRY(filler_.fill(batch, first, count, chunk));
    first += count;
    return count;
  };
}

}  // namespace decant::destination
