#include "source/rest/answer/answer_check.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "core/snippet.h"
#include "http/status_error.h"
#include "http/url.h"
#include "json/write.h"
#include "source/rest/config/known_api.h"

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

/// A message as people read it: of an object `field: text` for each member.
std::string words_of(const json::Node& message) {
  if (!message.is_object()) return text_of(message);
  std::string words;
  for (const auto member : message.members())
    words += (words.empty() ? "" : "; ") + std::string(member.key) + ": " +
             (member.value.is_string() ? std::string(member.value.text()) : json::write(member.value));
  return snippet(words, kMessageShown);
}

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [&](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

/// Points at the base URL if the error is about its origin.
void mark_base_url(Error& error, const RestSpec& spec) {
  const auto origin = http::origin_of(error.details.url);
  if (origin && *origin == spec.base_url_origin) spec.base_url.mark(error);
}

/// What people call an endpoint: the last part of the path that is no id.
std::string endpoint_of(std::string_view url) {
  std::string path = http::Url::parse(url).path;
  while (path.ends_with('/') || path.find_first_not_of("0123456789", path.rfind('/') + 1) == std::string::npos) {
    const auto slash = path.rfind('/');
    if (slash == std::string::npos) break;
    path.resize(slash);
  }
  return path.substr(path.rfind('/') + 1);
}

std::string filled_in(std::string text, const std::string& endpoint) {
  constexpr std::string_view kPlaceholder = "{endpoint}";
  for (auto at = text.find(kPlaceholder); at != std::string::npos; at = text.find(kPlaceholder, at + endpoint.size()))
    text.replace(at, kPlaceholder.size(), endpoint);
  return text;
}

void add_advice(const Advice& advice, Error& error) {
  const std::string endpoint = snippet(endpoint_of(error.details.url), kBodyShown);
  error.message = filled_in(advice.what, endpoint) + ": " + error.message;
  error.hint = filled_in(advice.hint, endpoint);
}

}  // namespace

Error not_json_error(const http::Response& response, const Error& parse_error, Quoting quoting, const RestSpec& spec) {
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
  mark_base_url(error, spec);
  if (spec.api != nullptr && what != "damaged JSON" && what != "an empty body") add_advice(spec.api->no_json, error);
  return error;
}

Result<void> check_success(const json::Node& body, const SuccessSpec& success, const RestSpec& spec) {
  DECANT_TRY(const auto found, success.path.first(body));
  if (!found || json::Value::from(*found) == success.value) return {};
  Error error;
  error.kind = ErrorKind::source_data;
  error.message = (spec.api == nullptr ? std::string("the API") : spec.api->name) + " refuses the request";
  for (const auto& path : success.messages) {
    DECANT_TRY(const auto message, path.first(body));
    if (!message || message->is_null()) continue;
    error.message += ": " + words_of(*message);
    break;
  }
  const std::string wanted = success.value.is_string() ? success.value.as_string() : json::write(success.value);
  error.message +=
      " (`" + success.path.text() + "` is `" + text_of(*found) + "`, not `" + snippet(wanted, kBodyShown) + "`)";
  error.hint = "What is asked for stands in `path` and `params` of the resource's endpoint.";
  error.details.json_path = success.path.text();
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
  if (response.retries > 0) error.message += " (after " + std::to_string(response.retries + 1) + " attempts)";
  const bool is_closed =
      response.status == 403 && spec.api != nullptr && response.body.find(spec.api->closed_body) != std::string::npos;
  if (error.kind == ErrorKind::auth) {
    if (endpoint.credentials.empty()) error.message += "; no credentials are configured";
    endpoint.credentials.mark(error);
  } else if (error.kind != ErrorKind::rate_limit) {
    mark_base_url(error, spec);
  }
  if (response.credentials_withheld || spec.api == nullptr) return error;
  const auto advice = spec.api->statuses.find(response.status);
  if (is_closed) {
    add_advice(spec.api->closed, error);
  } else if (advice != spec.api->statuses.end()) {
    add_advice(advice->second, error);
  }
  return error;
}

Error unsent_error(Error error, const EndpointSpec& endpoint, const RestSpec& spec) {
  if (!error.details.file.empty() || !error.details.setting.empty()) return error;
  if (error.kind == ErrorKind::auth) endpoint.credentials.mark(error);
  if (error.kind == ErrorKind::rate_limit && spec.api != nullptr) {
    if (const auto advice = spec.api->statuses.find(error.details.http_status); advice != spec.api->statuses.end())
      error.message = advice->second.what + ": " + error.message;
  }
  if (error.kind == ErrorKind::network || error.kind == ErrorKind::source_data) mark_base_url(error, spec);
  return error;
}

}  // namespace decant::source::rest
