#pragma once

#include <string_view>

#include "config/providers.h"
#include "core/result.h"
#include "pipeline/schema_options.h"

namespace decant::builtin {

/// Looks for dlt's settings of a schema where dlt does: `sources.SCHEMA.schema.naming`, `sources.schema.naming`,
/// `schema.naming`, in the environment too (`SCHEMA__NAMING`). Fills what is found into `options`. Error (kind
/// `config`): a value of another type, or a convention that is not there.
Result<void> read_schema_settings(const config::Providers& providers, std::string_view pipeline_name,
                                  std::string_view schema_name, pipeline::SchemaOptions& options);

}  // namespace decant::builtin
