#include "pipeline/run_schema.h"

#include <utility>

#include "schema/naming_change.h"

namespace decant::pipeline {

Result<BegunSchema> begin_schema(const Workspace& workspace, const source::Source& source,
                                 const PipelineOptions& options, const std::string& package_source, Refresh refresh,
                                 const std::vector<schema::ResourceHints>& resources) {
  const std::string name = schema::schema_name_from(package_source);
  DECANT_TRY(auto known, workspace.schema(name));
  BegunSchema begun{.schema = std::move(known), .removed = {}};
  begun.removed = apply_refresh(refresh, resources, begun.schema);
  if (refresh == Refresh::drop_sources) {
    DECANT_TRY(auto fresh, workspace.fresh_schema(name));
    if (!begun.schema.version_hash().empty()) fresh.succeed(begun.schema);
    begun.schema = std::move(fresh);
  }
  schema::Schema& schema = begun.schema;
  if (package_source == source.name()) {
    const auto& hints = source.schema_hints();
    if (!hints.schema_contract.is_null()) DECANT_TRY(schema.settings().set_contract(hints.schema_contract));
    if (hints.root_key) schema.normalizers().set_root_key_propagation(hints.root_key);
  }
  if (!options.schema_contract.is_null()) DECANT_TRY(schema.settings().set_contract(options.schema_contract));
  return begun;
}

Result<BegunSchema> replayed_schema(const package::Manifest& manifest, const destination::DatasetInfo& dataset,
                                    const destination::Capabilities& capabilities) {
  const std::string name = schema::schema_name_from(manifest.source);
  DECANT_TRY(auto stored, stored_schema(dataset, name));
  Refresh refresh = Refresh::none;
  if (!manifest.refresh.empty()) {
    DECANT_TRY(refresh, refresh_from(manifest.refresh));
  }
  BegunSchema begun{.schema = stored ? std::move(*stored) : schema::Schema(name), .removed = {}};
  begun.removed = apply_refresh(refresh, manifest.resources, begun.schema);
  const bool is_fresh = !stored || refresh == Refresh::drop_sources;
  if (stored && is_fresh) {
    schema::Schema fresh(name);
    fresh.succeed(begun.schema);
    begun.schema = std::move(fresh);
  }
  if (is_fresh && !manifest.schema_settings.as_object().empty()) {
    DECANT_TRY(begun.schema.settings(), schema::Settings::from_json(manifest.schema_settings));
  }
  DECANT_TRY(schema::change_naming(begun.schema, manifest.naming, capabilities.max_identifier_length));
  return begun;
}

std::vector<schema::ResourceHints> with_options(const PipelineOptions& options,
                                                std::vector<schema::ResourceHints> hints) {
  for (auto& resource : hints) {
    if (!options.schema_contract.is_null()) resource.properties["schema_contract"] = options.schema_contract;
    if (!options.file_format.empty()) resource.properties["file_format"] = options.file_format;
  }
  return hints;
}

}  // namespace decant::pipeline
