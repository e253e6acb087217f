#include "source/rest/extract/endpoint_answer.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/utf8.h"
#include "source/rest/answer/answer_check.h"

namespace decant::source::rest {

namespace {

bool is_ignored(const http::Response& response, const IgnoreSpec& spec) {
  return (!spec.status || *spec.status == response.status) &&
         (!spec.content || response.body.find(*spec.content) != std::string::npos);
}

}  // namespace

Result<EndpointAnswer> ask(const http::Request& request, const ResourceSpec& spec, const RestSpec& source,
                           http::Client& client, json::Parser& parser, const CancelToken& cancel,
                           json::Document spare) {
  EndpointAnswer answer{.response = {}, .document = std::move(spare)};
  const auto quoting = spec.excluded.empty() ? Quoting::allowed : Quoting::forbidden;
  const auto check = [&](http::Response& response) -> Result<void> {
    if (response.body.starts_with(kByteOrderMark)) response.body.erase(0, kByteOrderMark.size());
    response.body.reserve(response.body.size() + json::kPadding);
    auto parsed = parser.parse_in_place(response.body, answer.document);
    if (!parsed) return fail(not_json_error(response, parsed.error(), quoting, source));
    return {};
  };
  const auto accept = [&](const http::Response& response) -> Result<bool> {
    const auto& ignored = spec.endpoint.ignored;
    return std::any_of(ignored.begin(), ignored.end(),
                       [&](const IgnoreSpec& action) { return is_ignored(response, action); });
  };
  auto sent = client.send(request, cancel, check, accept);
  if (!sent) return fail(unsent_error(std::move(sent).error(), spec.endpoint, source));
  answer.response = std::move(*sent);
  if (quoting == Quoting::forbidden) answer.response.shown_body.clear();
  if (!answer.response.accepted && answer.response.status >= 300)
    return fail(refused_error(answer.response, spec.endpoint, source));
  if (!answer.response.accepted) answer.document.own(std::move(answer.response.body));
  return answer;
}

}  // namespace decant::source::rest
