#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "json/path.h"
#include "source/rest/request/request_field.h"

namespace decant::source::rest {

/// How the pages go on is seen from the first answer.
struct DetectedPagesSpec {};

struct SinglePageSpec {};

/// The next page's URL stands in the body.
struct JsonLinkSpec {
  json::Path next_url_path;
  bool merge_params = false;  ///< the link's parameters over those of the request; else in place of them
  bool empty_is_end = false;  ///< an empty text as link ends the sequence; else it is an error
};

/// The next page's URL stands in the header `Link`.
struct HeaderLinkSpec {
  std::string relation = "next";
};

/// A header of the answer holds the value of a parameter of the next request.
struct HeaderCursorSpec {
  std::string header = "next";
  std::string param = "cursor";
};

/// The body of the answer holds a value of the next request.
struct CursorSpec {
  json::Path cursor_path;
  RequestField field;
  std::optional<json::Path> has_more_path;
  bool stop_after_empty_page = false;
};

/// Offsets or page numbers: a value that grows with each page.
struct CounterSpec {
  bool is_offset = true;  ///< grows by the page's size; else by 1
  RequestField field;
  std::int64_t first = 0;
  std::int64_t base = 0;  ///< page numbers: the number of the first page, which the total is counted from
  RequestField limit_field;
  std::int64_t limit = 1;
  std::optional<json::Path> total_path;
  bool total_required = true;  ///< an answer without total is an error
  std::optional<std::int64_t> maximum;
  std::optional<json::Path> has_more_path;
  bool stop_after_empty_page = true;
  bool count_records =
      false;  ///< an offset grows by the records that came, which a server may make fewer than asked for
};

using PaginatorSpec = std::variant<DetectedPagesSpec, SinglePageSpec, JsonLinkSpec, HeaderLinkSpec, HeaderCursorSpec,
                                   CursorSpec, CounterSpec>;

}  // namespace decant::source::rest
