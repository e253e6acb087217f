#include "pipeline/schema_options.h"

#include "schema/naming_change.h"

namespace decant::pipeline {

Result<void> apply_options(const SchemaOptions& options, std::size_t max_length, schema::Schema& schema) {
  auto& normalizers = schema.normalizers();
  if (const auto allows = options.allow_identifier_change_on_table_with_data)
    normalizers.set_allow_identifier_change_on_table_with_data(*allows);
  if (const auto breaks = options.use_break_path_on_normalize) normalizers.set_use_break_path_on_normalize(*breaks);
  if (options.naming) return change_naming(schema, *options.naming, max_length);
  return {};
}

}  // namespace decant::pipeline
