#pragma once

#include <string>
#include <vector>

#include "config/node.h"
#include "source/rest/config/reading_context.h"
#include "source/rest/spec.h"

namespace decant::source::rest {

/// The three parts of a RESTAPIConfig.
struct RestConfig {
  config::Node client;
  config::Node resource_defaults;  ///< null: none
  config::Node resources;
  std::string path;  ///< before the keys in errors: "source." or nothing
};

/// Reads a RESTAPIConfig. All errors are of kind `config`, name the line, and are found before anything is asked for.
Result<RestSpec> read_rest_spec(const RestConfig& config, const ReadingContext& context);

/// Restricts the source to resources of these names, all of which must exist; no names change nothing.
Result<void> select_resources(RestSpec& spec, const std::vector<std::string>& names);

}  // namespace decant::source::rest
