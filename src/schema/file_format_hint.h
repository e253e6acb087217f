#pragma once

#include "json/value.h"
#include "schema/schema.h"

namespace decant::schema {

/// The hint `file_format` that holds for a table: its own, that of the table that it is nested in, or of its resource.
/// Null: there is none.
const json::Value* file_format_hint(const Schema& schema, const Table& table);

}  // namespace decant::schema
