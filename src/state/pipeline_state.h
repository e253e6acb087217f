#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/time.h"
#include "json/value.h"

namespace decant::state {

inline constexpr std::int64_t kStateEngineVersion = 4;

/// The state of a pipeline in dlt's form (engine 4): names, the state of sources and resources, version and hash, and a
/// part `_local` that stays on this machine. Values that JSON lacks are texts that begin with a mark (see
/// typed_text.h).
class PipelineState {
 public:
  /// The state of a pipeline that never ran: version 0, no hash, `_local.first_run` true.
  explicit PipelineState(std::string_view pipeline_name);

  /// Reads a stored document; older engines are migrated. Fails if it is no state document or of a newer engine.
  static Result<PipelineState> from_json(json::Value document);

  /// The document as stored in state.json, `_local` included.
  [[nodiscard]] const json::Value& document() const { return document_; }
  /// The document as it goes into a dataset: without `_local`.
  [[nodiscard]] json::Value shared_document() const;

  [[nodiscard]] std::int64_t version() const { return document_.integer_or("_state_version", 0); }
  [[nodiscard]] std::string version_hash() const { return document_.text_or("_version_hash", ""); }
  [[nodiscard]] std::string pipeline_name() const { return document_.text_or("pipeline_name", ""); }

  /// A member of the top level: `dataset_name`, `default_schema_name`, `schema_names`, `destination_type` …
  void set(std::string_view key, json::Value value) { document_[key] = std::move(value); }
  [[nodiscard]] const json::Value* find(std::string_view key) const { return document_.find(key); }

  /// The `_local` object.
  [[nodiscard]] json::Value& local();

  /// The state of a resource, or null if it has none.
  [[nodiscard]] const json::Value* find_resource(std::string_view source, std::string_view resource) const;
  /// The state of a resource, made (an empty object) if absent.
  json::Value& resource(std::string_view source, std::string_view resource);
  /// Removes the state of a resource; whether it was there.
  bool erase_resource(std::string_view source, std::string_view resource);
  /// The state of a source (its `resources` among it), made if absent.
  json::Value& source(std::string_view source);

  /// Hash of the content as it is now: SHA3-256 over sorted JSON without version, engine version, hash and `_local`.
  [[nodiscard]] std::string content_hash() const;

  /// Brings the hash up to date. If there was another one before, the version grows by one. Returns whether the hash
  /// changed.
  bool bump_version();

  /// Whether the content differs from what the last extract wrote to a package (see mark_extracted).
  [[nodiscard]] bool differs_from_extracted() const;
  /// Notes in `_local` that the state with the present hash is in a package.
  void mark_extracted(Micros now);

  friend bool operator==(const PipelineState&, const PipelineState&) = default;

 private:
  PipelineState() = default;

  json::Value document_;
};

}  // namespace decant::state
