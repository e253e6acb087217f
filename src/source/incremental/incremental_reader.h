#pragma once

#include <optional>
#include <string>

#include "config/environment.h"
#include "config/reader.h"
#include "core/result.h"
#include "source/incremental/incremental_spec.h"

namespace decant::source {

/// Whether a query parameter is the old form of `incremental`: a mapping with `type: incremental`.
bool is_incremental_param(const config::Node& value);

/// The key `primary_key` of a resource or of `incremental`: a text or a list of texts.
Result<std::optional<DedupKey>> read_dedup_key(config::Reader& reader);

/// Reads `incremental` of an endpoint, and among its `params` the old form, which wins (the caller leaves that
/// parameter out; `start_param` is its name). `resource_key`: the resource's primary key, used unless `incremental` has
/// its own. Nothing if there is none or it has no cursor_path. Errors are of kind `config` with a line.
Result<std::optional<IncrementalSpec>> read_incremental(config::Reader& endpoint, std::optional<DedupKey> resource_key,
                                                        const config::Environment& environment);

}  // namespace decant::source
