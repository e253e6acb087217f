#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/cancel.h"
#include "core/clock.h"
#include "core/result.h"
#include "http/rate_budget.h"
#include "http/request.h"
#include "http/retry_policy.h"
#include "http/tls_files.h"

namespace decant::http {

struct ClientOptions {
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds idle_timeout{60'000};       ///< without a byte in either direction
  std::chrono::milliseconds total_timeout{3'600'000};   ///< one attempt, from the first byte sent to the last received
  std::size_t max_body_bytes = std::size_t{256} << 20;  ///< uncompressed
  int max_redirects = 10;
  RetryPolicy retry;
  RetrySettings retry_settings;  ///< the user's, over the policy
  TlsFiles tls;
  bool show_error_body = false;        ///< in the error of a status
  std::size_t max_error_body = 8192;   ///< characters of it
  std::shared_ptr<RateBudget> budget;  ///< shared by the clients of one API; null: this client's own
  Clock* clock = nullptr;              ///< null: the process's
  /// Asked once for each `send` for a credential that goes beside the request's own.
  std::function<Result<Credential>(const CancelToken& cancel)> authorize;
  std::function<void()> on_retry;               ///< before a request is sent again
  std::function<void(std::uint64_t)> on_bytes;  ///< bytes of bodies received on the wire since the last call
};

/// Sends requests one after the other over connections that it keeps, with the cookies that it was given. One per
/// thread. TLS certificates are always verified; proxies and, if no other is given, the file of authorities come from
/// the environment.
class Client {
 public:
  explicit Client(ClientOptions options);
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;

  /// Looks at a 2xx answer before it counts: an error makes it a damaged one, which is retried if the policy says so.
  using Check = std::function<Result<void>(Response& response)>;

  /// Sees every answer, each attempt's and each redirect's, before anything is decided about it. True: `send` gives
  /// this answer as it is, with `accepted` set: no retry, no redirect, no check. An error is `send`'s, without a retry.
  using Accept = std::function<Result<bool>(const Response& response)>;

  /// The answer, whatever its status (retried statuses after the last attempt; see `status_error`). Errors: `network`
  /// (host, connection, TLS, timeout, cut body, after the last attempt), `config` (URL or header that cannot be sent),
  /// `rate_limit` (Retry-After too long), `source_data` (body too large, redirects), `cancelled` (within a second), the
  /// check's own after the last attempt, those of `accept` and of `authorize`.
  Result<Response> send(const Request& request, const CancelToken& cancel, const Check& check = {},
                        const Accept& accept = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace decant::http
