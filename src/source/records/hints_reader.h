#pragma once

#include "config/reader.h"
#include "schema/resource_hints.h"

namespace decant::source {

/// Reads what a resource says of its table: table_name, write_disposition, keys, columns, nested_hints,
/// max_table_nesting, schema_contract, on_type_change. `name` is in the result already.
Result<schema::ResourceHints> read_hints(config::Reader& reader, std::string name);

}  // namespace decant::source
