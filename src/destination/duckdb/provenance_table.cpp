#include "destination/duckdb/provenance_table.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "destination/duckdb/table_writer.h"
#include "destination/provenance_row.h"
#include "json/write.h"
#include "normalize/batch.h"
#include "normalize/column_builder.h"
#include "schema/table.h"

namespace decant::destination {

namespace {

// Whoever else wrote into the table: no null is read.
constexpr const char* kSelect =
    "SELECT COALESCE(CAST(table_name AS VARCHAR), ''), COALESCE(CAST(column_name AS VARCHAR), ''), "
    "COALESCE(CAST(paths AS VARCHAR), ''), COALESCE(CAST(more_paths AS BIGINT), 0), "
    "COALESCE(CAST(types AS VARCHAR), ''), COALESCE(CAST(first_load AS VARCHAR), ''), "
    "COALESCE(CAST(last_load AS VARCHAR), '') FROM ";

/// Hands out one batch.
class OneBatch final : public normalize::BatchReader {
 public:
  explicit OneBatch(normalize::Batch batch) : batch_(std::move(batch)) {}
  Result<const normalize::Batch*> next() override {
    return std::exchange(is_read_, true) || batch_.rows == 0 ? nullptr : &batch_;
  }

 private:
  normalize::Batch batch_;
  bool is_read_ = false;
};

normalize::Batch batch_of(const schema::Table& table, std::string_view schema, const schema::Provenance& provenance) {
  std::vector<normalize::ColumnBuilder> builders;
  for (const auto& column : table.columns()) builders.emplace_back(*column.data_type);
  std::size_t rows = 0;
  for (const auto& [name, columns] : provenance.tables()) {
    for (const auto& [column, known] : columns) {
      const json::Value row = row_of(schema, name, column, known);
      for (std::size_t i = 0; i < builders.size(); ++i) {
        const json::Value& cell = row.as_object()[i].second;
        if (cell.is_integer()) {
          builders[i].set_fixed(rows, cell.as_integer());
        } else {
          builders[i].set_text(rows, cell.is_string() ? cell.as_string() : json::write(cell));
        }
      }
      ++rows;
    }
  }
  normalize::Batch batch{.rows = rows, .columns = {}};
  for (auto& builder : builders) batch.columns.push_back(builder.take(rows));
  return batch;
}

json::Value list_or_null(std::string_view text) {
  auto list = json::parse_value(text);
  return list ? std::move(*list) : json::Value();
}

}  // namespace

bool ProvenanceTable::exists() const { return layout_.find(kColumnsTable) != nullptr; }

Result<schema::Provenance> ProvenanceTable::read(std::string_view schema) {
  schema::Provenance provenance;
  if (!exists()) return provenance;
  DECANT_TRY(
      auto rows,
      connection_.query(std::string(kSelect) + layout_.path_of(kColumnsTable) + " WHERE schema_name = ?", {schema}));
  for (;;) {
    DECANT_TRY(const bool more, rows.next());
    if (!more) return provenance;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      json::Value found = json::Value::object();
      found["schema_name"] = schema;
      found["table_name"] = rows.column(0).text(row);
      found["column_name"] = rows.column(1).text(row);
      found["paths"] = list_or_null(rows.column(2).text(row));
      found["more_paths"] = rows.column(3).at<std::int64_t>(row);
      found["types"] = list_or_null(rows.column(4).text(row));
      found["first_load"] = rows.column(5).text(row);
      found["last_load"] = rows.column(6).text(row);
      add_row(found, schema, provenance);
    }
  }
}

Result<void> ProvenanceTable::merge(std::string_view schema, const schema::Provenance& provenance) {
  const schema::Table table = columns_table();
  DECANT_TRY(layout_.migrate(table, nullptr));
  DECANT_TRY(auto merged, read(schema));
  merged.merge(provenance);
  DECANT_TRY(connection_.execute("DELETE FROM " + layout_.path_of(kColumnsTable) + " WHERE schema_name = ?", {schema}));
  OneBatch rows(batch_of(table, schema, merged));
  DECANT_TRY(auto writer, TableWriter::open(connection_, layout_, *layout_.find(kColumnsTable), table));
  return writer.write(rows, {});
}

}  // namespace decant::destination
