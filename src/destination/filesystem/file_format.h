#pragma once

#include <string_view>

#include "schema/schema.h"

namespace decant::destination {

/// The form of a table's data files.
enum class FileFormat { jsonl, csv, parquet };

/// dlt's name, which is the files' extension too.
std::string_view to_string(FileFormat format);

/// The format that the hint `file_format` of a table, or of the table that it is nested in, asks for. Without one, and
/// for `preferred`, it is jsonl; as with dlt also for formats that are not written here.
FileFormat file_format_of(const schema::Schema& schema, const schema::Table& table);

}  // namespace decant::destination
