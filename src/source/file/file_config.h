#pragma once

#include <string>
#include <vector>

#include "config/node.h"
#include "source/file/file_spec.h"
#include "source/source.h"
#include "source/source_context.h"

namespace decant::source::file {

/// A source of files, checked.
struct FileSpec {
  std::string name;
  std::vector<FileResourceSpec> resources;
  SchemaHints schema;
};

/// Reads the keys under `source:` with `type: filesystem`: `resources`, or without it one resource of the source's
/// name, whose keys stand beside those of the source. Errors are of kind `config` and name the line.
Result<FileSpec> read_file_spec(const config::Node& given, const SourceContext& context);

}  // namespace decant::source::file
