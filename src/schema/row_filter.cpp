#include "schema/row_filter.h"

#include <utility>

#include "schema/schema.h"

namespace decant::schema {

namespace {

Result<std::vector<SimpleRegex>> read_list(const Table& table, const json::Value& filters, std::string_view key) {
  const json::Value* list = filters.find(key);
  if (list == nullptr) return std::vector<SimpleRegex>();
  return compile_simple_regexes(*list, "filters." + std::string(key) + " of table \"" + table.name() + "\"");
}

/// Parts as they stand, blank ones left out; nothing is shortened.
std::string join_whole(const std::vector<std::string_view>& parts, std::size_t begin, std::size_t end,
                       std::string_view separator) {
  std::string joined;
  for (std::size_t i = begin; i < end; ++i) {
    if (i > begin) joined += separator;
    joined += parts[i];
  }
  return joined;
}

}  // namespace

Result<RowFilter> RowFilter::compile(const Schema& schema, NamingConvention naming) {
  RowFilter made(naming);
  for (const auto& table : schema.tables()) {
    const json::Value* filters = table.properties().find("filters");
    if (filters == nullptr || filters->is_null()) continue;
    Filter filter{.table = table.name(), .excludes = {}, .includes = {}};
    DECANT_TRY(filter.excludes, read_list(table, *filters, "excludes"));
    DECANT_TRY(filter.includes, read_list(table, *filters, "includes"));
    if (!filter.excludes.empty()) made.filters_.push_back(std::move(filter));
  }
  return made;
}

Result<bool> RowFilter::removes(std::string_view table, std::string_view column) const {
  if (filters_.empty()) return false;
  std::vector<std::string_view> parts = naming_.split(table);
  const std::size_t size = parts.size();
  parts.push_back(column);
  for (const Filter& filter : filters_) {
    for (std::size_t depth = size; depth > 0; --depth) {
      if (join_whole(parts, 0, depth, naming_.separator()) != filter.table) continue;
      const std::string path = join_whole(parts, depth, parts.size(), naming_.separator());
      DECANT_TRY(const bool excluded, any_matches(filter.excludes, path));
      if (!excluded) continue;
      DECANT_TRY(const bool included, any_matches(filter.includes, path));
      if (!included) return true;
    }
  }
  return false;
}

}  // namespace decant::schema
