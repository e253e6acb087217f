#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "destination/destination.h"
#include "destination/loaded_state.h"

namespace decant::destination {

/// The file `init` of a dataset: which form its files have (dlt-normalize-load §20.2).
struct StorageVersion {
  static constexpr std::int64_t kCurrent = 2;

  std::int64_t initial = kCurrent;  ///< 1: compressed files have no `.gz` in their names
  std::int64_t current = kCurrent;

  [[nodiscard]] std::string text() const;
};

/// A file whose name is three parts joined by `__`: (schema, time, hash) or (pipeline, load id, hash).
struct ControlFile {
  std::string owner;
  std::string when;
  std::string hash;  ///< hex of the schema's version hash
  std::string path;  ///< below the dataset
};

/// What dlt keeps in files of its own below a dataset's folder. What is missing holds nothing.
class ControlFiles {
 public:
  explicit ControlFiles(std::filesystem::path dataset) : dataset_(std::move(dataset)) {}

  static constexpr std::string_view kInit = "init";

  /// Nothing if there is no dataset. Error of kind `destination`: a version that is not known here.
  [[nodiscard]] Result<std::optional<StorageVersion>> version() const;

  [[nodiscard]] Result<bool> has_load(std::string_view load_id) const;
  /// How many loads are finished.
  [[nodiscard]] Result<std::size_t> load_count() const;
  [[nodiscard]] Result<bool> has_schema(std::string_view version_hash) const;
  /// The newest state of a pipeline among finished loads.
  [[nodiscard]] Result<std::optional<LoadedState>> newest_state(std::string_view pipeline_name) const;
  /// The newest stored document of each schema name.
  [[nodiscard]] Result<std::vector<json::Value>> newest_schemas() const;

  /// Files of all stored versions of a schema.
  [[nodiscard]] Result<std::vector<ControlFile>> schema_files(std::string_view schema) const;
  /// State files of a pipeline, the newest first.
  [[nodiscard]] Result<std::vector<ControlFile>> state_files(std::string_view pipeline_name) const;

  static std::string load_path(std::string_view schema, std::string_view load_id);
  static std::string schema_path(std::string_view schema, Micros now, std::string_view version_hash);
  static std::string state_path(std::string_view pipeline, std::string_view load_id, std::string_view schema_hash);

  static std::string load_text(const LoadRequest& request);
  static std::string schema_text(const LoadRequest& request, Micros now);
  static std::string state_text(const StateRow& state, std::string_view load_id);

 private:
  [[nodiscard]] Result<std::vector<std::string>> names_in(std::string_view folder) const;
  [[nodiscard]] Result<std::vector<ControlFile>> files_in(std::string_view folder) const;
  [[nodiscard]] Result<json::Value> read_document(const std::string& path) const;

  std::filesystem::path dataset_;
};

}  // namespace decant::destination
