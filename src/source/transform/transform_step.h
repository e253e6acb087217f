#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/node.h"
#include "config/reader.h"
#include "core/result.h"

namespace decant::source {

/// One of the `processing_steps` of a resource: an SQL expression over the record.
struct TransformStep {
  enum class Kind : std::uint8_t {
    filter,     ///< boolean: whether the record is kept
    map,        ///< object: what the record becomes
    yield_map,  ///< list of objects: the records that it becomes
  };
  Kind kind = Kind::filter;
  std::string expression;
  config::Location location;
};

/// The key that a kind has in the config.
std::string_view to_string(TransformStep::Kind kind);

/// Reads `processing_steps`: a list of mappings with the keys `filter`, `map`, `yield_map`, taken in this order within
/// one mapping. None if the key is absent. Errors (kind `config`) have file and line; that of a Python callable names
/// the expression to write in its place.
Result<std::vector<TransformStep>> read_processing_steps(config::Reader& resource);

/// An error of a step, at its line: "f.yaml:7: `filter`: what".
std::unexpected<Error> step_error(const TransformStep& step, ErrorKind kind, std::string_view what, std::string hint);

}  // namespace decant::source
