#include "pipeline/provenance_record.h"

#include <string>
#include <utility>
#include <vector>

#include "pipeline/provenance_file.h"

namespace decant::pipeline {

/// It tells of the data and is no part of it, so a damaged file does not stop a run.
std::optional<schema::Provenance> ProvenanceRecord::read_or_note(const std::filesystem::path& file) {
  auto read = read_provenance_file(file);
  if (read) return std::move(*read);
  monitor_.note("", "what was known of where columns came from is lost: " + to_string(read.error()));
  return std::nullopt;
}

Result<schema::Provenance*> ProvenanceRecord::known(const std::string& schema) {
  if (const auto found = known_.find(schema); found != known_.end()) return &found->second;
  schema::Provenance provenance;
  if (options_.dataset_exists) {
    const auto local = read_or_note(folder_.provenance_file(schema, destination_));
    // A new machine learns from the dataset what others loaded.
    if (options_.in_dataset || !local) {
      DECANT_TRY(provenance, destination_.read_provenance(schema));
    }
    if (local) provenance.merge(*local);
  }
  return &known_.emplace(schema, std::move(provenance)).first->second;
}

Result<void> ProvenanceRecord::note(const schema::Provenance& load, const std::filesystem::path& package,
                                    FileBatch& files) {
  return load.empty() ? Result<void>{} : write_provenance_file(package / kProvenanceFile, load, files);
}

Result<const schema::Provenance*> ProvenanceRecord::before_commit(const std::string& schema,
                                                                  const schema::Provenance& load,
                                                                  std::span<const std::string> dropped_tables) {
  DECANT_TRY(schema::Provenance* const provenance, known(schema));
  provenance->forget(dropped_tables);
  provenance->merge(load);
  return provenance;
}

Result<void> ProvenanceRecord::after_commit(const std::string& schema, FileBatch& files) {
  DECANT_TRY(const schema::Provenance* const provenance, known(schema));
  if (provenance->empty()) return {};
  return write_provenance_file(folder_.provenance_file(schema, destination_), *provenance, files);
}

Result<void> ProvenanceRecord::recover(const std::string& schema, const std::filesystem::path& package,
                                       bool begins_anew, FileBatch& files) {
  const auto load = read_or_note(package / kProvenanceFile);
  if (!load) return {};
  DECANT_TRY(schema::Provenance* const provenance, known(schema));
  if (begins_anew) {
    std::vector<std::string> tables;
    for (const auto& [table, columns] : load->tables()) tables.push_back(table);
    provenance->forget(tables);
  }
  provenance->merge(*load);
  return after_commit(schema, files);
}

}  // namespace decant::pipeline
