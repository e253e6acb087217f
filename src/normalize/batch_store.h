#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/file.h"
#include "normalize/batch.h"
#include "normalize/open_rows.h"
#include "schema/table.h"

namespace decant::normalize {

/// The batches of a package that wait for publishing: in memory up to a budget, beyond it in a spill file, which is a
/// cache that can be made again from the page log. Filled first, read after. Not thread-safe.
class BatchStore {
 public:
  /// `spill` is made when it is needed and removed with the store.
  BatchStore(std::filesystem::path spill, std::size_t memory_budget);
  ~BatchStore();
  BatchStore(const BatchStore&) = delete;
  BatchStore& operator=(const BatchStore&) = delete;

  /// Takes the next batch of a table. `columns` names the batch's columns, but for the numbers of records.
  Result<void> add(const std::string& table, const std::vector<std::string>& columns, Batch batch);

  /// What the tables' writers hold back until it is a batch: within half of the budget, besides it.
  OpenRows& open_rows() { return open_rows_; }

  /// Rows of each table that has a batch.
  [[nodiscard]] const std::map<std::string, std::uint64_t>& rows() const { return rows_; }

  /// The most bytes of batches that were in memory at a time, and those that went to the spill file.
  [[nodiscard]] std::size_t most() const { return most_; }
  [[nodiscard]] std::uint64_t spilled() const { return end_; }

  /// Hands out the batches of a table in the order of arrival, once, with the columns in the table's order; gives their
  /// memory back as they are read. Store and table must outlive the reader.
  std::unique_ptr<BatchReader> read(const schema::Table& table);

 private:
  class Reader;
  struct Slot {
    Batch batch;  ///< empty if it lies in the spill file
    std::uint64_t offset = 0;
    std::vector<std::string> columns;  ///< names, in the batch's order
    bool spilled = false;
  };
  Result<void> spill(Slot& slot, const Batch& batch);
  Result<void> load(const Slot& slot, Batch& batch) const;

  std::filesystem::path path_;
  std::size_t budget_;
  std::size_t used_ = 0;
  std::size_t most_ = 0;
  OpenRows open_rows_;
  File file_;
  std::uint64_t end_ = 0;
  std::map<std::string, std::vector<Slot>> slots_;
  std::map<std::string, std::uint64_t> rows_;
};

}  // namespace decant::normalize
