#include "destination/sql/provenance_table.h"

#include <string>
#include <utility>
#include <vector>

#include "destination/provenance_row.h"
#include "json/write.h"
#include "normalize/batch.h"
#include "normalize/column_builder.h"
#include "schema/table.h"

namespace decant::destination {

namespace {

// Whoever else wrote into the table, whatever is null.
const std::string kSelect =
    "SELECT CAST(table_name AS VARCHAR), CAST(column_name AS VARCHAR), CAST(paths AS VARCHAR), "
    "CAST(more_paths AS BIGINT), CAST(types AS VARCHAR), CAST(first_load AS VARCHAR), CAST(last_load AS VARCHAR) FROM ";

/// Hands out one batch.
class OneBatch final : public normalize::BatchReader {
 public:
  explicit OneBatch(normalize::Batch batch) {
    if (batch.rows > 0) batch_ = std::move(batch);
  }
  Result<std::optional<normalize::Batch>> next() override { return std::exchange(batch_, std::nullopt); }

 private:
  std::optional<normalize::Batch> batch_;
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

json::Value document_of(SqlRow row, std::string_view schema) {
  json::Value found = json::Value::object();
  found["schema_name"] = schema;
  found["table_name"] = row[0].value_or("");
  found["column_name"] = row[1].value_or("");
  found["paths"] = list_or_null(row[2].value_or(""));
  auto more_paths = json::parse_value(row[3].value_or("0"));
  found["more_paths"] = more_paths ? std::move(*more_paths) : json::Value();
  found["types"] = list_or_null(row[4].value_or(""));
  found["first_load"] = row[5].value_or("");
  found["last_load"] = row[6].value_or("");
  return found;
}

}  // namespace

bool ProvenanceTable::exists() const { return layout_.find(kColumnsTable) != nullptr; }

Result<schema::Provenance> ProvenanceTable::read(std::string_view schema) {
  schema::Provenance provenance;
  if (!exists()) return provenance;
  DECANT_TRY(session_.query(kSelect + layout_.path_of(kColumnsTable) + " WHERE schema_name = $1", {schema},
                            [&](SqlRow row) -> Result<void> {
                              add_row(document_of(row, schema), schema, provenance);
                              return {};
                            }));
  return provenance;
}

Result<void> ProvenanceTable::merge(std::string_view schema, const schema::Provenance& provenance,
                                    std::span<const std::string> dropped_tables) {
  const schema::Table table = columns_table();
  DECANT_TRY(layout_.migrate(table, nullptr));
  DECANT_TRY(auto merged, read(schema));
  merged.forget(dropped_tables);
  merged.merge(provenance);
  DECANT_TRY(session_.execute("DELETE FROM " + layout_.path_of(kColumnsTable) + " WHERE schema_name = $1", {schema}));
  OneBatch rows(batch_of(table, schema, merged));
  return session_.write_rows(layout_.place(), *layout_.find(kColumnsTable), table, RowOrder::any, rows, {});
}

}  // namespace decant::destination
