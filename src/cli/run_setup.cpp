#include "cli/run_setup.h"

#include <system_error>
#include <utility>

#include "builtin/schema_settings.h"
#include "builtin/sources.h"
#include "cli/run_settings.h"
#include "config/typed.h"
#include "core/clock.h"
#include "core/time.h"
#include "package/load_id.h"
#include "package/manifest.h"
#include "schema/schema.h"

namespace decant::cli {

namespace {

Result<std::size_t> memory_of(const RunFlags& flags, const std::optional<builtin::PipelineFile>& file) {
  if (flags.memory.empty())
    return file ? file->pipeline.memory.value_or(pipeline::kDefaultMemory) : pipeline::kDefaultMemory;
  DECANT_TRY(const auto bytes, config::as_bytes(config::Node(config::Location{}, flags.memory), "--memory"));
  if (bytes < builtin::kMinMemory) return fail(ErrorKind::usage, "`--memory` must be at least 16MiB");
  return bytes;
}

Result<pipeline::PipelineOptions> options_of(const RunFlags& flags, const std::optional<builtin::PipelineFile>& file,
                                             const Session& session, const Target& target) {
  auto options = options_for(session, target);
  DECANT_TRY(options.memory, memory_of(flags, file));
  const auto given = [&file](auto member) { return file ? file->pipeline.*member : std::nullopt; };
  if (const auto threads = flags.concurrency ? flags.concurrency : given(&builtin::PipelineSettings::concurrency)) {
    options.concurrency = *threads;
  }
  if (const auto keep = flags.keep_packages ? flags.keep_packages : given(&builtin::PipelineSettings::keep_packages)) {
    options.keep_packages = static_cast<std::size_t>(*keep);
  }
  DECANT_TRY(read_run_settings(session, target.pipeline, flags, file, options));
  return options;
}

Result<std::unique_ptr<source::Source>> source_of(const RunFlags& flags, const builtin::PipelineFile& file,
                                                  const Session& session, const std::string& pipeline) {
  DECANT_TRY(auto context, source_context_of(session, file, pipeline));
  context.selected = flags.resources;
  return builtin::make_source(file.source, context);
}

Result<std::filesystem::path> package_folder(const std::string& flag, const std::string& package,
                                             const Session& session, const std::string& pipeline) {
  std::error_code failed;
  if (std::filesystem::is_directory(package, failed)) return std::filesystem::path(package);
  if (!package::is_load_id(package)) {
    return fail(ErrorKind::usage, "`" + flag + " " + package + "` is neither a folder nor a load id",
                "`decant package PIPELINE` shows where the package of the last run is.");
  }
  if (pipeline.empty()) return fail(ErrorKind::usage, "a load id needs its pipeline", "Add `--pipeline NAME`.");
  DECANT_TRY(const auto folder, pipeline::WorkingFolder::at(session.pipelines_dir, pipeline));
  auto path = folder.packages() / package;
  if (!std::filesystem::is_directory(path, failed)) {
    return fail(ErrorKind::usage, "pipeline `" + pipeline + "` has no package " + package + " (any more)",
                "`--keep-packages N` keeps the packages of the last N runs.");
  }
  return path;
}

Result<bool> enter_dev_mode(const RunFlags& flags, const builtin::PipelineFile& file, const Session& session,
                            Target& target) {
  DECANT_TRY(const bool is_on, dev_mode_setting(session, target.pipeline, flags, file));
  if (!is_on) return false;
  std::string& dataset = target.destination->dataset;
  std::string digits = to_iso8601_millis(process_clock().now());  // 2024-01-02T03:04:05.000Z
  digits.resize(digits.find('.'));
  std::erase_if(digits, [](char c) { return c < '0' || c > '9'; });
  dataset += (dataset.ends_with('_') ? "" : "_") + digits;
  return true;
}

}  // namespace

Result<RunSetup> set_up_run(const RunFlags& flags, const builtin::PipelineFile& file, const Session& session) {
  const Choice choice{.pipeline = flags.pipeline, .destination = flags.destination, .dataset = flags.dataset};
  DECANT_TRY(auto target, target_of_run(session, file, choice));
  DECANT_TRY(const bool is_dev, enter_dev_mode(flags, file, session, target));
  DECANT_TRY(auto options, options_of(flags, file, session, target));
  options.dev_mode = is_dev;
  DECANT_TRY(auto source, source_of(flags, file, session, target.pipeline));
  DECANT_TRY(builtin::read_schema_settings(session.providers, target.pipeline, schema::schema_name_from(source->name()),
                                           options.schema));
  return RunSetup{.target = std::move(target), .options = std::move(options), .source = std::move(source)};
}

Result<PackageSetup> set_up_package(const std::string& flag, const RunFlags& flags,
                                    const std::optional<builtin::PipelineFile>& file, const Session& session) {
  Choice choice{.pipeline = flags.pipeline, .destination = flags.destination, .dataset = flags.dataset};
  if (choice.pipeline.empty() && file) choice.pipeline = file->pipeline.name;
  DECANT_TRY(auto folder, package_folder(flag, flags.replay, session, choice.pipeline));
  if (choice.pipeline.empty()) {
    DECANT_TRY(const auto manifest, package::read_manifest(folder));
    choice.pipeline = manifest.pipeline;
  }
  DECANT_TRY(auto target, target_of_run(session, file, choice));
  DECANT_TRY(auto options, options_of(flags, file, session, target));
  return PackageSetup{.folder = std::move(folder), .target = std::move(target), .options = std::move(options)};
}

}  // namespace decant::cli
