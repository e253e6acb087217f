#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/cancel.h"
#include "core/result.h"
#include "destination/destination.h"
#include "json/value.h"
#include "normalize/findings.h"
#include "pipeline/pipeline.h"
#include "pipeline/progress.h"
#include "schema/diff.h"
#include "source/source.h"

namespace decant::pipeline {

/// What is asked of a resource, and what becomes of it.
struct PlannedResource {
  std::string resource;
  std::string write_disposition;
  std::string url{};        ///< that was asked first; empty: none, or it is no API
  std::uint64_t pages = 0;  ///< that the plan looked at
  std::uint64_t records = 0;
  json::Value state_change = {};  ///< what those pages lay over its state; null: nothing
};

/// A table that a load brings rows for.
struct PlannedTable {
  std::string table;
  std::string write_disposition;
  std::uint64_t rows = 0;            ///< of the pages that were looked at
  bool is_new = false;               ///< the schema does not know it yet
  std::vector<std::string> columns;  ///< that are new: `total bigint`
};

/// What a run would do, as far as one page of each resource tells, or a recorded package.
struct PlanReport {
  std::string pipeline;
  std::string destination;  ///< printable, passwords masked
  std::string dataset;
  bool dataset_exists = false;
  std::string from;                  ///< load id of the package that was looked at; empty: the API was asked
  std::vector<std::string> pending;  ///< packages that a run loads or goes on with first: `1749667187.541553 (sealed)`
  std::vector<PlannedResource> resources;
  std::vector<PlannedTable> tables;
  std::vector<schema::SchemaChange> changes;  ///< of tables and columns that are there
  std::vector<std::string> destructive;       ///< what of the dataset goes, in words
  std::vector<normalize::Finding> findings;   ///< verdicts of contracts, and what else the data gave rise to
  std::optional<Error> refused;               ///< a contract would end the run
  destination::CommitLevel commit = destination::CommitLevel::transaction;
  destination::ReplaceLevel replace = destination::ReplaceLevel::transaction;
  std::uint64_t memory = 0;                           ///< for decant's own buffers, bytes
  std::optional<destination::EngineMemory> engine{};  ///< beside it; nothing: there is no engine in the process
  std::vector<Note> notes;

  [[nodiscard]] bool changes_schema() const;
  /// For people, many lines, each ended.
  [[nodiscard]] std::string to_text() const;
  [[nodiscard]] json::Value to_json() const;
};

/// Asks for one page of each resource and says what a run would do. Nothing is written: no folder, no package; the
/// destination is only read. Errors as of a run, but that a contract's refusal is part of the report.
Result<PlanReport> plan(source::Source& source, destination::Destination& destination, const PipelineOptions& options,
                        const CancelToken& cancel);

/// The same of a recorded package that is complete, without asking anyone.
Result<PlanReport> plan_from(const std::filesystem::path& package_folder, destination::Destination& destination,
                             const PipelineOptions& options, const CancelToken& cancel);

}  // namespace decant::pipeline
