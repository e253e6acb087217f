#pragma once

#include <string>
#include <vector>

#include "json/value.h"
#include "schema/schema.h"

namespace decant::schema {

/// One difference of two schemas: of a table, a column, or a property of one of them.
struct SchemaChange {
  std::string table;     ///< empty: a setting of the schema
  std::string column;    ///< empty: the table itself
  std::string property;  ///< empty: the table or column as a whole
  json::Value before;    ///< null: it was not there
  json::Value after;     ///< null: it is not there any more

  /// In words, on one line: `column orders.total: data_type bigint, now double`.
  [[nodiscard]] std::string to_text() const;
  /// For programs: the members that are not empty.
  [[nodiscard]] json::Value to_json() const;
};

/// What `after` has that `before` has not, and the other way round: tables in the order of `after`, then those that are
/// gone, then settings and normalizers. Marks of processing (`x-normalizer` …) and the place of columns do not count.
std::vector<SchemaChange> changes_between(const Schema& before, const Schema& after);

}  // namespace decant::schema
