#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "schema/naming.h"
#include "schema/simple_regex.h"

namespace decant::schema {

class Schema;

/// Which fields of rows are left out by the `filters` of tables (dlt-normalize-load §3.7). What it says of a column
/// does not change while it lives, so ask once for each.
class RowFilter {
 public:
  /// Error (kind `schema`): filters that are malformed.
  static Result<RowFilter> compile(const Schema& schema, NamingConvention naming);

  /// Whether no table has filters: nothing is left out.
  [[nodiscard]] bool empty() const { return filters_.empty(); }

  /// Whether a column is left out: a table that its table is, or is nested in by name, excludes it and does not
  /// include it. Error: a name takes an expression too much work.
  [[nodiscard]] Result<bool> removes(std::string_view table, std::string_view column) const;

 private:
  struct Filter {
    std::string table;
    std::vector<SimpleRegex> excludes;
    std::vector<SimpleRegex> includes;
  };
  explicit RowFilter(NamingConvention naming) : naming_(naming) {}

  NamingConvention naming_;
  std::vector<Filter> filters_;
};

}  // namespace decant::schema
