#include "builtin/schema_settings.h"

#include <optional>
#include <string>
#include <utility>

#include "config/typed.h"
#include "schema/naming.h"

namespace decant::builtin {

namespace {

Result<std::optional<config::Found>> find(const config::Providers& providers, const config::Query& section,
                                          std::string_view key) {
  config::Query query = section;
  query.key = key;
  DECANT_TRY(auto answer, providers.look_up(query));
  if (!answer.found || answer.found->value.is_null()) return std::optional<config::Found>();
  return std::move(answer.found);
}

Result<void> read_flag(const config::Providers& providers, const config::Query& section, std::string_view key,
                       std::optional<bool>& flag) {
  DECANT_TRY(const auto found, find(providers, section, key));
  if (!found) return {};
  DECANT_TRY(const auto value, config::typed(found->value, config::Kind::boolean, found->key));
  flag = value.as_bool();
  return {};
}

Result<void> read_naming(const config::Providers& providers, const config::Query& section,
                         std::optional<std::string>& naming) {
  DECANT_TRY(const auto found, find(providers, section, "naming"));
  if (!found) return {};
  DECANT_TRY(const auto value, config::typed(found->value, config::Kind::text, found->key));
  naming = value.as_text();
  const auto kind = schema::NamingConvention::find(*naming);
  if (!kind)
    return config::fail_at(found->value.location(), "`" + found->key + "`: " + kind.error().message, kind.error().hint);
  return {};
}

}  // namespace

Result<void> read_schema_settings(const config::Providers& providers, std::string_view pipeline_name,
                                  std::string_view schema_name, pipeline::SchemaOptions& options) {
  config::Query section;
  section.pipeline_name = pipeline_name;
  section.sections = {"sources", std::string(schema_name)};
  section.config_section = "schema";
  DECANT_TRY(read_naming(providers, section, options.naming));
  DECANT_TRY(read_flag(providers, section, "allow_identifier_change_on_table_with_data",
                       options.allow_identifier_change_on_table_with_data));
  return read_flag(providers, section, "use_break_path_on_normalize", options.use_break_path_on_normalize);
}

}  // namespace decant::builtin
