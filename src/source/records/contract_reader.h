#pragma once

#include "config/reader.h"
#include "json/value.h"
#include "source/source.h"

namespace decant::source {

/// Reads the key `schema_contract` of a pipeline, source or resource: one mode, or a mapping of modes. Null if it is
/// not given.
Result<json::Value> read_contract(config::Reader& reader);

/// Reads what a source says of its whole schema: `schema_contract`, `root_key`.
Result<SchemaHints> read_schema_hints(config::Reader& reader);

}  // namespace decant::source
