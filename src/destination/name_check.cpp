#include "destination/name_check.h"

#include <map>
#include <string>
#include <utility>

#include "destination/sql/quoting.h"

namespace decant::destination {

namespace {

constexpr const char* kHint =
    "use the naming convention snake_case (`naming = \"snake_case\"` under [schema]), or let the data call one of them "
    "by another name";

/// Names by what is left of them without their case.
using FoldedNames = std::map<std::string, std::string, std::less<>>;

/// A name that was there before and is the same but for its case; null if there is none.
const std::string* twin_of(const std::string& name, FoldedNames& names) {
  const auto [found, is_new] = names.emplace(fold_case(name), name);
  return is_new ? nullptr : &found->second;
}

}  // namespace

bool is_made(const schema::Table& table) {
  for (const auto& column : table.columns()) {
    if (column.is_complete()) return true;
  }
  return false;
}

Result<void> check_column_names(const schema::Table& table) {
  FoldedNames names;
  for (const auto& column : table.columns()) {
    if (!column.is_complete()) continue;
    if (const auto* const twin = twin_of(column.name, names)) {
      return fail(ErrorKind::schema,
                  "the destination does not tell two columns of table " + table.name() + " apart: " + *twin + " and " +
                      column.name + " differ in case only",
                  kHint);
    }
  }
  return {};
}

Result<void> check_names(const schema::Schema& schema, const Capabilities& capabilities) {
  if (capabilities.has_case_sensitive_names) return {};
  FoldedNames names;
  for (const auto& table : schema.tables()) {
    if (!is_made(table)) continue;
    if (const auto* const twin = twin_of(table.name(), names)) {
      return fail(
          ErrorKind::schema,
          "the destination does not tell two tables apart: " + *twin + " and " + table.name() + " differ in case only",
          kHint);
    }
    DECANT_TRY(check_column_names(table));
  }
  return {};
}

}  // namespace decant::destination
