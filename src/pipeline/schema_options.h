#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "core/result.h"
#include "schema/schema.h"

namespace decant::pipeline {

/// What a configuration says of a pipeline's schemas; what is absent stays as a schema has it.
struct SchemaOptions {
  std::optional<std::string> naming;                               ///< `schema.naming`
  std::optional<bool> allow_identifier_change_on_table_with_data;  ///< `schema.…`
  std::optional<bool> use_break_path_on_normalize;                 ///< `schema.…`
  std::filesystem::path import_path;                               ///< folder of import files; empty: none
  std::filesystem::path export_path;                               ///< folder that schemas are written to; empty: none
};

/// Gives a schema what the options say of names. `max_length` of identifiers in code points. Errors as change_naming.
Result<void> apply_options(const SchemaOptions& options, std::size_t max_length, schema::Schema& schema);

}  // namespace decant::pipeline
