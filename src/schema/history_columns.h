#pragma once

#include <string>
#include <vector>

#include "json/value.h"
#include "schema/table.h"

namespace decant::schema {

/// What a resource says of the history of its rows: merge strategy `scd2` (dlt-normalize-load §16.5).
struct HistoryOptions {
  std::string valid_from = "_dlt_valid_from";
  std::string valid_to = "_dlt_valid_to";
  std::string row_version = "_dlt_id";  ///< the column that tells versions of a row apart
  json::Value active_timestamp = {};    ///< what active rows are valid to; null: to null
};

/// The columns that the table of a history has beside those of its rows.
std::vector<Column> history_columns(const HistoryOptions& options);

/// Puts columns behind those of a resource, keys included; one that is there already is replaced.
void add_behind_keys(const std::vector<Column>& added, const std::vector<std::string>& primary_key,
                     const std::vector<std::string>& merge_key, std::vector<Column>& columns);

}  // namespace decant::schema
