#include "source/rest/answer/answer_check.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "core/snippet.h"
#include "http/status_error.h"
#include "http/url.h"
#include "json/write.h"

namespace decant::source::rest {

namespace {

constexpr std::size_t kBodyShown = 80;
constexpr std::size_t kMessageShown = 300;

std::string_view what_it_is(std::string_view body) {
  const auto begin = body.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return "an empty body";
  const char first = body[begin];
  if (first == '<') return body.substr(begin).starts_with("<?xml") ? "XML" : "HTML";
  return first == '{' || first == '[' ? "damaged JSON" : "text";
}

std::string text_of(const json::Node& node) {
  return snippet(node.is_string() ? std::string(node.text()) : json::write(node), kMessageShown);
}

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [&](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

}  // namespace

Error not_json_error(const http::Response& response, const Error& parse_error, Quoting quoting) {
  const std::string_view what = what_it_is(response.body);
  Error error;
  error.kind = ErrorKind::source_data;
  error.message = std::string(what) + " where JSON is due";
  if (what == "damaged JSON") error.message += " (" + snippet(parse_error.message, kMessageShown) + ")";
  const std::string* type = response.headers.find("Content-Type");
  error.message += ", content type " + (type == nullptr ? "not given" : snippet(*type, kBodyShown));
  if (what != "an empty body" && quoting == Quoting::allowed)
    error.message += ": " + snippet(response.body, kBodyShown);
  error.hint = "Check that base_url is the API's address, not that of a web page.";
  error.details.url = http::redact_url(response.effective_url);
  error.details.http_status = response.status;
  return error;
}

Result<void> check_success(const json::Node& body, const SuccessSpec& spec) {
  DECANT_TRY(const auto found, spec.path.first(body));
  if (!found || json::Value::from(*found) == spec.value) return {};
  Error error;
  error.kind = ErrorKind::source_data;
  error.message = "the answer says `" + spec.path.text() + "`: " + text_of(*found) + " in place of " +
                  snippet(json::write(spec.value), kBodyShown);
  for (const auto& path : spec.messages) {
    DECANT_TRY(const auto message, path.first(body));
    if (!message || message->is_null()) continue;
    error.message += "; " + path.text() + ": " + text_of(*message);
    break;
  }
  error.hint = "The server understood the request and refused it: see its words.";
  error.details.json_path = spec.path.text();
  return fail(std::move(error));
}

Result<std::optional<std::string>> message_of_absence(const json::Node& body, const SuccessSpec& spec) {
  if (spec.absent.empty()) return std::optional<std::string>();
  DECANT_TRY(const auto found, spec.path.first(body));
  if (!found || json::Value::from(*found) == spec.value) return std::optional<std::string>();
  for (const auto& path : spec.messages) {
    DECANT_TRY(const auto message, path.first(body));
    if (!message || message->is_null()) continue;
    const std::string text = text_of(*message);
    const bool is_absent = std::any_of(spec.absent.begin(), spec.absent.end(),
                                       [&](const std::string& part) { return contains_ignoring_case(text, part); });
    return is_absent ? std::optional(text) : std::nullopt;
  }
  return std::optional<std::string>();
}

Error refused_error(const http::Response& response, const EndpointSpec& endpoint, const RestSpec& spec) {
  Error error = http::status_error(response, endpoint.request.method);
  if (error.kind == ErrorKind::auth) {
    error.message += endpoint.credentials_place.empty() ? "; no credentials are configured"
                                                        : "; the credentials sent are " + endpoint.credentials_place;
  }
  if (response.credentials_withheld) return error;
  if (const auto hint = spec.status_hints.find(response.status); hint != spec.status_hints.end())
    error.hint = hint->second;
  return error;
}

}  // namespace decant::source::rest
