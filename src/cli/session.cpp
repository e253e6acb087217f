#include "cli/session.h"

#include <system_error>
#include <utility>

#include "builtin/sources.h"
#include "config/document.h"
#include "config/environment.h"
#include "core/log.h"
#include "source/runtime_settings.h"

namespace decant::cli {

namespace {

config::Element flag_element(const std::string& flag, const std::string& text) {
  return {.node = config::Node(config::Location{}, text), .path = flag};
}

Result<std::optional<config::Element>> destination_element(const Session& session, const std::string& pipeline,
                                                           const std::optional<builtin::PipelineFile>& file,
                                                           const Choice& choice) {
  if (!choice.destination.empty()) return flag_element("--destination", choice.destination);
  if (file && file->pipeline.destination) return file->pipeline.destination;
  return look_up(session, pipeline, "destination_type");
}

Result<std::optional<std::string>> dataset_text(const Session& session, const std::string& pipeline,
                                                const std::optional<builtin::PipelineFile>& file,
                                                const Choice& choice) {
  if (!choice.dataset.empty()) return choice.dataset;
  if (file && file->pipeline.dataset) return file->pipeline.dataset;
  DECANT_TRY(const auto found, look_up(session, pipeline, "dataset_name"));
  if (found && found->node.is_text()) return found->node.as_text();
  return std::nullopt;
}

bool is_config(const std::string& text) {
  std::error_code failed;
  return config::format_of(text).has_value() || text.find('/') != std::string::npos ||
         std::filesystem::is_regular_file(text, failed);
}

std::string names_in(const std::filesystem::path& pipelines_dir) {
  constexpr std::size_t kMostNames = 10;
  std::error_code failed;
  std::string names;
  std::size_t count = 0;
  for (std::filesystem::directory_iterator entry(pipelines_dir, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    if (++count > kMostNames) return names + ", …";
    names += (names.empty() ? "" : ", ") + entry->path().filename().string();
  }
  return names;
}

/// What the working folder remembers, with the password that it does not.
Result<std::optional<builtin::RememberedDestination>> recalled(const Session& session, const std::string& pipeline,
                                                               const pipeline::WorkingFolder& folder) {
  DECANT_TRY(auto remembered, builtin::recall_destination(folder.path()));
  if (remembered)
    DECANT_TRY(
        builtin::find_password(remembered->address, {.pipeline_name = pipeline, .providers = &session.providers}));
  return remembered;
}

}  // namespace

Result<std::optional<config::Element>> look_up(const Session& session, const std::string& pipeline,
                                               const std::string& key) {
  DECANT_TRY(const auto answer, session.providers.look_up({.pipeline_name = pipeline,
                                                           .sections = {"pipelines", pipeline},
                                                           .config_section = {},
                                                           .key = key,
                                                           .is_secret = false}));
  if (!answer.found || answer.found->value.is_null()) return std::nullopt;
  return config::Element{.node = answer.found->value, .path = answer.found->key};
}

Result<Session> open_session(const std::string& pipelines_dir) {
  DECANT_TRY(auto providers, config::Providers::load(config::Environment::of_process()));
  auto folder = pipelines_dir.empty() ? providers.folders().data / "pipelines" : std::filesystem::path(pipelines_dir);
  std::error_code failed;
  folder = std::filesystem::absolute(folder, failed);
  if (failed) return fail(ErrorKind::io, "cannot tell the current folder: " + failed.message());
  return Session{.providers = std::move(providers), .pipelines_dir = std::move(folder)};
}

Result<Target> target_of_run(const Session& session, const std::optional<builtin::PipelineFile>& file,
                             const Choice& choice) {
  const std::string name = !choice.pipeline.empty() ? choice.pipeline : file ? file->pipeline.name : "";
  DECANT_TRY(builtin::check_pipeline_name(name));
  DECANT_TRY(auto folder, pipeline::WorkingFolder::at(session.pipelines_dir, name));
  Target target{.pipeline = name, .folder = std::move(folder), .destination = std::nullopt};
  DECANT_TRY(const auto destination, destination_element(session, name, file, choice));
  DECANT_TRY(const auto dataset, dataset_text(session, name, file, choice));
  if (!file) {
    DECANT_TRY(target.destination, recalled(session, name, target.folder));
  }
  if (destination || !target.destination) {
    const builtin::DestinationContext context{.pipeline_name = name, .providers = &session.providers};
    const auto element = destination.value_or(flag_element("destination", "duckdb"));
    DECANT_TRY(auto address, builtin::read_destination(element, context));
    const auto remembered = target.destination ? target.destination->dataset : builtin::dataset_name("", name);
    target.destination = {.address = std::move(address), .dataset = remembered};
  }
  if (dataset) target.destination->dataset = builtin::dataset_name(*dataset, name);
  return target;
}

Result<source::SourceContext> source_context_of(const Session& session, const builtin::PipelineFile& file,
                                                const std::string& pipeline) {
  source::SourceContext context;
  context.pipeline_name = pipeline;
  context.file_section = file.path.stem().string();
  context.providers = &session.providers;
  DECANT_TRY(auto runtime, source::read_runtime_settings(session.providers, pipeline,
                                                         builtin::sections_of(file.source, context.file_section)));
  for (const auto& key : runtime.ignored) log(LogLevel::warning, "`" + key + "` has no meaning in decant: ignored");
  context.http = std::move(runtime.http);
  return context;
}

Result<Target> target_of(const Session& session, const std::string& pipeline_or_config, const Choice& choice) {
  if (is_config(pipeline_or_config)) {
    DECANT_TRY(auto file, builtin::load_pipeline_file(pipeline_or_config, session.providers));
    return target_of_run(session, std::move(file), choice);
  }
  DECANT_TRY(builtin::check_pipeline_name(pipeline_or_config));
  DECANT_TRY(auto folder, pipeline::WorkingFolder::at(session.pipelines_dir, pipeline_or_config));
  std::error_code failed;
  if (!std::filesystem::is_directory(folder.path(), failed)) {
    const auto names = names_in(session.pipelines_dir);
    return fail(ErrorKind::usage,
                "there is no pipeline `" + pipeline_or_config + "` in " + session.pipelines_dir.string(),
                names.empty() ? "`decant run CONFIG` makes it; a pipeline file may be given instead of a name."
                              : "There are: " + names + ".");
  }
  if (choice.destination.empty()) {
    DECANT_TRY(auto destination, recalled(session, pipeline_or_config, folder));
    if (destination && !choice.dataset.empty()) {
      destination->dataset = builtin::dataset_name(choice.dataset, pipeline_or_config);
    }
    return Target{.pipeline = pipeline_or_config, .folder = std::move(folder), .destination = std::move(destination)};
  }
  Choice named = choice;
  named.pipeline = pipeline_or_config;
  return target_of_run(session, std::nullopt, named);
}

Result<std::unique_ptr<destination::Destination>> open_destination(const Target& target, std::uint64_t memory) {
  if (!target.destination) {
    return fail(ErrorKind::usage, "pipeline `" + target.pipeline + "` has not loaded anything with decant yet",
                "Give the pipeline file instead of the name, or `--destination`.");
  }
  return builtin::make_destination(target.destination->address, target.destination->dataset, memory);
}

}  // namespace decant::cli
