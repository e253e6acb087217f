#include "pipeline/known_dataset.h"

#include <cstdint>
#include <string>
#include <utility>

#include "core/file.h"
#include "core/hash.h"
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

/// Of the file; one of another form is none.
constexpr std::int64_t kFormat = 2;

/// What the file is about. Its checksum tells one that a power loss left half written.
json::Value head_of(const std::string& mark, const std::string& pipeline, const destination::Destination& destination,
                    const json::Value& known) {
  json::Value head = json::Value::object();
  head["format"] = kFormat;
  head["checksum"] = std::to_string(checksum64(json::write(known)));
  head["mark"] = mark;
  head["pipeline"] = pipeline;
  head["location"] = destination.location();
  head["dataset"] = destination.dataset();
  return head;
}

}  // namespace

Result<destination::DatasetInfo> KnownDataset::inspect() const {
  if (auto known = remembered()) return std::move(*known);
  return destination_.inspect(pipeline_);
}

std::optional<destination::DatasetInfo> KnownDataset::remembered() const {
  const auto mark = destination_.mark();
  if (!mark) return std::nullopt;
  const auto read = read_json_file<json::Value>(folder_.dataset_file(), &as_it_is);
  if (!read || !*read || !(*read)->is_object()) return std::nullopt;
  const json::Value& document = **read;
  const json::Value* const head = document.find("of");
  const json::Value* const known = document.find("known");
  if (head == nullptr || known == nullptr ||
      json::write(*head) != json::write(head_of(*mark, pipeline_, destination_, *known)))
    return std::nullopt;
  const json::Value* const schemas = known->find("schemas");
  if (schemas == nullptr || !schemas->is_array()) return std::nullopt;
  destination::DatasetInfo dataset{.exists = true, .state = {}, .schemas = {}};
  if (const auto* const state = known->find("state")) dataset.state = row_of(*state);
  for (const auto& schema : schemas->as_array()) dataset.schemas.push_back(schema);
  return dataset;
}

Result<void> KnownDataset::remember(const destination::MarkedDataset& left) const {
  json::Value known = json::Value::object();
  if (left.dataset.state) known["state"] = document_of(*left.dataset.state);
  json::Value schemas = json::Value::array();
  for (const auto& schema : left.dataset.schemas) schemas.push_back(schema);
  known["schemas"] = std::move(schemas);
  json::Value document = json::Value::object();
  document["of"] = head_of(left.mark, pipeline_, destination_, known);
  document["known"] = std::move(known);
  return write_file_unsynced(folder_.dataset_file(), json::write(document));
}

}  // namespace decant::pipeline
