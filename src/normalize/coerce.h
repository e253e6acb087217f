#pragma once

#include <string>
#include <string_view>

#include "json/document.h"
#include "json/parser.h"
#include "schema/data_type.h"

namespace decant::normalize {

/// A value in the form that a column holds it (see ColumnData): `fixed`, or `text`, which points into the document or
/// into the memory of the Coercion that made it.
struct Cell {
  std::int64_t fixed = 0;
  std::string_view text;
  bool is_null = false;  ///< the text `null` in a json column: no value
};

/// The type of a value by its kind alone (dlt-normalize-load §4). Integers beyond 64 bits are decimals as far as 38
/// digits reach, else text, so that nothing is lost.
schema::DataType type_of(json::Node value);

/// Brings values into the types of columns (§6.1). Keeps its scratch memory; one per thread.
class Coercion {
 public:
  /// A value that is not null. False if it does not go: it then belongs into a variant. Text that would become infinite
  /// or not-a-number does not go into numbers (a database takes it for a name).
  bool coerce(json::Node value, schema::DataType type, Cell& cell);

 private:
  bool to_text(json::Node value, Cell& cell);
  bool to_json(json::Node value, Cell& cell);
  bool to_decimal(json::Node value, bool typed_as_is, Cell& cell);
  bool to_binary(json::Node value, Cell& cell);

  std::string scratch_;
  json::Parser parser_;
};

}  // namespace decant::normalize
