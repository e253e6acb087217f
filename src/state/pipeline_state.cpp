#include "state/pipeline_state.h"

#include <array>

#include "core/hash.h"
#include "json/write.h"
#include "state/typed_text.h"

namespace decant::state {

namespace {

constexpr std::array<std::string_view, 4> kOutsideHash{"_state_version", "_state_engine_version", "_version_hash",
                                                       "_local"};

/// `dlt.destinations.postgres` → `postgres`.
std::string short_name(std::string_view type) { return std::string(type.substr(type.rfind('.') + 1)); }

/// Engine 3 had one member `destination` (or `staging`), the type's full name.
void split_type_and_name(json::Value& document, const std::string& prefix) {
  const json::Value* found = document.find(prefix);
  if (found == nullptr) return;
  const json::Value type = *found;
  document.erase(prefix);
  if (document.find(prefix + "_type") == nullptr) document[prefix + "_type"] = type;
  const std::string type_text = document.text_or(prefix + "_type", "");
  json::Value& name = document[prefix + "_name"];
  if (name.is_string() && name.as_string() == short_name(type_text)) name = nullptr;
}

/// Makes a member an object if it is none; returns it.
json::Value& object_at(json::Value& parent, std::string_view key) {
  json::Value& member = parent[key];
  if (!member.is_object()) member = json::Value::object();
  return member;
}

std::string hash_of(json::Value document) {
  for (const auto key : kOutsideHash) document.erase(key);
  Sha3 hash;
  hash.update(json::write_sorted(document));
  return hash.finish_base64();
}

void migrate(json::Value& document, std::int64_t engine) {
  if (engine < 2) object_at(document, "_local");
  if (engine < 3) document["_version_hash"] = hash_of(document);
  if (engine < 4) {
    split_type_and_name(document, "destination");
    split_type_and_name(document, "staging");
  }
  document["_state_engine_version"] = kStateEngineVersion;
}

}  // namespace

PipelineState::PipelineState(std::string_view pipeline_name) : document_(json::Value::object()) {
  document_["_state_version"] = 0;
  document_["_state_engine_version"] = kStateEngineVersion;
  document_["_local"]["first_run"] = true;
  document_["pipeline_name"] = pipeline_name;
}

Result<PipelineState> PipelineState::from_json(json::Value document) {
  const json::Value* version = document.find("_state_version");
  const json::Value* engine = document.find("_state_engine_version");
  if (version == nullptr || !version->is_integer() || engine == nullptr || !engine->is_integer())
    return fail(ErrorKind::state, "the pipeline state has no version");
  if (engine->as_integer() > kStateEngineVersion)
    return fail(ErrorKind::state,
                "the pipeline state has engine version " + std::to_string(engine->as_integer()) + ", newer than " +
                    std::to_string(kStateEngineVersion),
                "use a newer version of decant");
  for (const auto key : {"_local", "sources"}) {
    const json::Value* member = document.find(key);
    if (member != nullptr && !member->is_object())
      return fail(ErrorKind::state, "the pipeline state is malformed: no object under " + std::string(key));
  }
  if (const std::int64_t from = engine->as_integer(); from < kStateEngineVersion) migrate(document, from);
  PipelineState state;
  state.document_ = std::move(document);
  return state;
}

json::Value PipelineState::shared_document() const {
  json::Value shared = document_;
  shared.erase("_local");
  return shared;
}

json::Value& PipelineState::local() { return object_at(document_, "_local"); }

const json::Value* PipelineState::find_resource(std::string_view source, std::string_view resource) const {
  const json::Value* found = document_.find("sources");
  for (const auto key : {source, std::string_view("resources"), resource}) {
    if (found != nullptr) found = found->find(key);
  }
  return found;
}

json::Value& PipelineState::source(std::string_view source) {
  return object_at(object_at(document_, "sources"), source);
}

json::Value& PipelineState::resource(std::string_view source, std::string_view resource) {
  return object_at(object_at(this->source(source), "resources"), resource);
}

bool PipelineState::erase_resource(std::string_view source, std::string_view resource) {
  if (find_resource(source, resource) == nullptr) return false;
  return this->source(source)["resources"].erase(resource);
}

std::string PipelineState::content_hash() const { return hash_of(document_); }

bool PipelineState::bump_version() {
  const std::string before = version_hash();
  std::string hash = content_hash();
  if (hash == before) return false;
  if (!before.empty()) document_["_state_version"] = version() + 1;
  document_["_version_hash"] = std::move(hash);
  return true;
}

bool PipelineState::differs_from_extracted() const {
  const json::Value* local = document_.find("_local");
  return local == nullptr || local->text_or("_last_extracted_hash", "") != content_hash();
}

void PipelineState::mark_extracted(Micros now) {
  local()["_last_extracted_at"] = typed_timestamp(now);
  local()["_last_extracted_hash"] = version_hash();
}

}  // namespace decant::state
