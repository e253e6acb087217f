#include "schema/provenance.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace decant::schema {

namespace {

constexpr std::int64_t kVersion = 1;
constexpr unsigned kTypes = 11;
constexpr std::string_view kCut = "…";

std::string bounded(std::string_view path) {
  if (path.size() <= ColumnProvenance::kMaxPathBytes) return std::string(path);
  std::size_t size = ColumnProvenance::kMaxPathBytes - kCut.size();
  while (size > 0 && (static_cast<unsigned char>(path[size]) & 0xC0U) == 0x80U) --size;
  return std::string(path.substr(0, size)).append(kCut);
}

bool contains(const std::vector<std::string>& paths, std::string_view path) {
  return std::find(paths.begin(), paths.end(), path) != paths.end();
}

std::uint64_t count_or_zero(const json::Value& document, std::string_view key) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(document.integer_or(key, 0), 0));
}

json::Value list_of(const std::vector<std::string>& texts) {
  json::Value list = json::Value::array();
  for (const auto& text : texts) list.push_back(text);
  return list;
}

/// Load ids are seconds of equal length before the point, so that texts compare as they do.
void keep_first(std::string& first, const std::string& other) {
  if (!other.empty() && (first.empty() || other < first)) first = other;
}

void keep_last(std::string& last, const std::string& other) { last = std::max(last, other); }

}  // namespace

void ColumnProvenance::add_path(std::string_view path) {
  if (paths.size() >= kMaxPaths) {
    ++more_paths;
    return;
  }
  std::string text = bounded(path);
  if (!contains(paths, text)) paths.push_back(std::move(text));
}

void ColumnProvenance::merge(const ColumnProvenance& other) {
  std::uint64_t left_out = 0;
  for (const auto& path : other.paths) {
    if (contains(paths, path)) continue;
    if (paths.size() < kMaxPaths) {
      paths.push_back(path);
    } else {
      ++left_out;
    }
  }
  more_paths = std::max(more_paths, other.more_paths + left_out);
  types.add(other.types);
  keep_first(first_load, other.first_load);
  keep_last(last_load, other.last_load);
}

std::vector<std::string_view> ColumnProvenance::type_names() const {
  std::vector<std::string_view> names;
  for (unsigned i = 0; i < kTypes; ++i) {
    if (types.contains(static_cast<DataType>(i))) names.push_back(to_string(static_cast<DataType>(i)));
  }
  if (names.empty()) names.emplace_back("null");
  return names;
}

json::Value ColumnProvenance::to_json() const {
  json::Value document = json::Value::object();
  document["paths"] = list_of(paths);
  if (more_paths > 0) document["more_paths"] = static_cast<std::int64_t>(more_paths);
  json::Value& names = document["types"] = json::Value::array();
  for (const auto name : type_names()) names.push_back(name);
  document["first_load"] = first_load;
  document["last_load"] = last_load;
  return document;
}

ColumnProvenance ColumnProvenance::from_json(const json::Value& document) {
  ColumnProvenance column;
  if (const json::Value* paths = document.find("paths"); paths != nullptr && paths->is_array()) {
    for (const auto& path : paths->as_array()) {
      if (path.is_string()) column.add_path(path.as_string());
    }
  }
  column.more_paths += count_or_zero(document, "more_paths");
  if (const json::Value* types = document.find("types"); types != nullptr && types->is_array()) {
    for (const auto& name : types->as_array()) {
      const auto type = name.is_string() ? data_type_from(name.as_string()) : std::nullopt;
      if (type) column.types.add(*type);
    }
  }
  column.first_load = document.text_or("first_load", "");
  column.last_load = document.text_or("last_load", "");
  return column;
}

bool Provenance::take(std::string_view table, std::string_view column, const ColumnProvenance& provenance) {
  auto of_table = tables_.find(table);
  auto* const columns = of_table == tables_.end() ? nullptr : &of_table->second;
  if (columns != nullptr) {
    if (const auto found = columns->find(column); found != columns->end()) {
      found->second.merge(provenance);
      return true;
    }
  }
  if (columns_ >= kMaxColumns) return false;
  ++columns_;
  (columns == nullptr ? tables_[std::string(table)] : *columns).emplace(column, provenance);
  return true;
}

void Provenance::add(std::string_view table, std::string_view column, const ColumnProvenance& provenance) {
  if (!take(table, column, provenance)) ++more_columns_;
}

void Provenance::merge(const Provenance& other) {
  std::uint64_t left_out = 0;
  for (const auto& [table, columns] : other.tables_) {
    for (const auto& [column, provenance] : columns) left_out += take(table, column, provenance) ? 0 : 1;
  }
  more_columns_ = std::max(more_columns_, other.more_columns_ + left_out);
}

void Provenance::forget(std::span<const std::string> tables) {
  for (const auto& table : tables) {
    const auto found = tables_.find(table);
    if (found == tables_.end()) continue;
    columns_ -= found->second.size();
    tables_.erase(found);
  }
}

const ColumnProvenance* Provenance::find(std::string_view table, std::string_view column) const {
  const auto of_table = tables_.find(table);
  if (of_table == tables_.end()) return nullptr;
  const auto found = of_table->second.find(column);
  return found == of_table->second.end() ? nullptr : &found->second;
}

json::Value Provenance::to_json() const {
  json::Value document = json::Value::object();
  document["version"] = kVersion;
  json::Value& tables = document["tables"] = json::Value::object();
  for (const auto& [name, columns] : tables_) {
    json::Value::Object table;
    table.reserve(columns.size());
    for (const auto& [column, provenance] : columns) table.emplace_back(column, provenance.to_json());
    tables.as_object().emplace_back(name, std::move(table));
  }
  if (more_columns_ > 0) document["more_columns"] = static_cast<std::int64_t>(more_columns_);
  return document;
}

Result<Provenance> Provenance::from_json(const json::Value& document) {
  const json::Value* tables = document.find("tables");
  const std::int64_t version = document.integer_or("version", 0);
  if (version < 1 || tables == nullptr || !tables->is_object())
    return fail(ErrorKind::state, "no record of where columns came from");
  if (version > kVersion)
    return fail(ErrorKind::state, "version " + std::to_string(version) + ", newer than " + std::to_string(kVersion));
  Provenance provenance;
  for (const auto& [table, columns] : tables->as_object()) {
    if (!columns.is_object()) continue;
    for (const auto& [column, known] : columns.as_object())
      provenance.add(table, column, ColumnProvenance::from_json(known));
  }
  provenance.more_columns_ += count_or_zero(document, "more_columns");
  return provenance;
}

}  // namespace decant::schema
