#include "schema/history_columns.h"

#include <algorithm>
#include <utility>

namespace decant::schema {

namespace {

Column validity_column(std::string name, const char* hint) {
  Column column;
  column.name = std::move(name);
  column.data_type = DataType::timestamp;
  column.nullable = true;
  column.other[hint] = true;
  return column;
}

auto find_by_name(std::vector<Column>& columns, const std::string& name) {
  return std::find_if(columns.begin(), columns.end(), [&](const Column& column) { return column.name == name; });
}

}  // namespace

std::vector<Column> history_columns(const HistoryOptions& options) {
  std::vector<Column> columns;
  columns.push_back(validity_column(options.valid_from, "x-valid-from"));
  columns.push_back(validity_column(options.valid_to, "x-valid-to"));
  columns.back().other["x-active-record-timestamp"] = options.active_timestamp;  // null is written out
  Column version;
  version.name = options.row_version;
  version.nullable = false;
  version.other["x-row-version"] = true;
  // A version may come back after it was retired.
  version.set("unique", false);
  version.set("row_key", false);
  columns.push_back(std::move(version));
  return columns;
}

void add_behind_keys(const std::vector<Column>& added, const std::vector<std::string>& primary_key,
                     const std::vector<std::string>& merge_key, std::vector<Column>& columns) {
  if (added.empty()) return;
  for (const auto* keys : {&primary_key, &merge_key}) {
    for (const auto& key : *keys) {
      if (find_by_name(columns, key) != columns.end()) continue;
      Column column;
      column.name = key;
      columns.push_back(std::move(column));
    }
  }
  for (const Column& column : added) {
    const auto known = find_by_name(columns, column.name);
    if (known == columns.end()) {
      columns.push_back(column);
    } else {
      *known = column;
    }
  }
}

}  // namespace decant::schema
