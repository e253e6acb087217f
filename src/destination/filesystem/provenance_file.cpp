#include "destination/filesystem/provenance_file.h"

#include <algorithm>
#include <system_error>

#include "core/file.h"
#include "destination/provenance_row.h"
#include "json/write.h"

namespace decant::destination {

ProvenanceFile::ProvenanceFile(const std::filesystem::path& dataset, std::string_view schema)
    : schema_(schema), path_(std::string(kColumnsTable) + "/" + schema_ + ".jsonl"), file_(dataset / path_) {}

bool ProvenanceFile::exists() const {
  std::error_code error;
  return std::filesystem::exists(file_, error);
}

Result<schema::Provenance> ProvenanceFile::read() const {
  schema::Provenance provenance;
  if (!exists()) return provenance;
  DECANT_TRY(const auto text, read_file(file_));
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size() - 1);
    if (const auto row = json::parse_value(rest.substr(0, end + 1))) add_row(*row, schema_, provenance);
    rest.remove_prefix(end + 1);
  }
  return provenance;
}

std::string ProvenanceFile::text_of(const schema::Provenance& provenance) const {
  std::string text;
  for (const auto& [table, columns] : provenance.tables()) {
    for (const auto& [column, known] : columns) text += json::write(row_of(schema_, table, column, known)) + "\n";
  }
  return text;
}

}  // namespace decant::destination
