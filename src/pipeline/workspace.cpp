#include "pipeline/workspace.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/log.h"
#include "state/state_text.h"

namespace decant::pipeline {

namespace {

/// A state that never ran. Its first hash makes no version, so that the first run ends with version 1, as dlt's does.
state::PipelineState fresh_state(const std::string& pipeline) {
  state::PipelineState state{std::string_view(pipeline)};
  state.bump_version();
  return state;
}

/// The part of a destination's type behind the last point: "duckdb".
std::string short_name(const std::string& type) {
  const auto point = type.rfind('.');
  return point == std::string::npos ? type : type.substr(point + 1);
}

/// The names of the pipeline's schemas, sorted.
std::vector<std::string> schema_names_of(const state::PipelineState& state) {
  std::vector<std::string> names;
  const json::Value* present = state.find("schema_names");
  if (present == nullptr || !present->is_array()) return names;
  for (const auto& entry : present->as_array()) {
    if (entry.is_string()) names.push_back(entry.as_string());
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

json::Value schema_names_with(std::vector<std::string> names, const std::string& name) {
  names.insert(std::upper_bound(names.begin(), names.end(), name), name);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  json::Value list = json::Value::array();
  for (auto& entry : names) list.push_back(std::move(entry));
  return list;
}

/// The default schema: the one that the state names, if there is one of that name, else the first.
json::Value default_schema_of(const state::PipelineState& state, const std::vector<std::string>& names,
                              const std::string& loaded) {
  const json::Value* stored = state.find("default_schema_name");
  if (stored != nullptr && stored->is_string() && std::binary_search(names.begin(), names.end(), stored->as_string()))
    return *stored;
  return names.empty() ? loaded : names.front();
}

constexpr std::string_view kDevMode = "_dev_mode";

bool is_first_run(state::PipelineState state) { return state.local().bool_or("first_run", true); }

}  // namespace

std::string dataset_name(const PipelineOptions& options, const destination::Destination& destination) {
  return options.dataset.empty() ? destination.dataset() : options.dataset;
}

Result<std::optional<state::PipelineState>> newest_state(std::optional<state::PipelineState> local,
                                                         const destination::DatasetInfo& dataset) {
  if (!dataset.state) return local;
  DECANT_TRY(auto document, state::decode_state_text(dataset.state->state));
  json::Value own = local ? local->local() : json::Value::object();
  own["first_run"] = false;
  document["_local"] = std::move(own);
  DECANT_TRY(auto remote, state::PipelineState::from_json(std::move(document)));
  const bool is_newer =
      !local || (remote.version() >= local->version() && remote.version_hash() != local->version_hash());
  return is_newer ? std::optional(std::move(remote)) : std::move(local);
}

Result<std::optional<schema::Schema>> stored_schema(const destination::DatasetInfo& dataset, const std::string& name) {
  for (const auto& document : dataset.schemas) {
    if (document.text_or("name", "") != name) continue;
    auto schema = schema::Schema::from_json(document);
    if (!schema) return fail(std::move(schema).error().within("reading the schema that the dataset holds"));
    return std::optional<schema::Schema>(std::move(*schema));
  }
  return std::optional<schema::Schema>{};
}

Result<Workspace> Workspace::open(const WorkingFolder& folder, const PipelineOptions& options,
                                  destination::Destination& destination, RunMonitor& monitor) {
  Workspace workspace(folder, options, destination);
  workspace.monitor_ = &monitor;
  DECANT_TRY(auto local, folder.read_state());
  DECANT_TRY(workspace.dataset_, workspace.known_dataset_.inspect());
  const bool is_of_dev_mode = local && local->local().bool_or(kDevMode, false);
  if (options.dev_mode && workspace.dataset_.exists)
    return fail(ErrorKind::state, "dataset " + dataset_name(options, destination) + ", which is to be new, is there",
                "Run again: a run in dev mode names its dataset after the second in which it begins.");
  workspace.folder_is_void_ = options.dev_mode || is_of_dev_mode;
  if (workspace.folder_is_void_) {
    if (is_of_dev_mode && !options.dev_mode)
      monitor.note("", "the last run was in dev mode: the pipeline goes on from what the dataset holds");
    local.reset();
  }
  if (workspace.dataset_.state) workspace.base_state_version_ = workspace.dataset_.state->version;
  workspace.begins_afresh_ = !workspace.dataset_.exists && options.restores_state;
  if (workspace.begins_afresh_) {
    const std::string name = dataset_name(options, destination);
    const json::Value* const before = local ? local->find("dataset_name") : nullptr;
    const bool is_other = before != nullptr && before->is_string() && before->as_string() != name;
    workspace.dataset_is_gone_ = local && !is_first_run(*local);
    if (workspace.dataset_is_gone_)
      monitor.note("", is_other ? "dataset " + name + " is new: the pipeline starts afresh"
                                : "dataset " + name +
                                      " is not there any more: the pipeline starts afresh, all tables are made again");
    local.reset();
  }
  DECANT_TRY(workspace.sync_state(std::move(local)));
  return workspace;
}

Result<void> Workspace::sync_state(std::optional<state::PipelineState> local) {
  auto newest = local;
  if (options_.restores_state) {
    DECANT_TRY(newest, newest_state(local, dataset_));
  }
  state_is_of_dataset_ = newest && (!local || newest->version_hash() != local->version_hash());
  state_ = newest ? std::move(*newest) : fresh_state(options_.name);
  if (state_is_of_dataset_) state_.mark_extracted(process_clock().now());
  return {};
}

Result<std::optional<schema::Schema>> Workspace::newest_schema(const std::string& name) const {
  if (begins_afresh_) return std::optional<schema::Schema>();
  DECANT_TRY(auto stored, stored_schema(dataset_, name));
  if (folder_is_void_) return stored;
  DECANT_TRY(auto local, folder_.read_schema(name));
  // What another machine loaded last counts as a whole. A commit whose run ended before it wrote its files is known to
  // the dataset only.
  if (stored && (state_is_of_dataset_ || !local || stored->version() >= local->version())) return stored;
  return local;
}

Result<schema::Schema> Workspace::schema(const std::string& name) const {
  if (committed_schema_ && committed_schema_->name() == name) return *committed_schema_;
  DECANT_TRY(auto newest, newest_schema(name));
  return begin_schema(name, std::move(newest));
}

Result<schema::Schema> Workspace::fresh_schema(const std::string& name) const { return begin_schema(name, {}); }

Result<void> Workspace::take_stored_schema(const std::string& name, FileBatch& files) const {
  DECANT_TRY(const auto stored, stored_schema(dataset_, name));
  return stored ? folder_.write_schema(*stored, files) : Result<void>{};
}

Result<schema::Schema> Workspace::begin_schema(const std::string& name, std::optional<schema::Schema> stored) const {
  DECANT_TRY(auto begun, exchange_.begin(name, std::move(stored)));
  if (begun.replaced) monitor_->note("", "schema " + name + " was replaced by its import file");
  schema::Schema schema = begun.schema ? std::move(*begun.schema) : schema::Schema(name);
  DECANT_TRY(apply_options(options_.schema, destination_.capabilities().max_identifier_length, schema));
  return schema;
}

Result<void> Workspace::write_import(const schema::Schema& hinted, schema::Schema& schema) const {
  DECANT_TRY(const std::string hash, exchange_.write_import(hinted));
  schema.set_imported_version_hash(hash);
  return {};
}

state::PipelineState Workspace::next_state(state::PipelineState changed, const std::string& schema_name) const {
  changed.set("pipeline_name", options_.name);
  changed.set("dataset_name", dataset_name(options_, destination_));
  auto names = schema_names_of(changed);
  changed.set("default_schema_name", default_schema_of(changed, names, schema_name));
  changed.set("schema_names", schema_names_with(std::move(names), schema_name));
  changed.set("destination_type", options_.destination_type);
  const bool is_named = options_.destination_name != short_name(options_.destination_type);
  changed.set("destination_name", is_named ? json::Value(options_.destination_name) : json::Value());
  changed.bump_version();
  return changed;
}

void Workspace::remember_destination() {
  json::Value& own = state_.local();
  own["first_run"] = false;
  if (own.find("initial_cwd") == nullptr) {
    std::error_code error;
    const auto folder = std::filesystem::current_path(error);
    if (!error) own["initial_cwd"] = folder.string();
  }
  own[kDevMode] = options_.dev_mode;
  json::Value& target = own["_decant_destination"];
  target = json::Value::object();
  target["name"] = options_.destination_name;
  target["type"] = options_.destination_type;
  target["location"] = destination_.location();
  target["dataset"] = dataset_name(options_, destination_);
}

Result<void> Workspace::take_state(const json::Value& state) {
  json::Value document = state;
  document["_local"] = state_.local();
  DECANT_TRY(state_, state::PipelineState::from_json(std::move(document)));
  state_.mark_extracted(process_clock().now());
  return {};
}

Result<void> Workspace::keep_state(const json::Value& state) {
  if (state.is_null() || state.integer_or("_state_version", 0) <= state_.version()) return {};
  DECANT_TRY(take_state(state));
  remember_destination();
  FileBatch files;
  DECANT_TRY(folder_.write_state(state_, files));
  return files.commit();
}

/// Adds the files of the pipeline's other schemas that the dataset knows better than the folder.
Result<void> Workspace::restore_schemas(const std::string& loaded, FileBatch& files) {
  for (const auto& name : schema_names_of(state_)) {
    if (name == loaded) continue;
    DECANT_TRY(const auto local, folder_.read_schema(name));
    if (local && !state_is_of_dataset_) continue;
    DECANT_TRY(const auto stored, stored_schema(dataset_, name));
    if (stored) DECANT_TRY(folder_.write_schema(*stored, files));
  }
  return {};
}

Result<void> Workspace::write_restored() {
  remember_destination();
  FileBatch files;
  DECANT_TRY(restore_schemas({}, files));
  DECANT_TRY(folder_.write_state(state_, files));
  return files.commit();
}

Result<void> Workspace::committed(const schema::Schema& schema, const json::Value& state,
                                  const std::optional<destination::MarkedDataset>& left, FileBatch& files) {
  if (!state.is_null()) {
    DECANT_TRY(take_state(state));
    if (options_.restores_state) base_state_version_ = state_.version();
  }
  dataset_.exists = true;
  dataset_is_gone_ = false;
  remember_destination();
  if (!committed_schema_) DECANT_TRY(restore_schemas(schema.name(), files));
  committed_schema_ = schema;
  // It only saves asking: what is loaded is loaded without it.
  if (auto kept = left ? known_dataset_.remember(*left) : Result<void>{}; !kept)
    log(LogLevel::warning, to_string(kept.error()));
  DECANT_TRY(folder_.write_schema(schema, files));
  DECANT_TRY(exchange_.write_export(schema, files));
  return folder_.write_state(state_, files);
}

}  // namespace decant::pipeline
