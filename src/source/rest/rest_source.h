#pragma once

#include <memory>

#include "config/node.h"
#include "core/result.h"
#include "source/source.h"
#include "source/source_context.h"

namespace decant::source::rest {

/// The source's name where none is given.
inline constexpr const char* kDefaultName = "rest_api";

/// Makes a source of the keys under `source:` of a pipeline file with `type: rest_api`, or of a bare RESTAPIConfig.
/// Placeholders of secrets must be resolved already. Errors are of kind `config` and name the line.
Result<std::unique_ptr<Source>> make_rest_source(const config::Node& source, const SourceContext& context);

}  // namespace decant::source::rest
