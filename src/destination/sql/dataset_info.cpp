#include "destination/sql/dataset_info.h"

#include <utility>
#include <vector>

#include "destination/provenance_row.h"
#include "destination/sql/layout.h"
#include "destination/sql/provenance_table.h"
#include "destination/sql/system_rows.h"

namespace decant::destination {

Result<DatasetInfo> read_dataset_info(SqlSession& session, const std::string& dataset, std::string_view pipeline_name) {
  Layout layout(session, dataset);
  std::vector<std::string_view> wanted(kSystemTables.begin(), kSystemTables.end());
  wanted.emplace_back(kColumnsTable);
  DECANT_TRY(layout.read(wanted));
  DatasetInfo info;
  info.exists = layout.exists();
  info.may_have_provenance = ProvenanceTable(session, layout).exists();
  SystemRows system(session, layout);
  DECANT_TRY(auto state, system.newest_state(pipeline_name));
  if (state) info.state = std::move(state->row);
  DECANT_TRY(info.schemas, system.newest_schemas());
  return info;
}

}  // namespace decant::destination
