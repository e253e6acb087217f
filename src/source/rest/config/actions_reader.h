#pragma once

#include <string>
#include <vector>

#include "config/reader.h"
#include "source/rest/spec.h"

namespace decant::source::rest {

/// Reads `response_actions` of an endpoint. An entry that dlt never acts on is passed over and said in `notes`; one
/// that needs Python is an error that names it.
Result<std::vector<IgnoreSpec>> read_actions(config::Reader& endpoint, std::vector<std::string>& notes);

}  // namespace decant::source::rest
