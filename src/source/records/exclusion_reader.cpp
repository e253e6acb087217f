#include "source/records/exclusion_reader.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "schema/naming.h"
#include "source/records/key_path.h"
#include "source/records/selector_reader.h"

namespace decant::source {

namespace {

using config::Node;

const Node& member_or(const Node& mapping, std::string_view key) {
  const Node* value = mapping.find(key);
  return value == nullptr ? mapping : *value;
}

/// Where a column's hint stands, in `columns` as a mapping or as a list.
config::Location location_of_column(const Node& table, const std::string& name) {
  const Node& columns = member_or(table, "columns");
  for (const auto& item : columns.items()) {
    const Node* own = item.find("name");
    if (own != nullptr && own->is_text() && own->as_text() == name) return item.location();
  }
  return member_or(columns, name).location();
}

/// Why a column is needed, by its own hints; empty if it is not.
std::string use_of(const schema::Column& column) {
  if (column.primary_key) return "a primary key";
  if (column.merge_key) return "a merge key";
  for (const char* hint : {"dedup_sort", "hard_delete"}) {
    if (column.has(hint)) return "the column of `" + std::string(hint) + "`";
  }
  return "";
}

/// The elements of the list that these keys lead to; the record itself for no keys.
std::string elements_of(const std::vector<std::string>& keys) {
  if (keys.empty()) return "$";
  return key_path(keys).text() + "[*]";
}

/// The keys of one table, whose rows are the record or (`keys`) the elements of a list in it.
template <typename Hints>
void add_keys(const Node& table, const Hints& hints, const std::vector<std::string>& keys, const std::string& of,
              std::vector<NeededValue>& needed) {
  const auto add = [&](std::string use, const std::string& column, config::Location location) {
    auto path = json::Path::compile(elements_of(keys) + key_path({column}).text().substr(1));
    if (path) needed.push_back({std::move(use) + of, std::move(*path), keys.empty(), std::move(location)});
  };
  for (const auto& column : hints.primary_key)
    add("the primary key", column, member_or(table, "primary_key").location());
  for (const auto& column : hints.merge_key) add("the merge key", column, member_or(table, "merge_key").location());
  for (const auto& column : hints.columns) {
    if (std::string use = use_of(column); !use.empty())
      add(std::move(use), column.name, location_of_column(table, column.name));
  }
}

std::string joined(const std::vector<std::string>& keys) {
  std::string text;
  for (const auto& key : keys) text += (text.empty() ? "" : "__") + key;
  return text;
}

/// Whether the column that a path of plain keys becomes, or one that is nested in it, is the one that is needed.
bool becomes_column(const json::Path& path, const std::string& column) {
  const auto keys = path.keys();
  if (!keys) return false;
  const auto naming = schema::NamingConvention::snake_case(0);
  std::vector<std::string> parts;
  for (const auto& key : *keys) parts.push_back(naming.key(key));
  const std::string taken = naming.join(parts);
  const std::string wanted = naming.path(column);
  return wanted == taken || wanted.starts_with(taken + "__");
}

}  // namespace

Result<std::vector<ExcludedPath>> read_exclude(config::Reader& reader) {
  std::vector<ExcludedPath> excluded;
  DECANT_TRY(auto paths, read_paths(reader, "exclude"));
  const Node* given = reader.node().find("exclude");
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const Node& node = given->is_sequence() && i < given->items().size() ? given->items()[i] : *given;
    if (const auto keys = paths[i].keys(); keys && keys->empty())
      return config::fail_at(node.location(),
                             "`" + reader.path_of("exclude") + "`: `" + paths[i].text() + "` leads to the whole record",
                             "Name fields of the record, or leave the resource out.");
    excluded.push_back({std::move(paths[i]), node.location()});
  }
  return excluded;
}

std::vector<NeededValue> values_needed(const Node& resource, const schema::ResourceHints& hints,
                                       const IncrementalSpec* incremental) {
  std::vector<NeededValue> needed;
  const std::string of = " of `" + hints.name + "`";
  add_keys(resource, hints, {}, of, needed);
  const Node& tables = member_or(resource, "nested_hints");
  for (const auto& nested : hints.nested_hints)
    add_keys(member_or(tables, joined(nested.path)), nested, nested.path, of, needed);
  if (incremental != nullptr)
    needed.push_back({"the cursor" + of, incremental->path ? *incremental->path : key_path({*incremental->field}),
                      false, incremental->cursor_location});
  return needed;
}

void drop_excluded_columns(const std::vector<ExcludedPath>& excluded, std::vector<schema::Column>& columns) {
  std::erase_if(columns, [&](const schema::Column& column) {
    const json::Path path = key_path({column.name});
    return std::any_of(excluded.begin(), excluded.end(), [&](const ExcludedPath& out) {
      return out.path.may_hold(path) || becomes_column(out.path, column.name);
    });
  });
}

Result<void> check_excluded(const std::vector<ExcludedPath>& excluded, const std::vector<NeededValue>& needed) {
  for (const auto& path : excluded) {
    for (const auto& value : needed) {
      const bool is_taken =
          path.path.may_hold(value.path) || (value.is_column && becomes_column(path.path, value.path.keys()->front()));
      if (!is_taken) continue;
      const std::string place = value.location.to_string();
      return config::fail_at(path.location,
                             "`exclude` takes out `" + path.path.text() + "`, but that is " + value.use +
                                 (place.empty() ? "" : " (" + place + ")"),
                             "Take it out of `exclude`, or do without it there.");
    }
  }
  return {};
}

}  // namespace decant::source
