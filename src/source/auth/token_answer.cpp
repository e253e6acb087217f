#include "source/auth/token_answer.h"

#include <algorithm>
#include <cmath>

#include "http/status_error.h"
#include "http/url.h"
#include "json/value.h"

namespace decant::source::auth {

namespace {

constexpr double kLongestSeconds = 10.0 * 365 * 86'400;
constexpr std::size_t kLongestCode = 40;

/// The `error` of RFC 6749, 5.2, in brackets: a word that cannot be a secret.
std::string error_code(const json::Value& answer) {
  const std::string code = answer.text_or("error", "");
  const bool is_word = !code.empty() && code.size() <= kLongestCode &&
                       std::all_of(code.begin(), code.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  return is_word ? " (" + code + ")" : "";
}

std::unexpected<Error> unusable(const http::Response& response, std::string message) {
  Error error;
  error.kind = ErrorKind::auth;
  error.message = "the token endpoint's answer " + std::move(message);
  error.hint = "Check that the address is that of an OAuth 2 token endpoint.";
  error.details.url = http::redact_url(response.effective_url);
  error.details.http_status = response.status;
  return fail(std::move(error));
}

/// Seconds as a number, or as text as some servers write it.
std::chrono::seconds lifetime_of(const json::Value& answer, const TokenGrant& grant) {
  const json::Value* given = answer.find("expires_in");
  double seconds = std::nan("");
  if (given != nullptr && given->is_integer()) seconds = static_cast<double>(given->as_integer());
  if (given != nullptr && given->is_real()) seconds = given->as_real();
  if (given != nullptr && given->is_string()) {
    const auto number = json::parse_value(given->as_string());
    if (number && number->is_integer()) seconds = static_cast<double>(number->as_integer());
  }
  if (std::isnan(seconds)) return grant.default_lifetime();
  return std::chrono::seconds(static_cast<std::int64_t>(std::clamp(seconds, 0.0, kLongestSeconds)));
}

}  // namespace

Result<Token> read_token_answer(const http::Response& response, const TokenGrant& grant) {
  const auto answer = json::parse_value(response.body);
  if (response.status >= 300) {
    Error error = http::status_error(response, "POST");
    if (answer) error.message += error_code(*answer);
    if (response.status < 500) {
      error.kind = ErrorKind::auth;
      error.hint = "The token endpoint refused: check its address, the credentials, and what they allow.";
    }
    return fail(std::move(error));
  }
  if (!answer) return unusable(response, "is not JSON");
  Token token{.value = answer->text_or("access_token", ""), .lifetime = lifetime_of(*answer, grant)};
  if (token.value.empty()) return unusable(response, "has no `access_token`" + error_code(*answer));
  return token;
}

}  // namespace decant::source::auth
