#pragma once

#include <memory>

#include "config/node.h"
#include "source/source.h"
#include "source/source_context.h"

namespace decant::source::file {

/// The source's name where none is given.
inline constexpr const char* kDefaultName = "filesystem";

/// Makes a source of the keys under `source:` with `type: filesystem`: records of JSON, JSON lines, CSV and Parquet
/// files of this machine. Errors are of kind `config` and name the line, or `io`.
Result<std::unique_ptr<Source>> make_file_source(const config::Node& source, const SourceContext& context);

}  // namespace decant::source::file
