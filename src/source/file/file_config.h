#pragma once

#include <string>
#include <vector>

#include "config/node.h"
#include "source/file/file_spec.h"
#include "source/source_context.h"

namespace decant::source::file {

/// A source of files, checked.
struct FileSpec {
  std::string name;
  std::vector<FileResourceSpec> resources;
};

/// Reads the keys under `source:` with `type: filesystem`. Errors are of kind `config` and name the line.
Result<FileSpec> read_file_spec(const config::Node& source, const SourceContext& context);

}  // namespace decant::source::file
