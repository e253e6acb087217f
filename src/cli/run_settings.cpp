#include "cli/run_settings.h"

#include <algorithm>
#include <array>
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
  for (const auto* key : {"dev_mode", "full_refresh"}) {
    DECANT_TRY(const bool wanted, flag_setting(session, pipeline, key, false));
    if (!wanted) continue;
    DECANT_TRY(const auto found, look_up(session, pipeline, key));
    return wrong(*found, "is not supported yet", "Take it away, or load with dlt.");
  }
  for (const auto* key : {"refresh", "staging_type", "staging_name", "dataset_name_layout"}) {
    DECANT_TRY(const auto found, look_up(session, pipeline, key));
    if (found) return wrong(*found, "is not supported yet", "Take it away, or load with dlt.");
  }
  return {};
}

}  // namespace

Result<void> read_run_settings(const Session& session, const std::string& pipeline,
                               const std::optional<builtin::PipelineFile>& file, pipeline::PipelineOptions& options) {
  DECANT_TRY(refuse_unserved(session, pipeline));
  DECANT_TRY(options.restores_state, flag_setting(session, pipeline, "restore_from_destination", true));
  DECANT_TRY(options.keeps_provenance, keeps_provenance(session, pipeline, file));
  if (file) {
    options.schema_contract = file->pipeline.schema_contract;
    options.schema.import_path = file->pipeline.import_schema_path;
    options.schema.export_path = file->pipeline.export_schema_path;
  }
  DECANT_TRY(read_folder(session, pipeline, "import_schema_path", options.schema.import_path));
  return read_folder(session, pipeline, "export_schema_path", options.schema.export_path);
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
