#include "http/status_error.h"

#include <string>

#include "core/snippet.h"
#include "http/url.h"

namespace decant::http {

namespace {

constexpr std::size_t kReasonShown = 80;

/// The words of RFC 9110 for a status, where the server gives none.
std::string_view standard_reason(int status) {
  switch (status) {
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 500: return "Internal Server Error";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    default: return "";
  }
}

std::string message_of(const Response& response, std::string_view method, const std::string& url) {
  std::string text = std::to_string(response.status);
  text += response.status >= 500 ? " Server Error" : response.status >= 400 ? " Client Error" : " is no answer";
  const std::string reason = snippet(response.reason, kReasonShown);
  text += ": " + (reason.empty() ? std::string(standard_reason(response.status)) : reason) + " for url: " + url;
  if (method != "GET") text += " (" + std::string(method) + ")";
  if (!response.shown_body.empty()) text += "\nResponse: " + response.shown_body;
  return text;
}

std::string hint_of(int status) {
  if (status == 401 || status == 403) return "Check the credentials and what they allow.";
  if (status == 404) return "Check base_url and the path of the resource.";
  if (status == 407)
    return "The proxy wants credentials: write them into HTTPS_PROXY as http://user:password@host:port.";
  if (status == 429) return "The server limits requests: set `rate_limit` at the client, or ask for larger pages.";
  if (status >= 500) return "The server failed; run again later. What has arrived is kept.";
  return {};
}

ErrorKind kind_of(int status) {
  if (status == 401 || status == 403 || status == 407) return ErrorKind::auth;
  return status == 429 ? ErrorKind::rate_limit : ErrorKind::source_data;
}

}  // namespace

Error status_error(const Response& response, std::string_view method) {
  Error error;
  error.kind = kind_of(response.status);
  error.details.url = redact_url(response.effective_url);
  error.details.http_status = response.status;
  error.message = message_of(response, method, error.details.url);
  error.hint = hint_of(response.status);
  if (response.credentials_withheld)
    error.hint =
        "The credentials were not sent, because the answer came from another origin than base_url. Configure "
        "the address that the API answers at as base_url.";
  return error;
}

}  // namespace decant::http
