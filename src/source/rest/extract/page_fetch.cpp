#include "source/rest/extract/page_fetch.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/redact.h"
#include "source/records/body_masking.h"

namespace decant::source::rest {

namespace {

/// Marks a stored body whose paging data may be masked: it is asked for again.
constexpr const char* kMaskedMark = "decant-masked";

/// Makes the bytes behind a text readable for the parser.
void pad(std::string& text) { text.reserve(text.size() + json::kPadding); }

http::Headers stored_headers(const json::Value& document) {
  http::Headers headers;
  if (!document.is_object()) return headers;
  for (const auto& [name, value] : document.as_object()) {
    if (value.is_string()) headers.set(name, value.as_string());
  }
  return headers;
}

}  // namespace

Result<PageFetch::Outcome> PageFetch::get(const PageAddress& address, const http::Request& request, FetchAhead* ahead) {
  DECANT_TRY(auto stored, run_.sink().stored_body(address));
  is_masked_ = false;
  if (!stored || stored->headers.find(kMaskedMark) != nullptr) return fetch(address, request, ahead);
  headers_ = stored_headers(stored->headers);
  DECANT_TRY(parse_stored(std::move(stored->bytes)));
  return Outcome::stored;
}

Result<void> PageFetch::parse_stored(std::string bytes) {
  body_ = std::move(bytes);
  pad(body_);
  return parser_.parse_in_place(body_, document_);
}

Result<PageFetch::Outcome> PageFetch::fetch(const PageAddress& address, const http::Request& request,
                                            FetchAhead* ahead) {
  run_.sink().asks(run_.name(), request.url);
  auto early = ahead == nullptr ? std::nullopt : ahead->take(address, request);
  auto answer =
      early ? std::move(*early)
            : ask(request, run_.spec(), run_.source(), run_.client(), parser_, run_.cancel(), std::move(document_));
  if (!answer) return fail(std::move(answer).error());
  if (answer->response.accepted) return Outcome::ignored;
  headers_ = std::move(answer->response.headers);
  body_ = std::move(answer->response.body);  // its bytes stay where they are: the document still points into them
  document_ = std::move(answer->document);
  DECANT_TRY(mask());
  return Outcome::fetched;
}

/// Masks what the body holds of secrets, and keeps it as it came beside.
Result<void> PageFetch::mask() {
  if (!Redactor::process().may_hold_secret(body_)) return {};
  std::string masked = body_;
  if (mask_secrets(masked) == 0) return {};
  run_.note_once("masked", "the answers hold a secret of this configuration: it is masked as *** in the records");
  is_masked_ = true;
  std::swap(unmasked_, document_);
  unmasked_body_ = std::move(body_);
  return parse_stored(std::move(masked));
}

Body PageFetch::to_store(const std::string& header) const {
  Body body;
  body.bytes.reserve(body_.size() + json::kPadding);  // it is parsed again
  body.bytes = body_;
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
