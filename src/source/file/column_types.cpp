#include "source/file/column_types.h"

#include <algorithm>
#include <utility>

#include "source/file/file_listing.h"
#include "source/file/file_reader.h"
#include "source/file/table_columns.h"
#include "source/file/table_reader.h"
#include "source/records/exclusion_reader.h"

namespace decant::source::file {

namespace {

bool is_parquet(const FileResourceSpec& resource, const FileEntry& file) {
  if (resource.format) return *resource.format == FileFormat::parquet;
  const auto format = format_of(file);
  return format && *format == FileFormat::parquet;
}

void add_hint(schema::Column hint, std::vector<schema::Column>& columns) {
  const auto known = std::find_if(columns.begin(), columns.end(),
                                  [&](const schema::Column& column) { return column.name == hint.name; });
  if (known == columns.end()) {
    columns.push_back(std::move(hint));
  } else if (!known->data_type) {
    hint.merge(*known);
    *known = std::move(hint);
  }
}

}  // namespace

Result<void> add_column_types(FileResourceSpec& resource) {
  if (resource.format && *resource.format != FileFormat::parquet) return {};
  DECANT_TRY(const auto files, list_files(resource.folder, resource.glob));
  const auto newest =
      std::find_if(files.rbegin(), files.rend(), [&](const FileEntry& file) { return is_parquet(resource, file); });
  if (newest == files.rend()) return {};
  DECANT_TRY(TableEngine engine, TableEngine::open(resource.folder));
  DECANT_TRY(const auto columns, engine.columns_of(*newest, FileFormat::parquet, resource.csv));
  for (auto& hint : hints_of(columns)) add_hint(std::move(hint), resource.hints.columns);
  drop_excluded_columns(resource.excluded, resource.hints.columns);
  return {};
}

}  // namespace decant::source::file
