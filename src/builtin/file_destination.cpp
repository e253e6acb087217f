#include "builtin/file_destination.h"

#include <limits>
#include <string_view>
#include <utility>

#include "config/missing_value.h"
#include "config/typed.h"
#include "core/log.h"
#include "core/percent.h"
#include "json/write.h"
#include "schema/timestamp_text.h"

namespace decant::builtin {

namespace {

using config::Element;
using config::Kind;

/// The keys of the destination: those that are given, and where else dlt looks.
class Keys {
 public:
  Keys(std::optional<config::Reader> given, const config::Providers& providers, FileDestinationNames names)
      : given_(std::move(given)), providers_(providers), names_(std::move(names)) {}

  [[nodiscard]] config::Query query(std::string_view key) const {
    return {.pipeline_name = names_.pipeline,
            .sections = {"destination", names_.destination},
            .config_section = {},
            .key = std::string(key),
            .is_secret = false};
  }

  /// Nothing if it is null or nowhere.
  Result<std::optional<Element>> find(std::string_view key) {
    if (given_) {
      if (auto given = given_->optional_any(key); given && !given->node.is_null()) return given;
    }
    DECANT_TRY(const auto answer, providers_.look_up(query(key)));
    return element_of(answer);
  }

  /// The setting of dlt's writer of files.
  Result<std::optional<Element>> find_of_writer(std::string_view key) const {
    DECANT_TRY(const auto answer, providers_.look_up({.pipeline_name = names_.pipeline,
                                                      .sections = {"normalize"},
                                                      .config_section = "data_writer",
                                                      .key = std::string(key),
                                                      .is_secret = false}));
    return element_of(answer);
  }

  Result<void> finish() {
    if (!given_) return {};
    DECANT_TRY(
        given_->refuse({"credentials", "destination_name", "environment", "kwargs", "client_kwargs", "config_kwargs",
                        "read_only", "always_refresh_views", "enable_dataset_name_normalization",
                        "deltalake_storage_options", "deltalake_configuration", "iceberg_table_properties"}));
    return given_->finish();
  }

 private:
  static std::optional<Element> element_of(const config::Answer& answer) {
    if (!answer.found || answer.found->value.is_null()) return std::nullopt;
    return Element{.node = answer.found->value, .path = answer.found->key};
  }

  std::optional<config::Reader> given_;
  const config::Providers& providers_;
  FileDestinationNames names_;
};

std::unexpected<Error> fail_in(const Element& value, std::string_view what, std::string hint = {}) {
  return config::fail_at(value.node.location(), "`" + value.path + "` " + std::string(what), std::move(hint));
}

/// The folder that a path or `file:` URL means; relative ones stand in the folder of local files.
Result<std::filesystem::path> folder_of(const Element& value, const config::Providers& providers) {
  DECANT_TRY(const auto text, config::typed(value.node, Kind::text, value.path));
  std::string_view path = text.as_text();
  std::string decoded;
  if (const auto scheme = path.find("://"); scheme != std::string_view::npos) {
    if (path.substr(0, scheme) != "file") {
      return fail_in(value,
                     "names a place of kind " + config::in_quotes(path.substr(0, scheme)) + ", which is not there yet",
                     "Give the path of a folder, or file:///path.");
    }
    path.remove_prefix(scheme + 3);
    if (!path.starts_with('/')) return fail_in(value, "names a server, but must be a folder", "Write file:///path.");
    decoded = percent_decode(path);
    path = decoded;
  }
  if (path == ":pipeline:") return fail_in(value, "is the pipeline's working folder, which is not there yet");
  if (path.empty()) return fail_in(value, "must not be empty");
  if (path.find('\0') != std::string_view::npos) return fail_in(value, "has a NUL byte");
  return (providers.folders().local / path).lexically_normal();
}

Result<std::map<std::string, std::string, std::less<>>> placeholders_of(const Element& value) {
  DECANT_TRY(const auto mapping, config::typed(value.node, Kind::mapping, value.path));
  std::map<std::string, std::string, std::less<>> placeholders;
  for (const auto& member : mapping.members()) {
    if (member.value.is_sequence() || member.value.is_mapping()) {
      return fail_in({.node = member.value, .path = value.path + "." + member.key}, "must be a text or a number");
    }
    placeholders[member.key] = member.value.is_text() ? member.value.as_text() : json::write(member.value.to_json());
  }
  return placeholders;
}

Result<Micros> instant_of(const Element& value) {
  DECANT_TRY(const auto text, config::typed(value.node, Kind::text, value.path));
  if (const auto time = schema::parse_time(text.as_text())) return time->instant;
  return fail_in(value, "must be a date or time in ISO 8601");
}

/// dlt's settings of CSV and Parquet files have no effect here, which is not to be found out from the files.
Result<void> tell_ignored(const Keys& keys) {
  for (const auto* const key : {"delimiter", "include_header", "quoting", "lineterminator", "row_group_size", "flavor",
                                "version", "data_page_size", "timestamp_timezone", "coerce_timestamps"}) {
    DECANT_TRY(const auto found, keys.find_of_writer(key));
    if (found)
      log(LogLevel::warning, "`" + found->path + "` is ignored: CSV and Parquet files have dlt's default form");
  }
  return {};
}

Result<FileSettings> read_settings(Keys& keys) {
  FileSettings settings;
  DECANT_TRY(tell_ignored(keys));
  DECANT_TRY(const auto placeholders, keys.find("extra_placeholders"));
  if (placeholders) {
    DECANT_TRY(settings.extra_placeholders, placeholders_of(*placeholders));
  }
  DECANT_TRY(const auto current, keys.find("current_datetime"));
  if (current) {
    DECANT_TRY(settings.current_datetime, instant_of(*current));
  }
  DECANT_TRY(const auto kept, keys.find("max_state_files"));
  if (kept) {
    DECANT_TRY(const auto number, config::typed(kept->node, Kind::integer, kept->path));
    if (number.as_integer() > std::numeric_limits<int>::max()) return fail_in(*kept, "is too large");
    settings.max_state_files = number.as_integer() < 1 ? 0 : static_cast<int>(number.as_integer());
  }
  DECANT_TRY(const auto disabled, keys.find_of_writer("disable_compression"));
  if (disabled) {
    DECANT_TRY(const auto flag, config::typed(disabled->node, Kind::boolean, disabled->path));
    settings.is_compressed = !flag.as_bool();
  }
  DECANT_TRY(const auto layout, keys.find("layout"));
  if (!layout) return settings;
  DECANT_TRY(const auto text, config::typed(layout->node, Kind::text, layout->path));
  settings.layout = text.as_text();
  if (const auto checked = layout_of(settings); !checked) {
    return fail_in(*layout, "cannot be used: " + checked.error().message, checked.error().hint);
  }
  return settings;
}

}  // namespace

Result<FileDestination> read_file_destination(const Element* mapping, const Element* url,
                                              const config::Providers& providers, const FileDestinationNames& names) {
  std::optional<config::Reader> given;
  if (mapping != nullptr) {
    DECANT_TRY(given, config::Reader::open(mapping->node, mapping->path));
    DECANT_TRY(given->text("name"));
  }
  Keys keys(std::move(given), providers, names);
  FileDestination found;
  DECANT_TRY(auto bucket, keys.find("bucket_url"));
  if (url != nullptr) bucket = *url;
  if (!bucket) {
    DECANT_TRY(const auto required, config::require_value(providers, keys.query("bucket_url"),
                                                          "destination." + names.destination + ".bucket_url"));
    bucket = Element{.node = required.value, .path = required.key};
  }
  DECANT_TRY(found.bucket, folder_of(*bucket, providers));
  DECANT_TRY(found.settings, read_settings(keys));
  DECANT_TRY(keys.finish());
  return found;
}

Result<destination::PathLayout> layout_of(const FileSettings& settings) {
  return destination::PathLayout::parse(settings.layout, settings.extra_placeholders, settings.current_datetime);
}

}  // namespace decant::builtin
