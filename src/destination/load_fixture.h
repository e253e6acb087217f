#pragma once

// For tests only.
#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "destination/destination.h"

namespace decant::destination {

/// A row as texts, one per column of the table that has a type; absent is NULL.
using Cells = std::vector<std::optional<std::string>>;

/// Hands out batches that it holds.
class HeldBatches final : public normalize::BatchReader {
 public:
  explicit HeldBatches(std::vector<normalize::Batch> batches) : batches_(std::move(batches)) {}
  Result<std::optional<normalize::Batch>> next() override {
    if (next_ == batches_.size()) return std::nullopt;
    return batches_[next_++];
  }

 private:
  std::vector<normalize::Batch> batches_;
  std::size_t next_ = 0;
};

inline normalize::ColumnData empty_column(schema::DataType type) {
  normalize::ColumnData column;
  column.type = type;
  if (!column.is_fixed()) column.offsets.push_back(0);
  return column;
}

inline void append_cell(normalize::ColumnData& column, std::size_t row, const std::optional<std::string>& cell) {
  if (row % 64 == 0) column.valid.push_back(0);
  if (cell) column.valid.back() |= std::uint64_t{1} << row % 64;
  if (!column.is_fixed()) {
    if (cell) column.bytes.insert(column.bytes.end(), cell->begin(), cell->end());
    column.offsets.push_back(static_cast<std::uint32_t>(column.bytes.size()));
    return;
  }
  std::int64_t bits = 0;
  if (cell && column.type == schema::DataType::real) {
    const double value = std::stod(*cell);
    std::memcpy(&bits, &value, sizeof bits);
  } else if (cell) {
    bits = std::stoll(*cell);
  }
  column.fixed.push_back(bits);
}

/// A batch of the first columns of `table`, as many as the rows have cells.
inline normalize::Batch batch_of(const schema::Table& table, const std::vector<Cells>& rows) {
  normalize::Batch batch;
  batch.rows = rows.size();
  std::size_t cell = 0;
  const std::size_t cells = rows.empty() ? 0 : rows.front().size();
  for (const auto& column : table.columns()) {
    if (column.data_type && cell == cells) break;
    batch.columns.push_back(empty_column(column.data_type.value_or(schema::DataType::text)));
    if (!column.data_type) continue;
    for (std::size_t row = 0; row < rows.size(); ++row) append_cell(batch.columns.back(), row, rows[row].at(cell));
    ++cell;
  }
  return batch;
}

/// Gives the rows of a batch the numbers of their records.
inline void number(normalize::Batch& batch, const schema::Table& table, const std::vector<std::int64_t>& records) {
  batch.columns.resize(table.columns().size() + 1);
  batch.columns.back() = empty_column(schema::DataType::bigint);
  for (std::size_t row = 0; row < records.size(); ++row)
    append_cell(batch.columns.back(), row, std::to_string(records[row]));
  batch.is_numbered = true;
}

inline schema::Column column_of(std::string name, schema::DataType type) {
  schema::Column column;
  column.name = std::move(name);
  column.data_type = type;
  return column;
}

/// Tables and rows of loads, and what a dataset answers afterwards. Each kind of destination derives its own.
class LoadTest : public ::testing::Test {
 protected:
  LoadTest() { schema_.bump_version(); }

  /// The dataset under test.
  [[nodiscard]] virtual std::unique_ptr<Destination> target() const = 0;

  /// A root table `name` of bigint `id`, text `v` and dlt's `_dlt_load_id`, `_dlt_id`; keys as given.
  schema::Table& add_root(const std::string& name, const std::string& disposition,
                          const std::vector<std::string>& primary_key = {}) {
    schema::Table table(name);
    table.properties()["write_disposition"] = disposition;
    if (!file_format_.empty()) table.properties()["file_format"] = file_format_;
    table.add(column_of("id", schema::DataType::bigint));
    table.add(column_of("v", schema::DataType::text));
    table.add(column_of("_dlt_load_id", schema::DataType::text));
    auto row_id = column_of("_dlt_id", schema::DataType::text);
    row_id.nullable = false;
    row_id.unique = true;
    row_id.row_key = true;
    table.add(std::move(row_id));
    for (const auto& key : primary_key) table.column(*table.index_of(key)).primary_key = true;
    return schema_.add(std::move(table));
  }

  /// A table nested in `parent`: text `value`, `_dlt_root_id`, `_dlt_parent_id`, `_dlt_id`.
  schema::Table& add_nested(const std::string& name, const std::string& parent) {
    schema::Table table(name);
    table.properties()["parent"] = parent;
    table.add(column_of("value", schema::DataType::text));
    auto root_id = column_of("_dlt_root_id", schema::DataType::text);
    root_id.root_key = true;
    table.add(std::move(root_id));
    auto parent_id = column_of("_dlt_parent_id", schema::DataType::text);
    parent_id.parent_key = true;
    table.add(std::move(parent_id));
    auto row_id = column_of("_dlt_id", schema::DataType::text);
    row_id.row_key = true;
    row_id.unique = true;
    table.add(std::move(row_id));
    return schema_.add(std::move(table));
  }

  struct TableRows {
    std::string table;
    std::vector<std::vector<Cells>> batches;
    bool takes_part_only = false;  ///< no reader at all
    /// Numbers of the records that the rows came from, for tables whose row ids are made of keys; one batch.
    std::vector<std::int64_t> records = {};
  };

  LoadRequest request(const std::string& load_id, const std::vector<TableRows>& tables) {
    schema_.bump_version();
    LoadRequest load;
    load.load_id = load_id;
    load.pipeline_name = "shop";
    load.schema = &schema_;
    load.check_state_version = false;
    load.inserted_at = 1'700'000'000'000'000;
    for (const auto& rows : tables) {
      const schema::Table* const table = schema_.find(rows.table);
      std::vector<normalize::Batch> batches;
      for (const auto& batch : rows.batches) batches.push_back(batch_of(*table, batch));
      if (!rows.records.empty()) number(batches.front(), *table, rows.records);
      TableLoad entry;
      entry.table = table;
      entry.write_disposition = schema_.root_of(*table).properties().text_or("write_disposition", "append");
      if (!rows.takes_part_only) entry.rows = std::make_unique<HeldBatches>(std::move(batches));
      load.tables.push_back(std::move(entry));
    }
    return load;
  }

  Result<LoadReport> load(const std::string& load_id, const std::vector<TableRows>& tables) {
    return target()->publish(request(load_id, tables));
  }

  static ::testing::AssertionResult done(const Result<LoadReport>& report) {
    if (report) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << to_string(report.error());
  }

  /// The answer as lines, cells joined by `|`.
  std::vector<std::string> ask(const std::string& sql) {
    const auto asked = target();
    auto result = asked->query(sql);
    if (!result) return {"error: " + to_string(result.error())};
    std::vector<std::string> lines;
    for (;;) {
      const auto rows = (*result)->next();
      if (!rows) return {"error: " + to_string(rows.error())};
      if (rows->empty()) return lines;
      for (const auto& row : *rows) {
        std::string line;
        for (const auto& cell : row) line += (&cell == row.data() ? "" : "|") + cell.value_or("NULL");
        lines.push_back(line);
      }
    }
  }

  std::string dataset_ = "shop_data";
  std::string file_format_;  ///< hint of root tables; empty: none
  schema::Schema schema_{"shop"};
};

}  // namespace decant::destination
