#include "builtin/pipeline_file.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "config/document.h"
#include "config/placeholder.h"
#include "config/relative_path.h"
#include "config/typed.h"
#include "config/unfilled.h"
#include "source/records/contract_reader.h"
#include "source/records/hints_reader.h"

namespace decant::builtin {

namespace {

constexpr std::size_t kMaxNameBytes = 128;

Result<std::optional<int>> small_integer(config::Reader& reader, std::string_view key, int least, int most) {
  DECANT_TRY(const auto value, reader.optional_integer(key, least, most));
  if (!value) return std::nullopt;
  return static_cast<int>(*value);
}

/// A folder that counts from the file it is written in; empty if it is not given.
Result<std::filesystem::path> folder_of(config::Reader& reader, std::string_view key) {
  DECANT_TRY(const auto text, reader.optional_text(key));
  if (!text) return std::filesystem::path();
  if (text->empty()) return reader.fail(key, "must not be empty");
  return config::path_beside(*reader.node().find(key));
}

Result<PipelineSettings> read_settings(config::Reader reader, std::string default_name) {
  PipelineSettings settings;
  DECANT_TRY(auto name, reader.optional_text("name"));
  settings.name = name.value_or(std::move(default_name));
  if (const auto valid = check_pipeline_name(settings.name); !valid) {
    return reader.fail("name", "cannot name a pipeline: " + valid.error().message, valid.error().hint);
  }
  settings.destination = reader.optional_any("destination");
  if (settings.destination && settings.destination->node.is_null()) settings.destination.reset();
  DECANT_TRY(settings.dataset, reader.optional_text("dataset"));
  if (settings.dataset && settings.dataset->empty()) return reader.fail("dataset", "must not be empty");
  DECANT_TRY(settings.memory, reader.optional_bytes("memory"));
  if (settings.memory && *settings.memory < kMinMemory) return reader.fail("memory", "must be at least 16MiB");
  DECANT_TRY(settings.concurrency, small_integer(reader, "concurrency", 1, kMaxConcurrency));
  DECANT_TRY(settings.keep_packages, small_integer(reader, "keep_packages", 0, kMaxKeptPackages));
  DECANT_TRY(const auto within, reader.optional_duration("resume_within"));
  if (within) settings.resume_within = std::chrono::duration_cast<std::chrono::microseconds>(*within).count();
  if (const auto size = reader.optional_any("package_size"); size && !size->node.is_null()) {
    DECANT_TRY(settings.package_size, read_package_size(size->node, size->path));
  }
  DECANT_TRY(const auto refresh, reader.optional_choice("refresh", {"drop_sources", "drop_resources", "drop_data"}));
  if (refresh) {
    DECANT_TRY(settings.refresh, pipeline::refresh_from(*refresh));
  }
  DECANT_TRY(settings.dev_mode, reader.optional_boolean("dev_mode"));
  DECANT_TRY(const auto provenance,
             reader.optional_choice("provenance", {kProvenanceInFolder, kProvenanceInDestination}));
  if (provenance) settings.keeps_provenance = *provenance == kProvenanceInDestination;
  DECANT_TRY(settings.import_schema_path, folder_of(reader, "import_schema_path"));
  DECANT_TRY(settings.export_schema_path, folder_of(reader, "export_schema_path"));
  DECANT_TRY(settings.schema_contract, source::read_contract(reader));
  DECANT_TRY(const auto format, source::read_file_format(reader));
  settings.file_format = format.value_or("");
  DECANT_TRY(reader.refuse({"staging", "write_disposition", "table_format", "max_record_size"}));
  DECANT_TRY(reader.finish());
  return settings;
}

Result<PipelineSettings> settings_of(const config::Node* pipeline, const config::Providers& providers,
                                     std::string default_name) {
  if (pipeline == nullptr || pipeline->is_null()) {
    if (const auto valid = check_pipeline_name(default_name); !valid) {
      return fail(ErrorKind::config, "the file's name cannot name a pipeline: " + valid.error().message,
                  "Give the pipeline a name: `pipeline: { name: … }`.");
    }
    PipelineSettings settings;
    settings.name = std::move(default_name);
    return settings;
  }
  DECANT_TRY(const config::Node resolved, config::resolve_placeholders(*pipeline, providers));
  DECANT_TRY(config::check_filled(resolved, "pipeline"));
  DECANT_TRY(auto reader, config::Reader::open(resolved, "pipeline"));
  return read_settings(std::move(reader), std::move(default_name));
}

}  // namespace

Result<pipeline::PackageSize> read_package_size(const config::Node& node, std::string_view field) {
  pipeline::PackageSize size;
  if (const auto bytes = config::as_bytes(node, field)) {
    size.bytes = *bytes;
  } else if (const auto time = config::as_duration(node, field)) {
    size.interval = std::chrono::duration_cast<std::chrono::microseconds>(*time).count();
  }
  if (size.is_set()) return size;
  return config::fail_at(node.location(),
                         config::in_quotes(field) + " must be a size such as 256MB, or a length of time such as 60s",
                         "It says when a long extract is cut into packages.");
}

Result<PipelineFile> load_pipeline_file(const std::filesystem::path& path, const config::Providers& providers) {
  DECANT_TRY(const config::Node document, config::load_document(path));
  PipelineFile file;
  file.path = path;
  const bool bare = document.find("source") == nullptr && document.find("client") != nullptr;
  DECANT_TRY(file.pipeline, settings_of(bare ? nullptr : document.find("pipeline"), providers, path.stem().string()));
  if (bare) {
    file.source = document;
    return file;
  }
  DECANT_TRY(auto reader, config::Reader::open(document, ""));
  const auto pipeline = reader.optional_any("pipeline");
  DECANT_TRY(auto source, reader.any("source"));
  DECANT_TRY(reader.finish());
  file.source = std::move(source.node);
  return file;
}

Result<void> check_pipeline_name(std::string_view name) {
  const std::string hint = "Use letters, digits, `_`, `-` and `.`, with a letter or digit first.";
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  if (name.empty()) return fail(ErrorKind::usage, "the pipeline's name is empty", hint);
  if (name.size() > kMaxNameBytes) return fail(ErrorKind::usage, "the pipeline's name is longer than 128 bytes", hint);
  const bool good = (letter(name.front()) || name.front() == '_') && std::all_of(name.begin(), name.end(), [&](char c) {
                      return letter(c) || c == '_' || c == '-' || c == '.' || c == ' ';
                    });
  if (!good)
    return fail(ErrorKind::usage, "the pipeline's name has a character that a file's name should not have", hint);
  return {};
}

}  // namespace decant::builtin
