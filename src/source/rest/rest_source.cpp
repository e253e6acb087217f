#include "source/rest/rest_source.h"

#include <limits>
#include <string>

#include "config/reader.h"
#include "source/records/contract_reader.h"
#include "source/rest/config/spec_reader.h"
#include "source/rest/extract/declared_source.h"

namespace decant::source::rest {

namespace {

struct SourceKeys {
  ReadingContext context;
  RestConfig config;
  std::optional<int> max_table_nesting;
  bool parallelized = false;  ///< all its resources are
  SchemaHints schema;
};

Result<SourceKeys> read_source(const config::Node& source, const SourceContext& given) {
  const bool bare = source.find("type") == nullptr;
  DECANT_TRY(config::Reader reader, config::Reader::open(source, bare ? "" : "source"));
  DECANT_TRY(reader.optional_choice("type", {"rest_api"}));
  DECANT_TRY(const auto name, reader.optional_text("name"));
  DECANT_TRY(const auto section, reader.optional_text("section"));
  DECANT_TRY(const auto strict, reader.optional_boolean("strict"));
  DECANT_TRY(const auto nesting, reader.optional_integer("max_table_nesting", 0, std::numeric_limits<int>::max()));
  DECANT_TRY(const auto parallelized, reader.optional_boolean("parallelized"));
  DECANT_TRY(const auto client, reader.any("client"));
  DECANT_TRY(const auto resources, reader.any("resources"));
  const auto defaults = reader.optional_any("resource_defaults");
  SourceKeys keys;
  DECANT_TRY(keys.schema, read_schema_hints(reader));
  DECANT_TRY(reader.finish());

  keys.context = {.pipeline_name = given.pipeline_name,
                  .section = section.value_or(kDefaultName),
                  .name = name.value_or(kDefaultName),
                  .strict = strict.value_or(false),
                  .providers = given.providers,
                  .client_credentials = {},
                  .base_url = {}};
  keys.config = {.client = client.node,
                 .resource_defaults = defaults ? defaults->node : config::Node(),
                 .resources = resources.node,
                 .path = bare ? "" : "source."};
  if (nesting) keys.max_table_nesting = static_cast<int>(*nesting);
  keys.parallelized = parallelized.value_or(false);
  return keys;
}

}  // namespace

Result<std::unique_ptr<Source>> make_rest_source(const config::Node& source, const SourceContext& context) {
  DECANT_TRY(const SourceKeys keys, read_source(source, context));
  DECANT_TRY(RestSpec spec, read_rest_spec(keys.config, keys.context));
  for (auto& resource : spec.resources) {
    resource.parallelized = resource.parallelized || keys.parallelized;
    if (!resource.hints.max_table_nesting) resource.hints.max_table_nesting = keys.max_table_nesting;
  }
  DECANT_TRY(select_resources(spec, context.selected));
  auto made = make_declared_source(std::move(spec), context.http);
  made->set_schema_hints(keys.schema);
  return made;
}

}  // namespace decant::source::rest
