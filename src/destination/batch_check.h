#pragma once

#include <cstddef>

#include "core/result.h"
#include "normalize/batch.h"
#include "schema/table.h"

namespace decant::destination {

/// An error of kind `package` unless a batch has what the columns of its table say. Batches come from a file of this
/// machine: a damaged one must not be read beyond its end.
Result<void> check_batch(const normalize::Batch& batch, const schema::Table& table);

/// The column of a batch at a position in the table; null if all its values are.
const normalize::ColumnData* values_of(const normalize::Batch& batch, std::size_t position);

}  // namespace decant::destination
