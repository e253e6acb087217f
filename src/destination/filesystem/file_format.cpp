#include "destination/filesystem/file_format.h"

#include <string>

#include "core/log.h"
#include "schema/file_format_hint.h"

namespace decant::destination {

std::string_view to_string(FileFormat format) {
  switch (format) {
    case FileFormat::jsonl: return "jsonl";
    case FileFormat::csv: return "csv";
    case FileFormat::parquet: return "parquet";
  }
  return {};
}

FileFormat file_format_of(const schema::Schema& schema, const schema::Table& table) {
  const json::Value* const hint = schema::file_format_hint(schema, table);
  if (hint == nullptr || !hint->is_string() || hint->as_string() == "preferred") return FileFormat::jsonl;
  for (const auto format : {FileFormat::jsonl, FileFormat::csv, FileFormat::parquet}) {
    if (hint->as_string() == to_string(format)) return format;
  }
  log(LogLevel::warning, "table " + table.name() + " asks for files of format " + hint->as_string() +
                             ", which are not written here: it gets jsonl");
  return FileFormat::jsonl;
}

}  // namespace decant::destination
