#include "destination/filesystem/file_format.h"

#include <string>

#include "core/log.h"

namespace decant::destination {

namespace {

/// A nested table with a key of its own has no parent, but the resource of the table that its rows come with.
const json::Value* hint_of_resource(const schema::Schema& schema, const schema::Table& table) {
  const std::string resource = schema.root_of(table).properties().text_or("resource", "");
  if (resource.empty()) return nullptr;
  for (const auto& other : schema.tables()) {
    if (other.properties().text_or("resource", "") != resource) continue;
    if (const auto* hint = other.properties().find("file_format")) return hint;
  }
  return nullptr;
}

}  // namespace

std::string_view to_string(FileFormat format) {
  switch (format) {
    case FileFormat::jsonl: return "jsonl";
    case FileFormat::csv: return "csv";
    case FileFormat::parquet: return "parquet";
  }
  return {};
}

FileFormat file_format_of(const schema::Schema& schema, const schema::Table& table) {
  const json::Value* hint = schema.inherited(table, "file_format");
  if (hint == nullptr) hint = hint_of_resource(schema, table);
  if (hint == nullptr || !hint->is_string() || hint->as_string() == "preferred") return FileFormat::jsonl;
  for (const auto format : {FileFormat::jsonl, FileFormat::csv, FileFormat::parquet}) {
    if (hint->as_string() == to_string(format)) return format;
  }
  log(LogLevel::warning, "table " + table.name() + " asks for files of format " + hint->as_string() +
                             ", which are not written here: it gets jsonl");
  return FileFormat::jsonl;
}

}  // namespace decant::destination
