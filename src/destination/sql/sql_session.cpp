#include "destination/sql/sql_session.h"

#include "destination/sql/quoting.h"

namespace decant::destination {

std::string TablePlace::path() const {
  const std::string quoted = quote_identifier(schema);
  return catalog.empty() ? quoted : quote_identifier(catalog) + "." + quoted;
}

std::string TablePlace::path_of(std::string_view table) const { return path() + "." + quote_identifier(table); }

const std::string* StoredTable::find(std::string_view column) const {
  const auto wanted = fold_case(column);
  for (const auto& candidate : columns) {
    if (folds_case ? fold_case(candidate) == wanted : candidate == column) return &candidate;
  }
  return nullptr;
}

std::string SqlSession::folded(std::string_view name) const {
  return folds_case() ? fold_case(name) : std::string(name);
}

Result<bool> SqlSession::has_rows(std::string_view sql, std::initializer_list<SqlValue> values) {
  bool found = false;
  DECANT_TRY(query(sql, values, [&](SqlRow) -> Result<void> {
    found = true;
    return {};
  }));
  return found;
}

}  // namespace decant::destination
