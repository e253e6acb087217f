#pragma once

#include <optional>
#include <string>

#include "config/reader.h"
#include "schema/resource_hints.h"

namespace decant::source {

/// Reads the key `file_format`: the form of files that tables are to have at destinations of files.
Result<std::optional<std::string>> read_file_format(config::Reader& reader);

/// Reads what a resource says of its table: table_name, write_disposition, keys, columns, nested_hints,
/// max_table_nesting, schema_contract, file_format, on_type_change. `name` is in the result already.
Result<schema::ResourceHints> read_hints(config::Reader& reader, std::string name);

}  // namespace decant::source
