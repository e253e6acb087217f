#include "source/rest/config/endpoint_reader.h"

#include <algorithm>
#include <utility>

#include "source/incremental/incremental_reader.h"
#include "source/records/selector_reader.h"
#include "source/rest/config/actions_reader.h"
#include "source/rest/config/paginator_reader.h"
#include "source/rest/config/single_entity.h"

namespace decant::source::rest {

namespace {

using config::Element;
using config::Node;
using config::Reader;

Result<std::optional<SuccessSpec>> read_success(Reader& endpoint) {
  DECANT_TRY(auto reader, endpoint.optional_mapping("success"));
  if (!reader) return std::optional<SuccessSpec>();
  DECANT_TRY(const std::string path_text, reader->text("path"));
  DECANT_TRY(json::Path path, compile_path(*reader, "path", path_text));
  DECANT_TRY(const Element value, reader->any("value"));
  if (value.node.is_mapping() || value.node.is_sequence())
    return reader->fail("value", "must be a text, a number, true or false");
  DECANT_TRY(auto messages, read_paths(*reader, "message"));
  DECANT_TRY(auto absent, reader->optional_texts("absent"));
  if (absent && messages.empty()) return reader->fail("absent", "needs `message`: the place that holds such a text");
  DECANT_TRY(reader->finish());
  return std::optional(SuccessSpec{.path = std::move(path),
                                   .value = value.node.to_json(),
                                   .messages = std::move(messages),
                                   .absent = std::move(absent).value_or(std::vector<std::string>())});
}

Result<void> read_credentials(Reader& reader, const ClientSpec& client, const ReadingContext& context,
                              EndpointSpec& endpoint) {
  auth::Auth chosen = client.auth;
  if (const auto own = reader.optional_any("auth")) {
    DECANT_TRY(chosen, auth::read_auth(*own, context.auth()));
  }
  endpoint.credentials = chosen.place;
  endpoint.grant = chosen.grant;
  endpoint.request.auth = std::move(chosen.credentials);
  endpoint.request.has_token = chosen.grant != nullptr;
  const RequestTemplate& request = endpoint.request;
  const bool has_others = !request.params_secret.empty() ||
                          std::any_of(request.headers.begin(), request.headers.end(),
                                      [](const HeaderTemplate& header) { return header.is_secret && header.value; });
  if (endpoint.credentials.empty() && has_others)
    endpoint.credentials = {.setting = reader.path(), .location = reader.node().location()};
  return {};
}

/// The endpoint's own paginator, else the client's, else what the first answer shows. A single entity has one page and
/// is one record, if nothing else is said at the endpoint.
Result<void> choose_paginator(Reader& reader, const ClientSpec& client, const ReadingContext& context,
                              EndpointSpec& endpoint) {
  const bool is_single = is_single_entity(reader.node().find("path")->as_text());
  if (is_single && endpoint.selector.paths.empty()) {
    DECANT_TRY(json::Path whole, json::Path::compile("$"));
    endpoint.selector.paths.push_back(std::move(whole));
  }
  const bool says_nothing = !reader.has("paginator");
  auto element = given_paginator(reader);
  if (is_single && says_nothing) {
    endpoint.paginator = SinglePageSpec{};
    return {};
  }
  if (!element) element = client.paginator;
  if (element) {
    DECANT_TRY(endpoint.paginator, read_paginator(*element, context));
  }
  return {};
}

}  // namespace

Result<ReadEndpoint> read_endpoint(const Element& element, const ClientSpec& client, const ReadingContext& context,
                                   std::optional<DedupKey> key) {
  DECANT_TRY(Reader reader, Reader::open(element.node, element.path));
  ReadEndpoint endpoint;
  DECANT_TRY(endpoint.request, read_request(reader, client));
  endpoint.spec.request = std::move(endpoint.request.request);
  DECANT_TRY(read_credentials(reader, client, context, endpoint.spec));
  DECANT_TRY(endpoint.spec.selector, read_selector(reader));
  DECANT_TRY(endpoint.spec.success, read_success(reader));
  DECANT_TRY(choose_paginator(reader, client, context, endpoint.spec));
  DECANT_TRY(endpoint.spec.ignored, read_actions(reader, endpoint.notes));
  DECANT_TRY(endpoint.spec.incremental, read_incremental(reader, std::move(key), context.environment()));
  if (!endpoint.spec.incremental && reader.has("incremental"))
    endpoint.notes.push_back("`" + reader.path_of("incremental") + "` has no cursor_path and does nothing");
  DECANT_TRY(reader.finish());
  return endpoint;
}

}  // namespace decant::source::rest
