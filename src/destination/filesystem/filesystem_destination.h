#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "destination/destination.h"
#include "destination/filesystem/filesystem_options.h"

namespace decant::destination {

/// A dataset as a folder of JSONL files, laid out as dlt does. There is no transaction: a load is decided by one
/// durable record, then its files are put in place one by one. What an interruption leaves undone of that is done by
/// the next call of any kind.
class FilesystemDestination final : public Destination {
 public:
  explicit FilesystemDestination(FilesystemOptions options);

  [[nodiscard]] const Capabilities& capabilities() const override { return capabilities_; }
  /// `file:///home/me/data`, the folder of datasets.
  [[nodiscard]] std::string location() const override;
  [[nodiscard]] const std::string& dataset() const override { return options_.dataset; }

  Result<DatasetInfo> inspect(std::string_view pipeline_name) override;
  Result<void> read_boundary(std::string_view pipeline_name, const BoundaryKey& key,
                             state::BoundarySet& hashes) override;
  Result<schema::Provenance> read_provenance(std::string_view schema) override;
  Result<bool> has_load(std::string_view load_id) override;
  Result<LoadReport> publish(LoadRequest request) override;
  Result<void> drop() override;
  /// By an embedded DuckDB, over views of the tables that the stored schemas know.
  Result<std::unique_ptr<QueryResult>> query(std::string_view sql) override;

 private:
  FilesystemOptions options_;
  std::filesystem::path folder_;  ///< of the dataset
  Capabilities capabilities_;
};

}  // namespace decant::destination
