#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <string>

#include "core/cancel.h"
#include "core/result.h"
#include "http/client.h"
#include "http/request.h"
#include "source/auth/token_grant.h"

namespace decant::source::auth {

/// Keeps one token and gets the next when it has run out. Thread-safe: while one thread asks for a token, the others
/// wait for it. Every token is registered with the Redactor.
class Authorizer {
 public:
  /// When a token counts as run out.
  enum class Renewal : std::uint8_t {
    at_expiry,  ///< when its time is over, as dlt does it
    ahead       ///< up to a minute before, so that it does not run out on the way
  };

  /// `http` says how the token endpoint is asked; budget and hooks are not used.
  Authorizer(std::shared_ptr<const TokenGrant> grant, http::ClientOptions http, Renewal renewal);

  /// The credential of the next request. Errors: those of `http::Client::send` and `read_token_answer`, within "asking
  /// for a token".
  Result<http::Credential> credential(const CancelToken& cancel);

 private:
  Result<void> renew(const CancelToken& cancel);
  void remember(const std::string& token);

  std::mutex mutex_;
  std::shared_ptr<const TokenGrant> grant_;
  Renewal renewal_;
  Clock* clock_;
  http::Client client_;
  std::string token_;  ///< empty: none yet
  Micros expiry_ = 0;
  std::deque<std::string> registered_;  ///< with the Redactor, oldest first
};

}  // namespace decant::source::auth
