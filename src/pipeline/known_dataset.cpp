#include "pipeline/known_dataset.h"

#include <utility>

#include "core/file.h"
#include "core/log.h"
#include "json/value.h"
#include "json/write.h"
#include "pipeline/json_file.h"

namespace decant::pipeline {

namespace {

json::Value document_of(const destination::StateRow& row) {
  json::Value state = json::Value::object();
  state["version"] = row.version;
  state["engine_version"] = row.engine_version;
  state["pipeline_name"] = row.pipeline_name;
  state["state"] = row.state;
  state["created_at"] = row.created_at;
  state["version_hash"] = row.version_hash;
  return state;
}

destination::StateRow row_of(const json::Value& state) {
  return {.version = state.integer_or("version", 0),
          .engine_version = state.integer_or("engine_version", 0),
          .pipeline_name = state.text_or("pipeline_name", ""),
          .state = state.text_or("state", ""),
          .created_at = state.integer_or("created_at", 0),
          .version_hash = state.text_or("version_hash", "")};
}

Result<json::Value> as_it_is(const json::Value& document) { return document; }

}  // namespace

Result<destination::DatasetInfo> KnownDataset::inspect(std::string_view pipeline) {
  const auto mark = destination_.mark();
  if (!mark) return destination_.inspect(pipeline);
  if (auto known = remembered(*mark)) return std::move(*known);
  DECANT_TRY(auto dataset, destination_.inspect(pipeline));
  if (destination_.mark() == mark) remember(dataset, mark);
  return dataset;
}

std::optional<destination::DatasetInfo> KnownDataset::remembered(const std::string& mark) const {
  const auto read = read_json_file<json::Value>(folder_.dataset_file(), &as_it_is);
  if (!read || !*read || !(*read)->is_object()) return std::nullopt;
  const json::Value& document = **read;
  if (document.text_or("mark", "") != mark || document.text_or("dataset", "") != destination_.dataset())
    return std::nullopt;
  destination::DatasetInfo dataset{.exists = document.bool_or("exists", false), .state = {}, .schemas = {}};
  if (const auto* const state = document.find("state")) dataset.state = row_of(*state);
  const auto* const schemas = document.find("schemas");
  if (schemas == nullptr || !schemas->is_array()) return std::nullopt;
  for (const auto& schema : schemas->as_array()) dataset.schemas.push_back(schema);
  return dataset;
}

void KnownDataset::remember(const destination::DatasetInfo& dataset, const std::optional<std::string>& mark) const {
  if (!mark) return;
  json::Value document = json::Value::object();
  document["mark"] = *mark;
  document["dataset"] = destination_.dataset();
  document["exists"] = dataset.exists;
  if (dataset.state) document["state"] = document_of(*dataset.state);
  json::Value schemas = json::Value::array();
  for (const auto& schema : dataset.schemas) schemas.push_back(schema);
  document["schemas"] = std::move(schemas);
  const auto written = write_file_atomically(folder_.dataset_file(), json::write(document));
  if (!written) log(LogLevel::debug, written.error().message);
}

}  // namespace decant::pipeline
