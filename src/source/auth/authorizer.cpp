#include "source/auth/authorizer.h"

#include <algorithm>

#include "core/redact.h"
#include "source/auth/token_answer.h"

namespace decant::source::auth {

namespace {

constexpr std::chrono::seconds kMostAhead{60};
constexpr std::size_t kTokensRegistered = 32;  // a server may give a new one for every request

http::ClientOptions own_options(http::ClientOptions options) {
  options.budget = nullptr;  // the token endpoint is no part of the API
  options.on_retry = {};
  options.on_bytes = {};
  options.authorize = {};
  options.show_error_body = false;  // it may quote what it was sent
  return options;
}

}  // namespace

Authorizer::Authorizer(std::shared_ptr<const TokenGrant> grant, http::ClientOptions http, Renewal renewal)
    : grant_(std::move(grant)),
      renewal_(renewal),
      clock_(http.clock != nullptr ? http.clock : &process_clock()),
      client_(own_options(std::move(http))) {}

Result<http::Credential> Authorizer::credential(const CancelToken& cancel) {
  const std::lock_guard lock(mutex_);
  if (token_.empty() || clock_->now() >= expiry_) {
    if (auto renewed = renew(cancel); !renewed) return fail(std::move(renewed).error().within("asking for a token"));
  }
  return http::Credential{
      .place = http::Credential::Place::header, .name = "Authorization", .value = "Bearer " + token_};
}

Result<void> Authorizer::renew(const CancelToken& cancel) {
  DECANT_TRY(const http::Request request, grant_->request(clock_->now()));
  DECANT_TRY(const http::Response response, client_.send(request, cancel));
  DECANT_TRY(const Token token, read_token_answer(response, *grant_));
  remember(token.value);
  token_ = token.value;
  const auto ahead = renewal_ == Renewal::ahead ? std::min(kMostAhead, token.lifetime / 10) : std::chrono::seconds(0);
  expiry_ = clock_->now() + std::chrono::microseconds(token.lifetime - ahead).count();
  return {};
}

void Authorizer::remember(const std::string& token) {
  if (std::find(registered_.begin(), registered_.end(), token) != registered_.end()) return;
  Redactor::process().add(token);
  registered_.push_back(token);
  if (registered_.size() <= kTokensRegistered) return;
  Redactor::process().forget(registered_.front());
  registered_.pop_front();
}

}  // namespace decant::source::auth
