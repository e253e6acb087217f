#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/time.h"
#include "json/value.h"
#include "normalize/findings.h"
#include "pipeline/progress.h"
#include "schema/diff.h"
#include "schema/schema.h"

namespace decant::pipeline {

/// A package that this run or replay brought into the dataset.
struct LoadedPackage {
  std::string load_id;
  bool already_loaded = false;  ///< the dataset held the load id: nothing was done
};

/// What one resource gave, in the packages that this run loaded.
struct ResourceReport {
  std::string resource;
  std::uint64_t pages = 0;
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;  ///< received on the wire in this run; 0 in a replay
  std::uint64_t retries = 0;
};

/// When a step ran, the last time if several packages were loaded; 0 and 0 if it did not.
struct StepTimes {
  Micros started = 0;
  Micros finished = 0;

  [[nodiscard]] Micros elapsed() const { return finished - started; }
  [[nodiscard]] bool ran() const { return started != 0; }
};

/// The most bytes that were held at a time, by each stage on the way of the data.
struct MemoryUse {
  std::size_t queue = 0;      ///< pages that waited to be normalized
  std::size_t open_rows = 0;  ///< rows that were no batch yet
  std::size_t batches = 0;    ///< batches that waited to be published
  std::uint64_t spilled = 0;  ///< bytes of batches of one package that waited in a file
};

/// The outcome of a run or replay that succeeded.
struct RunReport {
  std::string pipeline;
  std::string destination_name;  ///< "duckdb"
  std::string destination_type;  ///< "dlt.destinations.duckdb"
  std::string dataset;
  std::string location;                 ///< printable; passwords masked
  std::vector<LoadedPackage> packages;  ///< pending ones first
  std::vector<ResourceReport> resources;
  std::vector<std::pair<std::string, std::uint64_t>> tables;  ///< rows, in the order in which they were loaded
  std::vector<std::string> new_tables;
  std::vector<std::string> new_columns;  ///< "table.column"
  std::vector<schema::SchemaChange> schema_changes;
  std::vector<normalize::Finding> findings;  ///< what contracts left out, and more that the data gave rise to
  std::vector<Note> notes;
  bool resumed = false;           ///< an interrupted extract was gone on with
  std::string extract_load_id;    ///< of the package that this run's extract made or went on with; empty: not so far
  bool extract_recorded = false;  ///< whether that package held anything worth keeping
  StepTimes extract;              ///< normalizing runs beside it; `normalize` is what remained of it afterwards
  StepTimes normalize;
  StepTimes load;
  Micros locked_for = 0;  ///< how long a commit kept others from reading a table, at most
  MemoryUse memory;
  Micros started = 0;
  Micros finished = 0;

  /// Whether something may mean that records are missing.
  [[nodiscard]] bool is_suspicious() const;

  /// Adds what a load changed in a schema whose tables had data; nothing of a first load, where all is new, and nothing
  /// of dlt's own tables.
  void add_schema_changes(const schema::Schema& before, const schema::Schema& after);

  /// Those changes for people, a line each, the first ones if there are many; empty if there are none.
  [[nodiscard]] std::string schema_text() const;

  /// dlt's closing lines, without a newline at the end (docs: contract, "What `run` prints last").
  [[nodiscard]] std::string to_text() const;

  /// Everything above for programs.
  [[nodiscard]] json::Value to_json() const;
};

/// An elapsed time in words, as dlt prints it: `1 minute and 2.50 seconds`, `1 second`, `0.03 seconds`.
std::string elapsed_text(Micros elapsed);

}  // namespace decant::pipeline
