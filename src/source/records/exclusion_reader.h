#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/reader.h"
#include "json/path.h"
#include "schema/resource_hints.h"
#include "source/incremental/incremental_spec.h"
#include "source/records/exclusion.h"

namespace decant::source {

/// Reads the key `exclude`: a JSON path or a list of them. Error (`config`): no path, or one that leads to the record
/// itself.
Result<std::vector<ExcludedPath>> read_exclude(config::Reader& reader);

/// A value of each record that decant needs beyond its storing.
struct NeededValue {
  std::string use;         ///< "the primary key of `orders`"
  json::Path path;         ///< from the record on
  bool is_column = false;  ///< the path's one key names a column: as it is, or as the table has it
  config::Location location;
};

/// The values that a resource's keys and its cursor stand in. `resource` is what the hints were read from.
std::vector<NeededValue> values_needed(const config::Node& resource, const schema::ResourceHints& hints,
                                       const IncrementalSpec* incremental);

/// Hints would make columns of what no record has.
void drop_excluded_columns(const std::vector<ExcludedPath>& excluded, std::vector<schema::Column>& columns);

/// An error that names both lines if a path takes out a value that is needed.
Result<void> check_excluded(const std::vector<ExcludedPath>& excluded, const std::vector<NeededValue>& needed);

}  // namespace decant::source
