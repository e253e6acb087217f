#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/node.h"
#include "core/result.h"

namespace decant::source::rest {

/// What an answer of an API means, and what to do. `{endpoint}` in a text stands for the endpoint that was asked.
struct Advice {
  std::string what;
  std::string hint;
};

/// What is known of an API and helps those who configure it by hand. Data, no code.
struct KnownApi {
  std::string name;
  std::vector<std::string> host_suffixes;
  std::string path_part;  ///< in the path of every right base_url on those hosts
  std::string base_url_cure;
  std::string other_path;  ///< last part of the path of another API of theirs, which people take for this one
  std::string other_api;   ///< what a URL with it is
  std::string key_header;  ///< header that the API key goes in
  std::string key_header_cure;
  std::map<int, Advice> statuses;
  std::string closed_body;  ///< in the body of a 403 that does not mean the key, but the endpoint
  Advice closed;
  Advice no_json;
};

/// Centra's Order API.
const KnownApi& centra_order_api();

/// The API that a host belongs to; null if none is known.
const KnownApi* known_api_at(std::string_view base_url);

/// Refuses the mistakes in a `client` mapping that are known of the API, all at once (`further`): a base URL without
/// the API's path (on another host: without any path), an API key in another header.
Result<void> check_client(const KnownApi& api, const config::Node& client, const std::string& path);

}  // namespace decant::source::rest
