#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "source/source.h"

namespace decant::source {

/// What the first page of a resource shows.
struct Sample {
  bool was_asked = false;           ///< false: no page came, such as for a child whose parent has no record
  std::size_t records = 0;          ///< on that page
  std::vector<std::string> fields;  ///< of its first record, in order
  std::vector<std::string> notes;   ///< what the source says on the way, doubts too
};

/// Asks for pages of a resource until the first of its own has come; stores nothing, and begins as a first run does.
/// `source` is made for that resource alone (SourceContext::selected). Error: what went wrong, as of a run.
Result<Sample> take_sample(Source& source, std::string_view resource, const CancelToken& cancel);

}  // namespace decant::source
