#include "destination/sql/dataset_info.h"

#include <utility>

#include "destination/sql/layout.h"
#include "destination/sql/system_rows.h"

namespace decant::destination {

Result<DatasetInfo> read_dataset_info(SqlSession& session, const std::string& dataset, std::string_view pipeline_name) {
  Layout layout(session, dataset);
  DECANT_TRY(layout.read(kSystemTables));
  DatasetInfo info;
  info.exists = layout.exists();
  SystemRows system(session, layout);
  DECANT_TRY(auto state, system.newest_state(pipeline_name));
  if (state) info.state = std::move(state->row);
  DECANT_TRY(info.schemas, system.newest_schemas());
  return info;
}

}  // namespace decant::destination
