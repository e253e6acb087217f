#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "destination/destination.h"
#include "json/value.h"
#include "package/manifest.h"
#include "package/package_reader.h"
#include "pipeline/package_normalizer.h"
#include "pipeline/refresh.h"
#include "pipeline/run_monitor.h"
#include "pipeline/run_report.h"
#include "schema/provenance.h"
#include "schema/schema.h"

namespace decant::pipeline {

/// The tables of a package that take part in its load: each root table with rows, or that a resource of the package
/// replaces, followed by the tables nested in it. Tables that never saw data are left out.
std::vector<const schema::Table*> tables_to_load(PackageNormalizer& package);

/// Whether a schema has the table of states once a state (null: none) comes with it: as in dlt, the pipeline's default
/// schema has it, no other.
bool describes_state(const json::Value& state, const std::string& schema);

struct PublishPlan {
  PackageNormalizer* package = nullptr;  ///< finished; its schema's version is up to date
  std::string load_id;
  std::string pipeline;
  json::Value state;                                   ///< shared state document to be kept; null: unchanged
  bool state_in_dataset = true;                        ///< the dataset gets the state too
  const package::PackageReader* log = nullptr;         ///< needed if boundaries come with it
  std::vector<package::BoundarySeal> boundaries = {};  ///< written if there is a state
  std::optional<std::int64_t> base_state_version;
  bool check_state_version = true;
  RemovedTables removed = {};                       ///< go in the same commit
  const schema::Provenance* provenance = nullptr;   ///< of the schema, this load included
  bool keeps_provenance = false;                    ///< the dataset is to hold it
  std::function<Result<void>()> until_sealed = {};  ///< waits for the package; may be repeated; empty: it is sealed
};

/// Puts a shared state document into the request of a load, whose load id is there already.
Result<void> add_state(const json::Value& state, destination::LoadRequest& request);

/// Publishes a package in one commit and adds what it brought to the report. Returns what the destination knows then,
/// if it tells.
Result<std::optional<destination::MarkedDataset>> publish_package(const PublishPlan& plan,
                                                                  destination::Destination& destination,
                                                                  RunMonitor& monitor, RunReport& report);

}  // namespace decant::pipeline
