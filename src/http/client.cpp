#include "http/client.h"

#include <algorithm>
#include <random>
#include <utility>

#include "core/redact.h"
#include "core/snippet.h"
#include "http/query.h"
#include "http/transfer.h"
#include "http/url.h"

namespace decant::http {

namespace {

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// What the request becomes at the place that a redirect names, as Python's requests does it: only 307 and 308 keep the
/// body.
void redirect_method(int status, Request& request) {
  if (status == 307 || status == 308) return;
  const bool becomes_get = status == 301 ? request.method == "POST" : request.method != "HEAD";
  if (becomes_get) request.method = "GET";
  request.body.reset();
  request.headers.remove("Content-Type");
}

/// Adds the credentials to the request; returns the URL to ask, with those that stand in its query.
std::string apply_credentials(Request& request, std::string url) {
  for (const auto& credential : request.credentials) {
    switch (credential.place) {
      case Credential::Place::header: request.headers.set(credential.name, credential.value); break;
      case Credential::Place::cookie: {
        const std::string* cookies = request.headers.find("Cookie");
        const std::string pair = credential.name + "=" + credential.value;
        request.headers.set("Cookie", cookies == nullptr ? pair : *cookies + "; " + pair);
        break;
      }
      case Credential::Place::query: {
        Url parts = Url::parse(url);
        const Parameters own{{credential.name, credential.value}};
        const auto present = decode_query(parts.query);
        const bool replaces = std::any_of(present.begin(), present.end(),
                                          [&](const auto& entry) { return entry.first == credential.name; });
        if (!replaces) {
          url = append_parameters(url, own);
        } else {
          parts.query = encode_query(merge_parameters(present, own));
          url = parts.text();
        }
        break;
      }
    }
  }
  return url;
}

/// Takes away every header that may carry a credential.
void withhold_credentials(Request& request) {
  Headers kept;
  for (const auto& [name, value] : request.headers.fields()) {
    const bool secret = is_sensitive_name(name) || Redactor::process().contains_secret(value) ||
                        std::any_of(request.credentials.begin(), request.credentials.end(),
                                    [&](const Credential& credential) { return same_name(credential.name, name); });
    if (!secret) kept.add(name, value);
  }
  request.headers = std::move(kept);
}

std::unexpected<TransferFailure> refuse(ErrorKind kind, std::string_view url, std::string message, std::string hint) {
  Error error{.kind = kind, .message = std::move(message), .hint = std::move(hint), .details = {}, .context = {}};
  error.details.url = redact_url(url);
  return std::unexpected(TransferFailure{.error = std::move(error), .retry = false});
}

}  // namespace

struct Client::State {
  explicit State(ClientOptions given) : options(std::move(given)), transfer(options) {
    if (!options.budget) options.budget = std::make_shared<RateBudget>();
    if (options.clock == nullptr) options.clock = &process_clock();
    options.retry = options.retry.with(options.retry_settings);
  }

  std::expected<Response, TransferFailure> ask(Request request, const CancelToken& cancel);
  std::expected<Response, TransferFailure> follow(Request request, const CancelToken& cancel, const Accept& accept);
  std::optional<std::chrono::milliseconds> asked_pause(const Response& response) const;
  Result<std::chrono::milliseconds> delay(int retry, const Response* response, const Request& request);
  Result<void> pause(int& attempt, const Response* response, const Request& request, const CancelToken& cancel);

  ClientOptions options;
  Transfer transfer;
  std::minstd_rand random{std::random_device{}()};
  Micros retry_due = 0;  ///< of a retry before which the server is tried once more
};

/// One hop: credentials if the URL is of their origin, then the transfer.
std::expected<Response, TransferFailure> Client::State::ask(Request request, const CancelToken& cancel) {
  const auto origin = origin_of(request.url);
  if (!origin) return std::unexpected(TransferFailure{.error = origin.error(), .retry = false});
  const bool withheld = *origin != request.credentials_origin;
  std::string url = request.url;
  if (withheld) {
    withhold_credentials(request);
    const Redactor& redactor = Redactor::process();
    if (redactor.contains_secret(url) ||
        (request.body && (request.body_is_secret || redactor.contains_secret(*request.body))))
      return refuse(ErrorKind::source_data, url, "the server's link would carry a secret to another origin: " + *origin,
                    "Configure the API's own address as base_url.");
  } else {
    url = apply_credentials(request, std::move(url));
  }
  if (!options.budget->wait(*options.clock, cancel))
    return refuse(ErrorKind::cancelled, request.url, "interrupted", {});
  Response response;
  const Micros sent = options.clock->now();
  const auto identity = withheld ? Transfer::Identity::hidden : Transfer::Identity::shown;
  if (auto done = transfer.run(request, wire_form(url), identity, cancel, response); !done)
    return std::unexpected(std::move(done).error());
  if (!withheld) options.budget->answered(response, sent, options.clock->now(), asked_pause(response));
  response.effective_url = request.url;
  if (options.show_error_body && response.status >= 400) {
    response.shown_body = snippet(response.body, options.max_error_body);
    if (response.body.size() > options.max_error_body) response.shown_body += "\u2026 (truncated)";
  }
  response.credentials_withheld = withheld && !request.credentials.empty();
  return response;
}

/// One attempt with its redirects.
std::expected<Response, TransferFailure> Client::State::follow(Request request, const CancelToken& cancel,
                                                               const Accept& accept) {
  for (int hop = 0; hop <= options.max_redirects; ++hop) {
    auto response = ask(request, cancel);
    if (!response) return response;
    if (accept) {
      auto accepted = accept(*response);
      if (!accepted) return std::unexpected(TransferFailure{.error = std::move(accepted).error(), .retry = false});
      response->accepted = *accepted;
    }
    if (response->accepted || !is_redirect(response->status)) return response;
    const std::string* location = response->headers.find("Location");
    if (location == nullptr) return response;
    request.url = resolve_reference(request.url, *location);
    redirect_method(response->status, request);
  }
  return refuse(ErrorKind::source_data, request.url,
                "more than " + std::to_string(options.max_redirects) + " redirects",
                "Configure the address that the API answers at.");
}

/// What the answer asks for; nothing for 0 or a time that is past, as if it asked for none.
std::optional<std::chrono::milliseconds> Client::State::asked_pause(const Response& response) const {
  const std::string* header = response.headers.find("Retry-After");
  if (header == nullptr) return std::nullopt;
  const auto asked = parse_retry_after(*header, options.clock->now(), options.retry.forms);
  return asked && asked->count() > 0 ? asked : std::nullopt;
}

/// The pause before a retry, as the answer asks or as the policy says.
Result<std::chrono::milliseconds> Client::State::delay(int retry, const Response* response, const Request& request) {
  const RetryPolicy& policy = options.retry;
  const auto asked = response != nullptr ? asked_pause(*response) : std::nullopt;
  if (!asked) return policy.delay(retry, std::uniform_real_distribution<double>(0.0, 1.0)(random));
  if (*asked <= policy.max_retry_after || policy.clamp_retry_after) return std::min(*asked, policy.max_retry_after);
  Error error;
  error.kind = ErrorKind::rate_limit;
  error.message = "the server asks for a pause of " + std::to_string(asked->count() / 1000) + " s";
  error.hint = "Run it again after that time; it goes on where it stopped.";
  error.details.url = redact_url(request.url);
  error.details.http_status = response->status;
  return fail(std::move(error));
}

/// Waits before a retry. Where the server goes on refusing and it is known when it may take requests again, that is
/// tried as well; `retry_due` then says when the retry proper is due.
Result<void> Client::State::pause(int& attempt, const Response* response, const Request& request,
                                  const CancelToken& cancel) {
  const Micros now = options.clock->now();
  const bool is_refused = response != nullptr && response->status == 429;
  const bool is_asked = response != nullptr && asked_pause(*response).has_value();
  Micros until = std::exchange(retry_due, 0);
  if (until <= now) {
    DECANT_TRY(const auto wanted, delay(attempt, response, request));
    until = now + std::chrono::microseconds(wanted).count();
    const auto opening = is_refused && !is_asked ? options.budget->opening(now) : std::nullopt;
    if (opening && *opening < until) {
      retry_due = std::exchange(until, *opening);
      --attempt;
    }
  }
  if (is_refused || (is_asked && options.retry.pause_all)) options.budget->pause_until(until);
  if (options.on_retry) options.on_retry();
  const std::chrono::milliseconds left((until - now + 999) / 1000);
  if (!options.clock->sleep_for(left, cancel)) return fail(ErrorKind::cancelled, "interrupted");
  return {};
}

Client::Client(ClientOptions options) : state_(std::make_unique<State>(std::move(options))) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

Result<Response> Client::send(const Request& request, const CancelToken& cancel, const Check& check,
                              const Accept& accept) {
  const RetryPolicy& policy = state_->options.retry;
  state_->retry_due = 0;
  Request bound = request;
  if (bound.credentials_origin.empty()) {
    DECANT_TRY(bound.credentials_origin, origin_of(bound.url));
  }
  if (state_->options.authorize) {
    DECANT_TRY(Credential credential, state_->options.authorize(cancel));
    bound.credentials.push_back(std::move(credential));
  }
  for (int attempt = 1;; ++attempt) {
    const bool last = attempt >= policy.attempts;
    auto response = state_->follow(bound, cancel, accept);
    if (!response) {
      TransferFailure failed = std::move(response).error();
      if (failed.retry && attempt > 1) failed.error.message += " (after " + std::to_string(attempt) + " attempts)";
      if (!failed.retry || last) return fail(std::move(failed.error));
      DECANT_TRY(state_->pause(attempt, nullptr, bound, cancel));
      continue;
    }
    response->retries = attempt - 1;
    if (response->accepted) return std::move(*response);
    if (policy.retries(response->status)) {
      if (last) return std::move(*response);
    } else {
      if (response->status >= 300 || !check) return std::move(*response);
      auto verdict = check(*response);
      if (verdict) return std::move(*response);
      if (!policy.retry_damaged || last) return fail(std::move(verdict).error());
    }
    DECANT_TRY(state_->pause(attempt, &*response, bound, cancel));
  }
}

}  // namespace decant::http
