#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "destination/destination.h"
#include "json/value.h"
#include "package/package_store.h"
#include "pipeline/workspace.h"
#include "schema/schema.h"
#include "state/pipeline_state.h"

namespace decant::pipeline {

/// What a user wants to drop; dlt's options of `pipeline drop`.
struct DropRequest {
  std::vector<std::string> resources;    ///< names, or `re:` and what a name begins with
  std::vector<std::string> state_paths;  ///< JSONPath below the source's state
  std::string schema;                    ///< empty: the pipeline's default schema
  bool drop_all = false;                 ///< all resources
  bool state_only = false;               ///< tables stay
};

/// What that comes to.
struct DropPlan {
  schema::Schema schema;       ///< as it is to be
  state::PipelineState state;  ///< likewise
  std::vector<std::string> resources;
  std::vector<std::string> tables;
  std::vector<std::string> tables_with_data;
  std::vector<std::string> resource_states;
  std::vector<std::string> state_paths;
  std::vector<std::string> warnings;
  std::vector<destination::BoundaryKey> boundaries;  ///< that the dataset's table holds for those states

  [[nodiscard]] bool empty() const { return tables.empty() && resource_states.empty() && state_paths.empty(); }
  [[nodiscard]] json::Value to_json() const;
};

/// Changes nothing. Errors: of kind `usage` if there is no such schema, or an expression or path is malformed.
Result<DropPlan> plan_drop(const Workspace& workspace, const DropRequest& request);

/// Drops the tables, writes schema and state and notes it as a load, in one commit; then the working folder's files.
/// Returns the load id. Errors as of `publish`; the dataset is then as it was.
Result<std::string> execute_drop(const DropPlan& plan, Workspace& workspace, destination::Destination& destination,
                                 const package::PackageStore& store, const PipelineOptions& options);

/// An error of kind `state` if packages are there that are not loaded yet.
Result<void> refuse_pending(const package::PackageStore& store, const std::string& pipeline);

}  // namespace decant::pipeline
