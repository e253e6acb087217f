#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/headers.h"

namespace decant::source::rest {

/// The target of the last link of that relation in the answer's `Link` headers (RFC 8288): `<url>; rel="next"`. A
/// relation may be one of several in `rel`. A header that does not fit is read as far as it does.
std::optional<std::string> find_link(const http::Headers& headers, std::string_view relation);

}  // namespace decant::source::rest
