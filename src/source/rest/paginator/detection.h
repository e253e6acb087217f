#pragma once

#include <string>

#include "core/result.h"
#include "json/value.h"
#include "source/rest/paginator/answer.h"
#include "source/rest/paginator/paginator_spec.h"

namespace decant::source::rest {

/// What the first answer says of the pages to come.
struct DetectedPages {
  PaginatorSpec paginator;
  std::string doubt;         ///< for people, if something of it is guessed; else empty
  bool is_numbered = false;  ///< by page numbers, the first of which is taken for 0
};

/// Looks for, in this order: a `Link` header, a link under a key that begins with `next`, a number of pages, another
/// value under such a key. Nothing of these: a single page.
DetectedPages detect_pages(const Answer& answer);

/// What was detected, for a paging cursor, and back. An error of kind `package` if it is none.
json::Value to_json(const PaginatorSpec& detected);
Result<PaginatorSpec> detected_from_json(const json::Value& document);

}  // namespace decant::source::rest
