#pragma once

#include <memory>

#include "config/node.h"
#include "core/result.h"
#include "source/source.h"
#include "source/source_context.h"

namespace decant::source::centra {

/// The source's name where none is given.
inline constexpr const char* kDefaultName = "centra_source";

/// Makes a source of the keys under `source:` of a pipeline file with `type: centra`. Placeholders of secrets must be
/// resolved already. `base_url`, `api_key`, `page_size`, `timezone`, `start_date`, `lookback` and `overlap` are looked
/// for by the providers if they are not given. Errors are of kind `config` and name the line, or the places looked at.
Result<std::unique_ptr<Source>> make_centra_source(const config::Node& source, const SourceContext& context);

}  // namespace decant::source::centra
