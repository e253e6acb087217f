#include "cli/provenance_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "cli/text.h"

namespace decant::cli {

namespace {

using schema::ColumnProvenance;

/// A column to be shown; of one that only ever was null the schema knows nothing.
struct Shown {
  std::string name;
  const schema::Column* column = nullptr;
  const ColumnProvenance* known = nullptr;
};

std::vector<Shown> columns_of(const schema::Table& table, const schema::Provenance& provenance) {
  std::vector<Shown> shown;
  for (const auto& column : table.columns())
    shown.push_back({column.name, &column, provenance.find(table.name(), column.name)});
  const auto known = provenance.tables().find(table.name());
  if (known == provenance.tables().end()) return shown;
  for (const auto& [name, column] : known->second) {
    if (column.types.empty() && !table.index_of(name)) shown.push_back({name, nullptr, &column});
  }
  return shown;
}

/// First and last load of a table, over its columns.
struct Loads {
  std::string first, last;
};

Loads loads_of(const std::vector<Shown>& columns) {
  Loads loads;
  for (const auto& shown : columns) {
    if (shown.known == nullptr) continue;
    if (loads.first.empty() || shown.known->first_load < loads.first) loads.first = shown.known->first_load;
    loads.last = std::max(loads.last, shown.known->last_load);
  }
  return loads;
}

std::string span_text(const std::string& first, const std::string& last) {
  return first == last ? first : first + " to " + last;
}

/// How a column's loads differ from its table's: new columns and those that come no more catch the eye.
std::string loads_text(const ColumnProvenance* known, const Loads& table) {
  if (known == nullptr) return {};
  const bool since = known->first_load != table.first;
  const bool until = known->last_load != table.last;
  if (since && until) return span_text(known->first_load, known->last_load);
  if (since) return "since " + known->first_load;
  return until ? "until " + known->last_load : "";
}

std::string type_text(const schema::Column* column) {
  if (column == nullptr || !column->data_type) return "no type yet";
  return std::string(to_string(*column->data_type)) + (column->is_nullable() ? "" : " not null");
}

std::string seen_text(const ColumnProvenance* known) {
  if (known == nullptr) return {};
  std::string text;
  for (const auto name : known->type_names()) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

std::vector<std::string> path_lines(const Shown& shown) {
  if (shown.known == nullptr) return {schema::is_system_name(shown.name) ? "(made by the load)" : "-"};
  std::vector<std::string> lines;
  lines.reserve(shown.known->paths.size() + 1);
  for (const auto& path : shown.known->paths) lines.push_back(printable(path));
  if (shown.known->more_paths > 0) lines.push_back("and " + grouped(shown.known->more_paths) + " more");
  return lines;
}

void pad(std::string& line, std::size_t width) {
  const std::size_t size = width_of(line);
  line.append(size < width ? width - size : 0, ' ');
}

/// One table: cells in aligned columns, the paths last, as they are the longest.
class TableText {
 public:
  explicit TableText(std::size_t width) : width_(width) {}

  void add(std::vector<std::string> cells, std::vector<std::string> paths) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      widths_.resize(std::max(widths_.size(), i + 1));
      widths_[i] = std::max(widths_[i], std::min(width_of(cells[i]), kMaxCell));
    }
    rows_.emplace_back(std::move(cells), std::move(paths));
  }

  void append_to(std::string& out) const {
    for (const auto& [cells, paths] : rows_) append_row(cells, paths, out);
  }

 private:
  static constexpr std::size_t kMaxCell = 32;
  static constexpr std::size_t kIndent = 2;
  static constexpr std::size_t kGap = 2;
  static constexpr std::size_t kPathIndent = 6;

  void append_row(const std::vector<std::string>& cells, const std::vector<std::string>& paths,
                  std::string& out) const {
    std::string line(kIndent, ' ');
    std::size_t end = kIndent;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (widths_[i] == 0) continue;  // a column of empty cells
      line += cells[i];
      end += widths_[i] + kGap;
      line.append(kGap, ' ');
      pad(line, end);
    }
    const std::size_t start = width_of(line);
    const bool fits = std::all_of(paths.begin(), paths.end(), [&](const std::string& path) {
      return width_ == 0 || start + width_of(path) <= width_;
    });
    // Long paths begin on lines of their own, so that the terminal does not break them in the middle.
    if (!fits) line.erase(line.find_last_not_of(' ') + 1).append("\n").append(kPathIndent, ' ');
    for (std::size_t i = 0; i < paths.size(); ++i) {
      if (i > 0) line.append("\n").append(fits ? start : kPathIndent, ' ');
      line += paths[i];
    }
    out += line + "\n";
  }

  std::size_t width_;
  std::vector<std::size_t> widths_;
  std::vector<std::pair<std::vector<std::string>, std::vector<std::string>>> rows_;
};

void append_table(const schema::Table& table, const schema::Provenance& provenance, std::size_t width,
                  std::string& out) {
  const auto columns = columns_of(table, provenance);
  const Loads loads = loads_of(columns);
  out += fmt::format("\n{}: {} column{}", printable(table.name()), columns.size(), columns.size() == 1 ? "" : "s");
  if (!loads.last.empty())
    out += fmt::format(", load{} {}", loads.first == loads.last ? "" : "s", span_text(loads.first, loads.last));
  out += "\n";
  TableText text(width);
  text.add({"column", "type", "seen as", ""}, {"from"});
  for (const auto& shown : columns)
    text.add({printable(shown.name), type_text(shown.column), seen_text(shown.known), loads_text(shown.known, loads)},
             path_lines(shown));
  text.append_to(out);
}

json::Value column_json(const Shown& shown) {
  json::Value value = json::Value::object();
  value["name"] = shown.name;
  const bool has_type = shown.column != nullptr && shown.column->data_type;
  value["data_type"] = has_type ? json::Value(to_string(*shown.column->data_type)) : json::Value();
  value["nullable"] = shown.column == nullptr || shown.column->is_nullable();
  if (shown.known == nullptr) return value;
  json::Value known = shown.known->to_json();
  for (auto& [member, content] : known.as_object()) value[member] = std::move(content);
  return value;
}

}  // namespace

json::Value provenance_json(const schema::Schema& schema, const schema::Provenance& provenance) {
  json::Value document = json::Value::object();
  document["name"] = schema.name();
  document["version"] = schema.version();
  json::Value tables = json::Value::array();
  for (const auto& table : schema.tables()) {
    if (schema::is_system_name(table.name())) continue;
    json::Value one = json::Value::object();
    one["name"] = table.name();
    json::Value columns = json::Value::array();
    for (const auto& shown : columns_of(table, provenance)) columns.push_back(column_json(shown));
    one["columns"] = std::move(columns);
    tables.push_back(std::move(one));
  }
  document["tables"] = std::move(tables);
  return document;
}

std::string provenance_text(const schema::Schema& schema, const schema::Provenance& provenance, std::size_t width) {
  std::string out = fmt::format("schema {}, version {}\n", printable(schema.name()), schema.version());
  if (provenance.empty()) out += "Where its columns came from is not recorded yet: the next load does it.\n";
  for (const auto& table : schema.tables()) {
    if (!schema::is_system_name(table.name())) append_table(table, provenance, width, out);
  }
  if (provenance.more_columns() > 0)
    out += fmt::format("\nof {} more columns it is not recorded where they came from\n",
                       grouped(provenance.more_columns()));
  return out;
}

}  // namespace decant::cli
