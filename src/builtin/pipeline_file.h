#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "config/node.h"
#include "config/providers.h"
#include "config/reader.h"
#include "core/result.h"
#include "core/time.h"
#include "pipeline/refresh.h"
#include "pipeline/slicing.h"

namespace decant::builtin {

/// The keys under `pipeline:`. What is absent was not given.
struct PipelineSettings {
  std::string name;                            ///< default: the file's name without suffix
  std::optional<config::Element> destination;  ///< for read_destination
  std::optional<std::string> dataset;
  std::optional<std::uint64_t> memory;  ///< bytes
  std::optional<int> concurrency;
  std::optional<int> keep_packages;
  std::optional<Micros> resume_within;
  std::optional<pipeline::PackageSize> package_size;
  std::optional<pipeline::Refresh> refresh;
  std::optional<bool> dev_mode;
  std::optional<bool> keeps_provenance;      ///< `provenance`: whether the dataset holds where columns came from
  json::Value schema_contract;               ///< for all resources; null: not given
  std::string file_format;                   ///< for all resources; empty: not given
  std::filesystem::path import_schema_path;  ///< folder; empty: not given
  std::filesystem::path export_schema_path;
};

/// Bounds of settings that the file and the command line share.
inline constexpr std::uint64_t kMinMemory = std::uint64_t{16} << 20;
inline constexpr int kMaxConcurrency = 64;
inline constexpr int kMaxKeptPackages = 10'000;

/// A pipeline's configuration file (.yaml, .toml, .json).
struct PipelineFile {
  std::filesystem::path path;
  PipelineSettings pipeline;
  config::Node source;  ///< the keys under `source:`, or a bare RESTAPIConfig; placeholders as they stand
};

/// Reads and checks a pipeline file, the source's own keys aside. Errors are of kind `config` and name the line:
/// unknown keys, keys whose feature is not there yet, wrong types.
Result<PipelineFile> load_pipeline_file(const std::filesystem::path& path, const config::Providers& providers);

/// Reads `package_size`: a size such as 256MB, or a length of time such as 60s.
Result<pipeline::PackageSize> read_package_size(const config::Node& node, std::string_view field);

/// The places that `pipeline.provenance` names.
inline constexpr std::string_view kProvenanceInFolder = "working_folder";
inline constexpr std::string_view kProvenanceInDestination = "destination";

/// Whether a text can name a pipeline, which names a folder and a file too. The error is of kind `usage`.
Result<void> check_pipeline_name(std::string_view name);

}  // namespace decant::builtin
