#include "source/rest/extract/page_fetch.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/redact.h"
#include "source/records/body_masking.h"
#include "source/rest/answer/answer_check.h"

namespace decant::source::rest {

namespace {

/// Marks a stored body whose paging data may be masked: it is asked for again.
constexpr const char* kMaskedMark = "decant-masked";

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Makes the bytes behind a text readable for the parser.
void pad(std::string& text) { text.reserve(text.size() + json::kPadding); }

bool is_ignored(const http::Response& response, const IgnoreSpec& spec) {
  return (!spec.status || *spec.status == response.status) &&
         (!spec.content || response.body.find(*spec.content) != std::string::npos);
}

http::Headers stored_headers(const json::Value& document) {
  http::Headers headers;
  if (!document.is_object()) return headers;
  for (const auto& [name, value] : document.as_object()) {
    if (value.is_string()) headers.set(name, value.as_string());
  }
  return headers;
}

}  // namespace

Result<PageFetch::Outcome> PageFetch::get(const PageAddress& address, const http::Request& request) {
  DECANT_TRY(auto stored, run_.sink().stored_body(address));
  is_masked_ = false;
  if (!stored || stored->headers.find(kMaskedMark) != nullptr) return send(request);
  headers_ = stored_headers(stored->headers);
  DECANT_TRY(parse_stored(std::move(stored->bytes)));
  return Outcome::stored;
}

Result<void> PageFetch::parse_stored(std::string bytes) {
  body_ = std::move(bytes);
  pad(body_);
  return parser_.parse_in_place(body_, document_);
}

Result<PageFetch::Outcome> PageFetch::send(const http::Request& request) {
  const EndpointSpec& endpoint = run_.endpoint();
  const auto check = [this](http::Response& response) -> Result<void> {
    if (response.body.starts_with(kByteOrderMark)) response.body.erase(0, kByteOrderMark.size());
    auto parsed = parser_.parse_in_place(response.body, document_);
    if (!parsed) return fail(not_json_error(response, parsed.error()));
    return {};
  };
  const auto accept = [&endpoint](const http::Response& response) -> Result<bool> {
    return std::any_of(endpoint.ignored.begin(), endpoint.ignored.end(),
                       [&](const IgnoreSpec& spec) { return is_ignored(response, spec); });
  };
  DECANT_TRY(http::Response response, run_.client().send(request, run_.cancel(), check, accept));
  if (response.accepted) return Outcome::ignored;
  if (response.status >= 300) return fail(refused_error(response, endpoint, run_.source()));

  headers_ = std::move(response.headers);
  body_ = std::move(response.body);  // its bytes stay where they are: the document still points into them
  if (!Redactor::process().contains_secret(body_)) return Outcome::fetched;
  std::string masked = body_;
  if (mask_secrets(masked) == 0) return Outcome::fetched;
  run_.note_once("masked", "the answers hold a secret of this configuration: it is masked as *** in the records");
  is_masked_ = true;
  std::swap(unmasked_, document_);
  unmasked_body_ = std::move(body_);
  DECANT_TRY(parse_stored(std::move(masked)));
  return Outcome::fetched;
}

Body PageFetch::to_store(const std::string& header) const {
  Body body{.bytes = body_};
  if (is_masked_) body.headers[kMaskedMark] = "yes";
  if (header.empty()) return body;
  std::string joined;
  for (const auto& [name, value] : headers_.fields()) {
    if (http::same_name(name, header)) joined += (joined.empty() ? "" : ", ") + value;
  }
  if (!joined.empty()) body.headers[header] = Redactor::process().redact(joined);
  return body;
}

}  // namespace decant::source::rest
