#include "destination/duckdb/system_rows.h"

#include "destination/sql.h"
#include "schema/system_tables.h"
#include "state/state_text.h"

namespace decant::destination {

namespace {

using schema::kLoadsTable;
using schema::kPipelineStateTable;
using schema::kVersionTable;

}  // namespace

Result<bool> SystemRows::has_load(std::string_view load_id) {
  if (layout_.find(kLoadsTable) == nullptr) return false;
  DECANT_TRY(auto rows, connection_.query(
                            "SELECT 1 FROM " + layout_.path_of(kLoadsTable) + " WHERE load_id = ? LIMIT 1", {load_id}));
  return rows.next();
}

Result<std::optional<LoadedState>> SystemRows::newest_state(std::string_view pipeline_name) {
  const StoredTable* const states = layout_.find(kPipelineStateTable);
  if (states == nullptr || layout_.find(kLoadsTable) == nullptr) return std::nullopt;
  // Casts: the tables may be those of an older dlt. That may lack the hash.
  const std::string hash = states->find("version_hash") == nullptr ? "NULL::VARCHAR" : "s.version_hash::VARCHAR";
  DECANT_TRY(auto rows,
             connection_.query("SELECT s.version::BIGINT, s.engine_version::BIGINT, s.pipeline_name::VARCHAR, "
                               "s.state::VARCHAR, epoch_us(s.created_at::TIMESTAMPTZ)::BIGINT, " +
                                   hash + ", l.load_id::VARCHAR FROM " + layout_.path_of(kPipelineStateTable) +
                                   " AS s JOIN " + layout_.path_of(kLoadsTable) +
                                   " AS l ON l.load_id = s._dlt_load_id WHERE s.pipeline_name = ? AND l.status = 0 "
                                   "ORDER BY l.load_id DESC LIMIT 1",
                               {pipeline_name}));
  DECANT_TRY(const bool found, rows.next());
  if (!found) return std::nullopt;
  LoadedState state;
  state.row.version = rows.column(0).at<std::int64_t>(0);
  state.row.engine_version = rows.column(1).at<std::int64_t>(0);
  state.row.pipeline_name = rows.column(2).text(0);
  state.row.state = rows.column(3).text(0);
  state.row.created_at = rows.column(4).at<std::int64_t>(0);
  if (rows.column(5).is_valid(0)) state.row.version_hash = rows.column(5).text(0);
  state.load_id = rows.column(6).text(0);
  return state;
}

Result<bool> SystemRows::has_schema(std::string_view version_hash) {
  if (layout_.find(kVersionTable) == nullptr) return false;
  DECANT_TRY(auto rows,
             connection_.query("SELECT 1 FROM " + layout_.path_of(kVersionTable) + " WHERE version_hash = ? LIMIT 1",
                               {version_hash}));
  return rows.next();
}

Result<std::vector<json::Value>> SystemRows::newest_schemas() {
  std::vector<json::Value> documents;
  if (layout_.find(kVersionTable) == nullptr) return documents;
  DECANT_TRY(auto rows,
             connection_.query("SELECT schema::VARCHAR, schema_name::VARCHAR FROM (SELECT *, row_number() OVER "
                               "(PARTITION BY schema_name ORDER BY inserted_at DESC) AS n FROM " +
                               layout_.path_of(kVersionTable) + ") WHERE n = 1 ORDER BY schema_name"));
  for (;;) {
    DECANT_TRY(const bool more, rows.next());
    if (!more) return documents;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      // A schema is stored in either form that a state has: plain, or zlib and base64.
      auto document = state::decode_state_text(rows.column(0).text(row));
      if (!document) {
        return fail(Error(document.error()).within("the stored schema " + std::string(rows.column(1).text(row))));
      }
      documents.push_back(std::move(*document));
    }
  }
}

}  // namespace decant::destination
