#pragma once

#include <string>
#include <vector>

#include "duckdb/connection.h"
#include "duckdb/rows.h"
#include "schema/table.h"

namespace decant::source::file {

/// SQL that makes a JSON object of a row of a Parquet file. Decimals and numbers that JSON does not know become text,
/// bytes base64, times ISO 8601.
std::string object_of(const std::vector<duckdb::Rows::Column>& columns);

/// The same for rows of text, as CSV has them. A column becomes numbers or truth values where every text in `table`
/// says so without loss: `00123`, or digits that a double does not hold, stay text.
Result<std::string> object_of_texts(const std::vector<duckdb::Rows::Column>& columns, const std::string& table,
                                    duckdb::Connection& connection);

/// Hints for those columns of a Parquet file whose type is not seen in the JSON.
std::vector<schema::Column> hints_of(const std::vector<duckdb::Rows::Column>& columns);

}  // namespace decant::source::file
