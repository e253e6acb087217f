#pragma once

#include <cstddef>
#include <string_view>

#include "core/result.h"
#include "schema/schema.h"

namespace decant::schema {

/// Gives a schema another naming convention: all its identifiers are normalized again. Does nothing if it has that
/// convention already. Errors: kind `config`, an unknown convention, or one that would rename dlt's own tables; kind
/// `schema`, the schema has tables with data, whose identifiers are frozen (unless
/// `allow_identifier_change_on_table_with_data`), and then the schema is as it was.
Result<void> change_naming(Schema& schema, std::string_view names, std::size_t max_length);

}  // namespace decant::schema
