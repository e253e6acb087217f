#pragma once

#include <string_view>

#include "json/value.h"
#include "schema/provenance.h"
#include "schema/table.h"

namespace decant::destination {

/// Name of the table of where columns came from (docs/formats/provenance.md).
inline constexpr std::string_view kColumnsTable = "_decant_columns";

/// Its columns.
schema::Table columns_table();

/// The row of a column: the members of its provenance behind the names of schema, table and column.
json::Value row_of(std::string_view schema, std::string_view table, std::string_view column,
                   const schema::ColumnProvenance& provenance);

/// Adds what a row says if it is one of that schema.
void add_row(const json::Value& row, std::string_view schema, schema::Provenance& provenance);

}  // namespace decant::destination
