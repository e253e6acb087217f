#include "destination/sql/system_rows.h"

#include <charconv>

#include "schema/system_tables.h"
#include "state/state_text.h"

namespace decant::destination {

namespace {

using schema::kLoadsTable;
using schema::kPipelineStateTable;
using schema::kVersionTable;

std::int64_t integer_of(const std::optional<std::string_view>& cell) {
  std::int64_t value = 0;
  if (cell) std::from_chars(cell->data(), cell->data() + cell->size(), value);
  return value;
}

}  // namespace

Result<bool> SystemRows::has_load(std::string_view load_id) {
  if (layout_.find(kLoadsTable) == nullptr) return false;
  return session_.has_rows("SELECT 1 FROM " + layout_.path_of(kLoadsTable) + " WHERE load_id = $1 LIMIT 1", {load_id});
}

Result<std::optional<LoadedState>> SystemRows::newest_state(std::string_view pipeline_name) {
  const StoredTable* const states = layout_.find(kPipelineStateTable);
  if (states == nullptr || layout_.find(kLoadsTable) == nullptr) return std::nullopt;
  // The table may be that of an older dlt, which lacks the hash.
  const std::string hash = states->find("version_hash") == nullptr ? "NULL" : "s.version_hash";
  std::optional<LoadedState> newest;
  DECANT_TRY(
      session_.query("SELECT CAST(s.version AS BIGINT), CAST(s.engine_version AS BIGINT), "
                     "CAST(s.pipeline_name AS VARCHAR), CAST(s.state AS VARCHAR), "
                     "CAST(EXTRACT(EPOCH FROM CAST(s.created_at AS TIMESTAMP WITH TIME ZONE)) * 1000000 AS "
                     "BIGINT), CAST(" +
                         hash + " AS VARCHAR), CAST(l.load_id AS VARCHAR) FROM " +
                         layout_.path_of(kPipelineStateTable) + " AS s JOIN " + layout_.path_of(kLoadsTable) +
                         " AS l ON l.load_id = s._dlt_load_id WHERE s.pipeline_name = $1 AND l.status = 0 "
                         "ORDER BY l.load_id DESC LIMIT 1",
                     {pipeline_name}, [&](SqlRow row) -> Result<void> {
                       newest.emplace();
                       newest->row.version = integer_of(row[0]);
                       newest->row.engine_version = integer_of(row[1]);
                       newest->row.pipeline_name = row[2].value_or("");
                       newest->row.state = row[3].value_or("");
                       newest->row.created_at = integer_of(row[4]);
                       newest->row.version_hash = row[5].value_or("");
                       newest->load_id = row[6].value_or("");
                       return {};
                     }));
  return newest;
}

Result<bool> SystemRows::has_schema(std::string_view version_hash) {
  const auto* const versions = layout_.find(kVersionTable);
  if (versions == nullptr || versions->is_new) return false;
  return session_.has_rows("SELECT 1 FROM " + layout_.path_of(kVersionTable) + " WHERE version_hash = $1 LIMIT 1",
                           {version_hash});
}

Result<std::vector<json::Value>> SystemRows::newest_schemas() {
  std::vector<json::Value> documents;
  if (layout_.find(kVersionTable) == nullptr) return documents;
  DECANT_TRY(session_.query(
      "SELECT CAST(schema AS VARCHAR), CAST(schema_name AS VARCHAR) FROM (SELECT *, row_number() OVER "
      "(PARTITION BY schema_name ORDER BY inserted_at DESC) AS n FROM " +
          layout_.path_of(kVersionTable) + ") AS numbered WHERE n = 1 ORDER BY schema_name",
      {}, [&](SqlRow row) -> Result<void> {
        // A schema is stored in either form that a state has: plain, or zlib and base64.
        auto document = state::decode_state_text(row[0].value_or(""));
        if (!document)
          return fail(Error(document.error()).within("the stored schema " + std::string(row[1].value_or(""))));
        documents.push_back(std::move(*document));
        return {};
      }));
  return documents;
}

}  // namespace decant::destination
