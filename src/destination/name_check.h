#pragma once

#include "core/result.h"
#include "destination/destination.h"
#include "schema/schema.h"

namespace decant::destination {

/// Whether a table is made in a destination at all: it has a column whose type is known.
bool is_made(const schema::Table& table);

/// An error of kind `schema` if a destination would take two tables of a schema for one, or two columns of a table,
/// because their names differ in case only. What has no typed column is never made, and counts for nothing.
Result<void> check_names(const schema::Schema& schema, const Capabilities& capabilities);

/// The same for the columns of one table, whatever the destination.
Result<void> check_column_names(const schema::Table& table);

}  // namespace decant::destination
