#include "source/rest/answer/loop_guard.h"

#include <string_view>

#include "core/hash.h"
#include "http/url.h"
#include "json/write.h"

namespace decant::source::rest {

namespace {

std::unexpected<Error> loop_error(const http::Request& request, const std::string& what, std::string hint) {
  Error error;
  error.kind = ErrorKind::source_data;
  error.message = "the pages go in a circle: " + what + " " + request.method + " " + http::redact_url(request.url);
  if (request.body) error.message += " with its body of " + std::to_string(request.body->size()) + " bytes";
  error.hint = std::move(hint);
  error.details.url = http::redact_url(request.url);
  return fail(std::move(error));
}

std::string fingerprint_of(const std::vector<json::Node>& records) {
  std::uint64_t checksum = 0;
  std::size_t size = 0;
  for (const auto& record : records) {
    const bool is_container = record.is_object() || record.is_array();
    const std::string scalar = is_container ? "" : json::write(record);
    const std::string_view text = is_container ? record.source() : scalar;
    checksum = checksum64(text, checksum);
    size += text.size();
  }
  return std::to_string(checksum) + "-" + std::to_string(size) + "-" + std::to_string(records.size());
}

}  // namespace

std::uint64_t checksum_of(const http::Request& request) {
  const std::uint64_t checksum = checksum64(request.url, checksum64(request.method, 0));
  return request.body ? checksum64(*request.body, checksum) : checksum;
}

void LoopGuard::remember(const http::Request& request) { sent_.insert(checksum_of(request)); }

Result<void> LoopGuard::check_request(const http::Request& request) {
  if (sent_.insert(checksum_of(request)).second) return {};
  return loop_error(request, "this request was sent before:",
                    "Check the resource's paginator: its link or parameter does not lead on.");
}

Result<void> LoopGuard::check_records(const std::vector<json::Node>& records, const http::Request& request) {
  std::string fingerprint = records.empty() ? std::string() : fingerprint_of(records);
  if (!fingerprint.empty() && fingerprint == previous_page_)
    return loop_error(request, "the same " + std::to_string(records.size()) + " records as on the page before came for",
                      "The server does not heed the paginator's parameter: check its name, or use another paginator.");
  previous_page_ = std::move(fingerprint);
  return {};
}

}  // namespace decant::source::rest
