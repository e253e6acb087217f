#include "cli/run_settings.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <string_view>
#include <utility>

#include "config/typed.h"

namespace decant::cli {

namespace {

using config::Element;
using config::Kind;

std::unexpected<Error> wrong(const Element& found, std::string_view what, std::string hint = {}) {
  return config::fail_at(found.node.location(), config::in_quotes(found.path) + " " + std::string(what),
                         std::move(hint));
}

/// Whether the dataset is to hold where columns came from: as the file says, else as it is found where dlt looks.
Result<bool> keeps_provenance(const Session& session, const std::string& pipeline,
                              const std::optional<builtin::PipelineFile>& file) {
  if (file && file->pipeline.keeps_provenance) return *file->pipeline.keeps_provenance;
  DECANT_TRY(const auto found, look_up(session, pipeline, "provenance"));
  if (!found) return false;
  if (found->node.is_text() && found->node.as_text() == builtin::kProvenanceInDestination) return true;
  if (found->node.is_text() && found->node.as_text() == builtin::kProvenanceInFolder) return false;
  return wrong(*found, "must be `" + std::string(builtin::kProvenanceInFolder) + "` or `" +
                           std::string(builtin::kProvenanceInDestination) + "`");
}

Result<bool> flag_setting(const Session& session, const std::string& pipeline, const char* key, bool fallback) {
  DECANT_TRY(const auto found, look_up(session, pipeline, key));
  if (!found) return fallback;
  DECANT_TRY(const auto value, config::typed(found->node, Kind::boolean, found->path));
  return value.as_bool();
}

/// A folder that is not given in the file; relative ones count from the current folder, as in dlt.
Result<void> read_folder(const Session& session, const std::string& pipeline, const char* key,
                         std::filesystem::path& folder) {
  if (!folder.empty()) return {};
  DECANT_TRY(const auto found, look_up(session, pipeline, key));
  if (!found) return {};
  DECANT_TRY(const auto text, config::typed(found->node, Kind::text, found->path));
  folder = text.as_text();
  return {};
}

/// What dlt would load elsewhere or otherwise for. To pass over one would change the wrong data.
Result<void> refuse_unserved(const Session& session, const std::string& pipeline) {
  for (const auto* key : {"staging_type", "staging_name", "dataset_name_layout"}) {
    DECANT_TRY(const auto found, look_up(session, pipeline, key));
    if (found) return wrong(*found, "is not supported yet", "Take it away, or load with dlt.");
  }
  return {};
}

Micros micros_of(std::chrono::milliseconds time) {
  return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
}

/// A length of time: a flag, else the file's, else what is found, else `fallback`.
Result<Micros> time_setting(const Session& session, const std::string& pipeline, const std::string& key,
                            const std::string& flag, const std::optional<Micros>& in_file, Micros fallback) {
  if (!flag.empty()) {
    std::string name = "--" + key;
    std::replace(name.begin(), name.end(), '_', '-');
    DECANT_TRY(const auto time, config::as_duration(config::Node(config::Location{}, flag), name));
    return micros_of(time);
  }
  if (in_file) return *in_file;
  DECANT_TRY(const auto found, look_up(session, pipeline, key));
  if (!found) return fallback;
  DECANT_TRY(const auto time, config::as_duration(found->node, found->path));
  return micros_of(time);
}

Result<pipeline::PackageSize> package_size_setting(const Session& session, const std::string& pipeline,
                                                   const RunFlags& flags,
                                                   const std::optional<builtin::PipelineFile>& file) {
  if (!flags.package_size.empty())
    return builtin::read_package_size(config::Node(config::Location{}, flags.package_size), "--package-size");
  if (file && file->pipeline.package_size) return *file->pipeline.package_size;
  DECANT_TRY(const auto found, look_up(session, pipeline, "package_size"));
  if (!found) return pipeline::PackageSize{};
  return builtin::read_package_size(found->node, found->path);
}

Result<pipeline::Refresh> refresh_setting(const Session& session, const std::string& pipeline, const RunFlags& flags,
                                          const std::optional<builtin::PipelineFile>& file) {
  if (!flags.refresh.empty()) return pipeline::refresh_from(flags.refresh);
  if (file && file->pipeline.refresh) return *file->pipeline.refresh;
  DECANT_TRY(const auto found, look_up(session, pipeline, "refresh"));
  if (!found) return pipeline::Refresh::none;
  DECANT_TRY(const auto text, config::typed(found->node, Kind::text, found->path));
  auto refresh = pipeline::refresh_from(text.as_text());
  if (!refresh) return wrong(*found, "is no mode of refresh", refresh.error().hint);
  return refresh;
}

}  // namespace

Result<bool> dev_mode_setting(const Session& session, const std::string& pipeline, const RunFlags& flags,
                              const std::optional<builtin::PipelineFile>& file) {
  if (flags.dev_mode) return true;
  if (file && file->pipeline.dev_mode) return *file->pipeline.dev_mode;
  DECANT_TRY(const bool is_on, flag_setting(session, pipeline, "dev_mode", false));
  if (is_on) return true;
  return flag_setting(session, pipeline, "full_refresh", false);
}

Result<void> read_run_settings(const Session& session, const std::string& pipeline, const RunFlags& flags,
                               const std::optional<builtin::PipelineFile>& file, pipeline::PipelineOptions& options) {
  DECANT_TRY(refuse_unserved(session, pipeline));
  DECANT_TRY(options.resume_within,
             time_setting(session, pipeline, "resume_within", flags.resume_within,
                          file ? file->pipeline.resume_within : std::nullopt, pipeline::kDefaultResumeWithin));
  DECANT_TRY(options.package_size, package_size_setting(session, pipeline, flags, file));
  DECANT_TRY(options.refresh, refresh_setting(session, pipeline, flags, file));
  DECANT_TRY(options.restores_state, flag_setting(session, pipeline, "restore_from_destination", true));
  DECANT_TRY(options.keeps_provenance, keeps_provenance(session, pipeline, file));
  if (file) {
    options.schema_contract = file->pipeline.schema_contract;
    options.file_format = file->pipeline.file_format;
    options.schema.import_path = file->pipeline.import_schema_path;
    options.schema.export_path = file->pipeline.export_schema_path;
  }
  DECANT_TRY(read_folder(session, pipeline, "import_schema_path", options.schema.import_path));
  return read_folder(session, pipeline, "export_schema_path", options.schema.export_path);
}

pipeline::PipelineOptions options_for(const Session& session, const Target& target) {
  pipeline::PipelineOptions options;
  options.name = target.pipeline;
  options.pipelines_dir = session.pipelines_dir;
  if (!target.destination) return options;
  options.dataset = target.destination->dataset;
  options.destination_name = target.destination->address.title();
  options.destination_type = "dlt.destinations." + target.destination->address.type;
  return options;
}

Result<pipeline::PipelineOptions> options_without_file(const Session& session, const Target& target) {
  auto options = options_for(session, target);
  DECANT_TRY(read_run_settings(session, target.pipeline, {}, std::nullopt, options));
  return options;
}

Result<std::string> progress_setting(const Session& session, const std::string& pipeline) {
  constexpr std::array<std::string_view, 5> kModes{"auto", "bar", "log", "json", "none"};
  constexpr std::array<std::string_view, 3> kBars{"tqdm", "alive_progress", "enlighten"};
  DECANT_TRY(const auto found, look_up(session, pipeline, "progress"));
  if (!found) return std::string("auto");
  DECANT_TRY(const auto text, config::typed(found->node, Kind::text, found->path));
  const auto is = [&](std::string_view name) { return name == text.as_text(); };
  if (std::any_of(kModes.begin(), kModes.end(), is)) return text.as_text();
  if (std::any_of(kBars.begin(), kBars.end(), is)) return std::string("auto");
  return wrong(*found, "must be auto, bar, log, json or none",
               "dlt's tqdm, alive_progress and enlighten count as auto.");
}

}  // namespace decant::cli
