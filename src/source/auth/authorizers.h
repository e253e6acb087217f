#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "http/client.h"
#include "source/auth/authorizer.h"
#include "source/auth/token_grant.h"

namespace decant::source::auth {

/// Who shares a token.
enum class Sharing : std::uint8_t {
  none,     ///< each resource has its own, as in dlt
  by_grant  ///< all users of a grant
};

/// The authorizers of one source. Thread-safe.
class Authorizers {
 public:
  Authorizers(http::ClientOptions http, Sharing sharing) : http_(std::move(http)), sharing_(sharing) {}

  /// The one that a resource with this grant uses.
  std::shared_ptr<Authorizer> of(const std::shared_ptr<const TokenGrant>& grant) {
    if (sharing_ == Sharing::none) return std::make_shared<Authorizer>(grant, http_, Authorizer::Renewal::at_expiry);
    const std::lock_guard lock(mutex_);
    auto& shared = shared_[grant];
    if (!shared) shared = std::make_shared<Authorizer>(grant, http_, Authorizer::Renewal::ahead);
    return shared;
  }

 private:
  http::ClientOptions http_;
  Sharing sharing_;
  std::mutex mutex_;
  std::map<std::shared_ptr<const TokenGrant>, std::shared_ptr<Authorizer>> shared_;
};

}  // namespace decant::source::auth
