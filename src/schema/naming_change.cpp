#include "schema/naming_change.h"

#include <algorithm>
#include <deque>
#include <string>
#include <utility>

namespace decant::schema {

namespace {

/// What a change of names would do to a table; empty if nothing.
std::string renamed(const Table& table, const Table& normalized) {
  if (table.name() != normalized.name()) return "table \"" + table.name() + "\" would be \"" + normalized.name() + "\"";
  for (const auto& column : table.columns()) {
    if (normalized.find(column.name) == nullptr)
      return "column \"" + column.name + "\" of table \"" + table.name() + "\" would get another name";
  }
  return {};
}

std::unexpected<Error> frozen(const Schema& schema, std::string_view names, const std::string& detail) {
  return fail(
      ErrorKind::schema,
      "schema \"" + schema.name() + "\" has tables with data, so its naming convention " +
          schema.normalizers().names() + " cannot become " + std::string(names) + ": " + detail,
      "Set schema.naming back, or load into a new dataset. "
      "schema.allow_identifier_change_on_table_with_data = true makes new tables and columns beside the old ones.");
}

}  // namespace

Result<void> change_naming(Schema& schema, std::string_view names, std::size_t max_length) {
  DECANT_TRY(const auto kind, NamingConvention::find(names));
  DECANT_TRY(const auto present, NamingConvention::find(schema.normalizers().names()));
  if (kind == present) return {};
  const NamingConvention naming(kind, max_length, schema.normalizers().use_break_path_on_normalize());
  if (naming.table_identifier(kVersionTable) != kVersionTable)
    return fail(ErrorKind::config, "the naming convention " + std::string(names) + " renames dlt's own tables",
                "It is for destinations that need it, which are not there yet.");
  const bool may_change = schema.normalizers().allow_identifier_change_on_table_with_data();
  bool has_data = false;
  std::deque<Table> tables;
  for (const auto& table : schema.tables()) {
    Table normalized = normalize_identifiers(table, naming);
    if (table.has_seen_data() && !may_change) {
      if (const auto detail = renamed(table, normalized); !detail.empty()) return frozen(schema, names, detail);
      has_data = has_data || !is_system_name(table.name());
    }
    const auto same = std::find_if(tables.begin(), tables.end(),
                                   [&](const Table& other) { return other.name() == normalized.name(); });
    if (same == tables.end()) {
      tables.push_back(std::move(normalized));
    } else {
      *same = std::move(normalized);
    }
  }
  if (has_data) return frozen(schema, names, "their keys might become other columns from now on");
  Settings settings = schema.settings();
  DECANT_TRY(settings.normalize(naming));
  schema.tables_ = std::move(tables);
  schema.settings_ = std::move(settings);
  schema.normalizers_.set_names(naming.name());
  schema.normalizers_.normalize(naming);
  return {};
}

}  // namespace decant::schema
