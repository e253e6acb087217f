#include "destination/filesystem/control_files.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "core/file.h"
#include "core/hash.h"
#include "json/write.h"
#include "schema/system_tables.h"
#include "schema/timestamp_text.h"
#include "state/state_text.h"

namespace decant::destination {

namespace {

using schema::kLoadsTable;
using schema::kPipelineStateTable;
using schema::kVersionTable;

constexpr std::string_view kSeparator = "__";
constexpr std::string_view kSuffix = ".jsonl";

std::string joined(std::string_view table, std::initializer_list<std::string_view> parts) {
  std::string path = std::string(table) + "/";
  for (const auto part : parts) {
    if (path.back() != '/') path += kSeparator;
    path += part;
  }
  return path + std::string(kSuffix);
}

/// A base64 text as hex, which may stand in a file's name.
std::string hex_of(std::string_view base64) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string bytes;
  if (!base64_decode(base64, bytes)) return {};
  std::string hex;
  for (const char c : bytes) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 0xF];
  }
  return hex;
}

/// Splits off what stands behind the last separator.
std::optional<std::string> take_last(std::string& name) {
  const auto at = name.rfind(kSeparator);
  if (at == std::string::npos) return std::nullopt;
  std::string last = name.substr(at + kSeparator.size());
  name.resize(at);
  return last;
}

/// `1700000000.123456`, the form of dlt's times in names.
std::string seconds_text(Micros instant) {
  std::string fraction = std::to_string(instant % kMicrosPerSecond);
  fraction.insert(0, 6 - std::min<std::size_t>(6, fraction.size()), '0');
  return std::to_string(instant / kMicrosPerSecond) + "." + fraction;
}

std::unexpected<Error> damaged(const std::filesystem::path& path, std::string_view what) {
  auto failed = fail(ErrorKind::destination, path.string() + " " + std::string(what),
                     "it is a file of the dataset: restore it, or load into another dataset");
  failed.error().details.file = path.string();
  return failed;
}

}  // namespace

std::string StorageVersion::text() const {
  json::Value document = json::Value::object();
  document["initial_version"] = initial;
  document["current_version"] = current;
  return json::write(document);
}

std::string ControlFiles::load_path(std::string_view schema, std::string_view load_id) {
  return joined(kLoadsTable, {schema, load_id});
}

std::string ControlFiles::schema_path(std::string_view schema, Micros now, std::string_view version_hash) {
  return joined(kVersionTable, {schema, seconds_text(now), hex_of(version_hash)});
}

std::string ControlFiles::state_path(std::string_view pipeline, std::string_view load_id,
                                     std::string_view schema_hash) {
  return joined(kPipelineStateTable, {pipeline, load_id, hex_of(schema_hash)});
}

std::string ControlFiles::load_text(const LoadRequest& request) {
  json::Value row = json::Value::object();
  row["load_id"] = request.load_id;
  row["schema_name"] = request.schema->name();
  row["status"] = 0;
  row["inserted_at"] = to_iso8601(request.inserted_at);
  row["schema_version_hash"] = request.schema->version_hash();
  return json::write(row);
}

std::string ControlFiles::schema_text(const LoadRequest& request, Micros now) {
  const auto& schema = *request.schema;
  json::Value row = json::Value::object();
  row["version_hash"] = schema.version_hash();
  row["schema_name"] = schema.name();
  row["version"] = schema.version();
  row["engine_version"] = schema::kEngineVersion;
  row["inserted_at"] = to_iso8601(now);
  row["schema"] = json::write(schema.to_json());
  return json::write(row);
}

std::string ControlFiles::state_text(const StateRow& state, std::string_view load_id) {
  json::Value row = json::Value::object();
  row["version"] = state.version;
  row["engine_version"] = state.engine_version;
  row["pipeline_name"] = state.pipeline_name;
  row["state"] = state.state;
  row["created_at"] = to_iso8601(state.created_at);
  row["version_hash"] = state.version_hash;
  row["_dlt_load_id"] = load_id;
  return json::write(row);
}

Result<std::vector<std::string>> ControlFiles::names_in(std::string_view folder) const {
  const auto path = dataset_ / folder;
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
    std::string name = at->path().filename().string();
    if (name.ends_with(kSuffix)) names.push_back(name.substr(0, name.size() - kSuffix.size()));
  }
  if (error && error != std::errc::no_such_file_or_directory) return fail_with_errno("read", path, error.value());
  return names;
}

/// Newest first. dlt orders by the text too.
Result<std::vector<ControlFile>> ControlFiles::files_in(std::string_view folder) const {
  std::vector<ControlFile> files;
  DECANT_TRY(const auto names, names_in(folder));
  for (const auto& name : names) {
    ControlFile file{
        .owner = name, .when = {}, .hash = {}, .path = std::string(folder) + "/" + name + std::string(kSuffix)};
    const auto hash = take_last(file.owner);
    const auto when = take_last(file.owner);
    if (!hash || !when) continue;
    file.hash = *hash;
    file.when = *when;
    files.push_back(std::move(file));
  }
  std::sort(files.begin(), files.end(), [](const ControlFile& a, const ControlFile& b) {
    return a.when != b.when ? a.when > b.when : a.path < b.path;
  });
  return files;
}

Result<json::Value> ControlFiles::read_document(const std::string& path) const {
  DECANT_TRY(const auto text, read_file(dataset_ / path));
  auto document = json::parse_value(text);
  if (!document || !document->is_object()) return damaged(dataset_ / path, "is no JSON object");
  return document;
}

Result<std::optional<StorageVersion>> ControlFiles::version() const {
  const auto path = dataset_ / kInit;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::nullopt;
  DECANT_TRY(const auto text, read_file(path));
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) return StorageVersion{.initial = 1, .current = 1};
  const auto document = json::parse_value(text);
  const StorageVersion found = document ? StorageVersion{.initial = document->integer_or("initial_version", 0),
                                                         .current = document->integer_or("current_version", 0)}
                                        : StorageVersion{.initial = 0, .current = 0};
  const auto is_known = [](std::int64_t version) { return version >= 1 && version <= StorageVersion::kCurrent; };
  if (is_known(found.initial) && is_known(found.current)) return found;
  return damaged(path, "tells of a form of dataset that is not known here: " + text.substr(0, 100));
}

Result<bool> ControlFiles::has_load(std::string_view load_id) const {
  DECANT_TRY(auto names, names_in(kLoadsTable));
  return std::any_of(names.begin(), names.end(), [&](std::string& name) { return take_last(name) == load_id; });
}

Result<std::size_t> ControlFiles::load_count() const {
  DECANT_TRY(const auto names, names_in(kLoadsTable));
  return names.size();
}

Result<bool> ControlFiles::has_schema(std::string_view version_hash) const {
  DECANT_TRY(const auto files, files_in(kVersionTable));
  const auto hash = hex_of(version_hash);
  return std::any_of(files.begin(), files.end(), [&](const ControlFile& file) { return file.hash == hash; });
}

Result<std::vector<ControlFile>> ControlFiles::state_files(std::string_view pipeline_name) const {
  DECANT_TRY(auto files, files_in(kPipelineStateTable));
  std::erase_if(files, [&](const ControlFile& file) { return file.owner != pipeline_name; });
  return files;
}

Result<std::optional<LoadedState>> ControlFiles::newest_state(std::string_view pipeline_name) const {
  DECANT_TRY(const auto files, state_files(pipeline_name));
  DECANT_TRY(auto loads, names_in(kLoadsTable));
  std::set<std::string> loaded;
  for (auto& name : loads) loaded.insert(take_last(name).value_or(""));
  for (const auto& file : files) {
    if (!loaded.contains(file.when)) continue;
    DECANT_TRY(const auto document, read_document(file.path));
    LoadedState state;
    state.load_id = file.when;
    state.row = {.version = document.integer_or("version", 0),
                 .engine_version = document.integer_or("engine_version", 0),
                 .pipeline_name = document.text_or("pipeline_name", ""),
                 .state = document.text_or("state", ""),
                 .created_at = 0,
                 .version_hash = document.text_or("version_hash", "")};
    if (state.row.state.empty()) return damaged(dataset_ / file.path, "holds no state");
    if (const auto created = schema::parse_time(document.text_or("created_at", "")))
      state.row.created_at = created->instant;
    return state;
  }
  return std::nullopt;
}

Result<std::vector<json::Value>> ControlFiles::newest_schemas() const {
  DECANT_TRY(const auto files, files_in(kVersionTable));
  std::map<std::string, json::Value> newest;
  for (const auto& file : files) {
    if (newest.contains(file.owner)) continue;
    DECANT_TRY(const auto row, read_document(file.path));
    auto document = state::decode_state_text(row.text_or("schema", ""));
    if (!document) return damaged(dataset_ / file.path, "holds no schema");
    newest.emplace(file.owner, std::move(*document));
  }
  std::vector<json::Value> documents;
  for (auto& [name, document] : newest) documents.push_back(std::move(document));
  return documents;
}

Result<std::vector<ControlFile>> ControlFiles::schema_files(std::string_view schema) const {
  DECANT_TRY(auto files, files_in(kVersionTable));
  std::erase_if(files, [&](const ControlFile& file) { return file.owner != schema; });
  return files;
}

}  // namespace decant::destination
