#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "config/node.h"
#include "core/result.h"
#include "source/source.h"
#include "source/source_context.h"

namespace decant::builtin {

/// Makes the source that `type` in the keys of `source` names; a mapping with `client` and without `type` is a
/// RESTAPIConfig. Resolves placeholders first. Errors are of kind `config` and name the line.
Result<std::unique_ptr<source::Source>> make_source(const config::Node& source, const source::SourceContext& context);

}  // namespace decant::builtin
