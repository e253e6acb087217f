#pragma once

#include <cstdint>

#include "core/result.h"
#include "schema/naming.h"
#include "schema/table.h"

namespace decant::schema {

/// What happens to hints that several columns bear together (primary_key, merge_key, partition, cluster, incremental).
enum class CompoundHints : std::uint8_t {
  add,      ///< columns of the stored table keep theirs
  replace,  ///< one that comes with any column is taken from all columns of the stored table first
};

/// Brings a partial table into the stored one of that name (dlt-normalize-load §8.1): new columns at the end, of known
/// ones every property that comes, an untyped column that gets its type at the end; table properties overwrite,
/// references by the table that they refer to. Nothing else is removed. Error (kind `schema`): the parents differ, or a
/// nested table would get a resource.
Result<void> merge_table(Table& stored, const Table& partial, CompoundHints hints);

/// A table with all its identifiers as the convention has them; the resource's name stays. Columns whose names become
/// the same are merged, property by property; the later one wins, but for what it leaves at its default.
Table normalize_identifiers(const Table& table, const NamingConvention& naming);

}  // namespace decant::schema
