#pragma once

#include <cstddef>
#include <span>

#include "core/result.h"
#include "normalize/batch.h"
#include "schema/data_type.h"

namespace decant::destination {

/// A column of the schema's table whose values are written.
struct WrittenColumn {
  std::size_t position = 0;  ///< in the schema's table, and so in its batches
  schema::DataType type = schema::DataType::text;
};

/// An error of kind `package` unless a batch has what its columns say. Batches come from a file of this machine: a
/// damaged one must not be read beyond its end. `table_columns`: how many the schema's table has.
Result<void> check_batch(const normalize::Batch& batch, std::span<const WrittenColumn> columns,
                         std::size_t table_columns);

/// The column of a batch; null if all its values are.
const normalize::ColumnData* values_of(const normalize::Batch& batch, const WrittenColumn& column);

}  // namespace decant::destination
