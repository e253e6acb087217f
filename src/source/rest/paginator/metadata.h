#pragma once

#include <cstdint>
#include <optional>

#include "core/result.h"
#include "json/document.h"
#include "json/path.h"

namespace decant::source::rest {

/// A value as Python's int() reads it: a number (cut to a whole one), a boolean, a numeric text; nothing if it is none.
std::optional<std::int64_t> as_whole_number(const json::Node& node);

/// Whether there are more pages, as the answer says: a boolean, or text such as yes, true, 1, no, f. Anything else is
/// an error of kind `source_data` that names the path.
Result<bool> read_has_more(const json::Path& path, const json::Node& body);

/// The error of paging data that is missing or of no use; `what` it should be: "number".
std::unexpected<Error> bad_metadata(const json::Path& path, const std::optional<json::Node>& found,
                                    std::string_view what);

}  // namespace decant::source::rest
