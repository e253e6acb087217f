#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "core/file_batch.h"
#include "core/result.h"
#include "destination/destination.h"
#include "pipeline/run_monitor.h"
#include "pipeline/working_folder.h"
#include "schema/provenance.h"

namespace decant::pipeline {

/// Where the columns of a pipeline's schemas came from, from load to load (docs/formats/provenance.md). The working
/// folder holds it; the dataset does too if it is to.
///
/// What a load brings is noted in its package's folder before the commit, so that a run that ends right after the
/// commit leaves it to the next one.
class ProvenanceRecord {
 public:
  struct Options {
    bool dataset_exists = false;  ///< if not, nothing that was known holds any more
    bool in_dataset = false;      ///< the dataset is to hold it as well
  };

  /// All references must outlive it.
  ProvenanceRecord(const WorkingFolder& folder, destination::Destination& destination, RunMonitor& monitor,
                   Options options)
      : folder_(folder), destination_(destination), monitor_(monitor), options_(options) {}

  /// Adds the note of what a load brings to the folder of its package. It has to be on the disk before the commit.
  static Result<void> note(const schema::Provenance& load, const std::filesystem::path& package, FileBatch& files);
  /// All that is known of the schema, this load included, without the tables that it drops first; valid as long as this
  /// object.
  Result<const schema::Provenance*> before_commit(const std::string& schema, const schema::Provenance& load,
                                                  std::span<const std::string> dropped_tables);
  /// Adds the working folder's file of all that is known of the schema.
  Result<void> after_commit(const std::string& schema, FileBatch& files);
  /// Makes up for an after_commit() that was never reached. `begins_anew`: the load dropped the tables that it filled.
  Result<void> recover(const std::string& schema, const std::filesystem::path& package, bool begins_anew,
                       FileBatch& files);

 private:
  Result<schema::Provenance*> known(const std::string& schema);
  std::optional<schema::Provenance> read_or_note(const std::filesystem::path& file);

  const WorkingFolder& folder_;
  destination::Destination& destination_;
  RunMonitor& monitor_;
  Options options_;
  std::map<std::string, schema::Provenance> known_;  ///< by schema
};

}  // namespace decant::pipeline
