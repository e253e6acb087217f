#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "schema/resource_hints.h"
#include "schema/schema.h"

namespace decant::pipeline {

/// What a run empties before it loads, in the same commit; dlt's modes.
enum class Refresh {
  none,
  drop_sources,    ///< all tables of the source, its whole state, its schema
  drop_resources,  ///< the tables of the run's resources, and their state
  drop_data,       ///< the rows of those tables, and their state
};

/// dlt's name of a mode; empty for none.
std::string_view to_string(Refresh refresh);

/// Error of kind `config`: there is no such mode.
Result<Refresh> refresh_from(std::string_view name);

/// Tables that a load removes or empties.
struct RemovedTables {
  std::vector<std::string> dropped;    ///< the schema does not know them any more
  std::vector<std::string> truncated;  ///< their rows go

  [[nodiscard]] bool empty() const { return dropped.empty() && truncated.empty(); }
};

/// The data tables of resources, each followed by those nested in it, in the schema's order.
std::vector<const schema::Table*> tables_of(const schema::Schema& schema, const std::set<std::string>& resources);

/// Names of all resources that have tables in a schema.
std::set<std::string> resources_in(const schema::Schema& schema);

/// Takes tables out of a schema and returns the names of those that have seen data, which a dataset may have.
std::vector<std::string> take_tables_out(schema::Schema& schema, const std::set<std::string>& resources);

/// What a refresh removes of what `schema` knows, for a run of these resources. With drop_resources the tables leave
/// the schema; with drop_sources it is for the caller to begin a new one.
RemovedTables apply_refresh(Refresh refresh, const std::vector<schema::ResourceHints>& resources,
                            schema::Schema& schema);

}  // namespace decant::pipeline
