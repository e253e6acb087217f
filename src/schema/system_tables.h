#pragma once

#include "schema/table.h"

namespace decant::schema {

/// dlt's own tables as its newest version documents them; any version continues a schema that holds them so.
Table version_table();
Table loads_table();
Table pipeline_state_table();
/// The state's table before its first row is normalized: without row id.
Table extracted_state_table();

inline constexpr std::string_view kVersionTable = "_dlt_version";
inline constexpr std::string_view kLoadsTable = "_dlt_loads";
inline constexpr std::string_view kPipelineStateTable = "_dlt_pipeline_state";

/// Whether a table or column belongs to dlt itself (`_dlt…`).
bool is_system_name(std::string_view name);

}  // namespace decant::schema
