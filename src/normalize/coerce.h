#pragma once

#include <string>
#include <string_view>

#include "json/document.h"
#include "schema/data_type.h"

namespace decant::normalize {

/// A value in the form that a column holds it (see ColumnData): `fixed`, or `text`, which points into the document or
/// into the scratch text that was handed in.
struct Cell {
  std::int64_t fixed = 0;
  std::string_view text;
};

/// The type of a value by its kind alone (dlt-normalize-load §4). Integers beyond 64 bits are decimals as far as 38
/// digits reach, else text, so that nothing is lost.
schema::DataType type_of(json::Node value);

/// The type of a new column for its first value: `type_of`, but text that is a date with time is a timestamp.
schema::DataType infer_type(json::Node value, bool detect_timestamps);

/// Brings a value that is not null into a column's type (§6.1). False if it does not go: it then belongs into a
/// variant. Text that would become infinite or not-a-number does not go into numbers (a database takes it for a name).
bool coerce(json::Node value, schema::DataType type, std::string& scratch, Cell& cell);

}  // namespace decant::normalize
