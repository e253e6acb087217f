#pragma once

#include <chrono>

#include "core/result.h"
#include "core/time.h"
#include "http/query.h"
#include "http/request.h"

namespace decant::source::auth {

/// How a token is asked for. Does not change; safe to use from several threads.
class TokenGrant {
 public:
  explicit TokenGrant(std::chrono::seconds default_lifetime) : default_lifetime_(default_lifetime) {}
  virtual ~TokenGrant() = default;

  /// The request for a token, made at `now`. Its body is secret.
  [[nodiscard]] virtual Result<http::Request> request(Micros now) const = 0;

  /// Of a token whose answer names no `expires_in`.
  [[nodiscard]] std::chrono::seconds default_lifetime() const { return default_lifetime_; }

 protected:
  /// A POST of a form.
  static http::Request form(const std::string& url, const http::Parameters& fields);

 private:
  std::chrono::seconds default_lifetime_;
};

}  // namespace decant::source::auth
