#include "destination/provenance_row.h"

#include <string>
#include <utility>

namespace decant::destination {

using schema::DataType;

schema::Table columns_table() {
  schema::Table table{std::string(kColumnsTable)};
  constexpr std::pair<const char*, DataType> kColumns[] = {
      {"schema_name", DataType::text}, {"table_name", DataType::text},   {"column_name", DataType::text},
      {"paths", DataType::json},       {"more_paths", DataType::bigint}, {"types", DataType::json},
      {"first_load", DataType::text},  {"last_load", DataType::text}};
  for (const auto& [name, type] : kColumns) {
    schema::Column column;
    column.name = name;
    column.data_type = type;
    column.nullable = false;
    table.add(std::move(column));
  }
  return table;
}

json::Value row_of(std::string_view schema, std::string_view table, std::string_view column,
                   const schema::ColumnProvenance& provenance) {
  json::Value row = json::Value::object();
  row["schema_name"] = schema;
  row["table_name"] = table;
  row["column_name"] = column;
  json::Value known = provenance.to_json();
  row["paths"] = std::move(known["paths"]);
  row["more_paths"] = known.integer_or("more_paths", 0);
  for (const char* const member : {"types", "first_load", "last_load"}) row[member] = std::move(known[member]);
  return row;
}

void add_row(const json::Value& row, std::string_view schema, schema::Provenance& provenance) {
  if (row.text_or("schema_name", "") != schema) return;
  const std::string table = row.text_or("table_name", "");
  const std::string column = row.text_or("column_name", "");
  if (!table.empty() && !column.empty()) provenance.add(table, column, schema::ColumnProvenance::from_json(row));
}

}  // namespace decant::destination
