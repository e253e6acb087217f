#pragma once

#include <vector>

#include "core/time.h"
#include "json/document.h"
#include "schema/data_type.h"
#include "schema/detection.h"

namespace decant::normalize {

/// The type of a new column for its first value that is not null (dlt-normalize-load §4.1, §5): what the first detector
/// says that knows the value, else the type of its kind. `now` is for numbers that may be times.
schema::DataType infer_type(json::Node value, const std::vector<schema::Detection>& detections, Micros now);

}  // namespace decant::normalize
