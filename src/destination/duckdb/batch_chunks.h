#pragma once

#include <cstdint>
#include <functional>
#include <mutex>

#include "core/result.h"
#include "destination/duckdb/chunk_filler.h"
#include "duckdb/row_stream.h"
#include "normalize/batch.h"
#include "schema/table.h"

namespace decant::destination {

/// Cuts the batches of a table into chunks, for several threads at once: each takes a batch after the other, so
/// that rows that follow each other stay together, and keeps it until all of it is handed over. What it is made of
/// outlives it.
class BatchChunks {
 public:
  using OnRows = std::function<void(std::uint64_t rows)>;

  /// `on_rows` is told the rows of each batch, by one thread at a time.
  BatchChunks(normalize::BatchReader& rows, const schema::Table& table, const ChunkFiller& filler,
              const OnRows& on_rows)
      : rows_(rows), table_(table), filler_(filler), on_rows_(on_rows) {}

  /// For one thread.
  duckdb::RowStream::Fill fill();

  /// Once the statement has ended: error (`internal`) if it took other than all rows.
  [[nodiscard]] Result<void> check_taken(std::uint64_t rows) const;

 private:
  /// The next batch; one without rows at the end.
  Result<normalize::Batch> take();

  std::mutex mutex_;
  std::uint64_t handed_out_ = 0;
  bool is_at_end_ = false;
  normalize::BatchReader& rows_;
  const schema::Table& table_;
  const ChunkFiller& filler_;
  const OnRows& on_rows_;
};

}  // namespace decant::destination
