#include "source/rest/extract/page_fetch.h"

#include <string_view>
#include <utility>

#include "core/redact.h"
#include "source/records/body_masking.h"

namespace decant::source::rest {

namespace {

/// Marks a stored body whose paging data may be masked: it is asked for again.
constexpr const char* kMaskedMark = "decant-masked";

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
  DECANT_TRY(document_, parser_.parse(std::move(stored->bytes)));
  return Outcome::stored;
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
  document_ = std::move(answer->document);
  DECANT_TRY(mask());
  return Outcome::fetched;
}

/// Masks what the body holds of secrets, and keeps it as it came beside.
Result<void> PageFetch::mask() {
  if (!Redactor::process().may_hold_secret(document_.source())) return {};
  std::string masked(document_.source());
  if (mask_secrets(masked) == 0) return {};
  run_.note_once("masked", "the answers hold a secret of this configuration: it is masked as *** in the records");
  is_masked_ = true;
  unmasked_ = std::move(document_);
  DECANT_TRY(document_, parser_.parse(std::move(masked)));
  return {};
}

json::Value PageFetch::headers_to_store(const std::string& header) const {
  json::Value headers = json::Value::object();
  if (is_masked_) headers[kMaskedMark] = "yes";
  if (header.empty()) return headers;
  std::string joined;
  for (const auto& [name, value] : headers_.fields()) {
    if (http::same_name(name, header)) joined += (joined.empty() ? "" : ", ") + value;
  }
  if (!joined.empty()) headers[header] = Redactor::process().redact(joined);
  return headers;
}

}  // namespace decant::source::rest
