#pragma once

#include <cstddef>

#include "http/headers.h"
#include "json/document.h"

namespace decant::source::rest {

/// What paging looks at: an answer, and how many records were selected from it.
struct Answer {
  const http::Headers& headers;
  json::Node body;
  std::size_t records = 0;
};

}  // namespace decant::source::rest
