#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "destination/destination.h"
#include "destination/loaded_state.h"
#include "destination/sql/layout.h"
#include "destination/sql/sql_session.h"
#include "schema/system_tables.h"

namespace decant::destination {

inline constexpr std::array kSystemTables = {schema::kVersionTable, schema::kLoadsTable, schema::kPipelineStateTable};

/// Reads of dlt's own tables (`_dlt_loads`, `_dlt_pipeline_state`, `_dlt_version`). A missing table holds nothing.
class SystemRows {
 public:
  SystemRows(SqlSession& session, const Layout& layout) : session_(session), layout_(layout) {}

  Result<bool> has_load(std::string_view load_id);
  /// The newest state of a pipeline among finished loads.
  Result<std::optional<LoadedState>> newest_state(std::string_view pipeline_name);
  Result<bool> has_schema(std::string_view version_hash);
  /// The newest stored document of each schema name.
  Result<std::vector<json::Value>> newest_schemas();

 private:
  SqlSession& session_;
  const Layout& layout_;
};

}  // namespace decant::destination
