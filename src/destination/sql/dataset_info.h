#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "destination/destination.h"
#include "destination/sql/sql_session.h"

namespace decant::destination {

/// What a dataset knows of a pipeline; a dataset that is not there is no error.
Result<DatasetInfo> read_dataset_info(SqlSession& session, const std::string& dataset, std::string_view pipeline_name);

}  // namespace decant::destination
