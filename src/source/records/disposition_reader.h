#pragma once

#include <string>
#include <vector>

#include "config/reader.h"
#include "json/value.h"
#include "schema/table.h"

namespace decant::source {

/// What `write_disposition` says.
struct Disposition {
  std::string name = "append";                     ///< append, replace, merge, skip
  json::Value properties = json::Value::object();  ///< of the table: x-merge-strategy …
  std::vector<schema::Column> columns = {};        ///< of a history (strategy scd2), to stand behind all others
};

/// Reads `write_disposition`: a text, or dlt's mapping with `disposition`, and of a merge `strategy`, `deduplicated`
/// and what belongs to the strategy.
Result<Disposition> read_disposition(config::Reader& reader);

}  // namespace decant::source
