#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "config/node.h"
#include "http/query.h"
#include "http/request.h"
#include "json/path.h"
#include "json/value.h"
#include "schema/resource_hints.h"
#include "source/auth/token_grant.h"

namespace decant::source::rest {

/// Where the records are: the first of the paths that leads to something. No path: detected on the first answer.
struct SelectorSpec {
  std::vector<json::Path> paths;
  config::Location location;
};

/// How an answer with HTTP 200 says that it is one: the value at `path` (if there is one) is `value`.
struct SuccessSpec {
  json::Path path;
  json::Value value;
  std::vector<json::Path> messages;  ///< the first that is there is quoted in the error
};

struct SinglePageSpec {};

/// The next page's URL stands in the body.
struct JsonLinkSpec {
  json::Path next_url_path;
  bool merge_params = false;  ///< the link's parameters over those of the request; else in place of them
  bool empty_is_end = false;  ///< an empty text as link ends the sequence; else it is an error
};

/// Offsets or page numbers: a parameter that grows with each page.
struct CounterSpec {
  bool is_offset = true;  ///< grows by the page's size; else by 1
  std::string param;
  std::int64_t first = 0;
  std::int64_t base = 0;  ///< page numbers: the number of the first page, which the total is counted from
  std::string limit_param;
  std::int64_t limit = 1;
  std::optional<json::Path> total_path;
  bool total_required = true;  ///< an answer without total is an error
  std::optional<std::int64_t> maximum;
  std::optional<json::Path> has_more_path;
  bool stop_after_empty_page = true;
  bool count_records =
      false;  ///< an offset grows by the records that came, which a server may make fewer than asked for
};

using PaginatorSpec = std::variant<SinglePageSpec, JsonLinkSpec, CounterSpec>;

struct EndpointSpec {
  std::string url;  ///< base_url and path joined
  std::string method = "GET";
  http::Headers headers;
  http::Parameters params;
  SelectorSpec selector;
  std::optional<SuccessSpec> success;
  PaginatorSpec paginator;
  std::vector<http::Credential> credentials;
  std::shared_ptr<const auth::TokenGrant> grant;  ///< of a token that goes beside them; null: none does
  std::string credentials_place;                  ///< for people: the config keys or files where they stand
};

struct ResourceSpec {
  schema::ResourceHints hints;
  EndpointSpec endpoint;
  bool selected = true;
  json::Value fingerprint;  ///< what decides which pages are asked for; no secret
};

/// A whole source, checked.
struct RestSpec {
  std::string name;
  bool strict = false;
  std::vector<ResourceSpec> resources;
  std::map<int, std::string> status_hints;  ///< what to do about an HTTP status of this API
  std::vector<std::string> notes;           ///< told once, before the first page
};

}  // namespace decant::source::rest
