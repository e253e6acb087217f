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
#include "http/pause_gate.h"
#include "http/request.h"
#include "http/retry_policy.h"

namespace decant::http {

struct ClientOptions {
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds idle_timeout{60'000};       ///< without a byte in either direction
  std::chrono::milliseconds total_timeout{3'600'000};   ///< one attempt, from the first byte sent to the last received
  std::size_t max_body_bytes = std::size_t{256} << 20;  ///< uncompressed
  int max_redirects = 10;
  RetryPolicy retry;
  std::shared_ptr<PauseGate> gate;              ///< shared by the clients of one API; null: this client's own
  Clock* clock = nullptr;                       ///< null: the process's
  std::function<void()> on_retry;               ///< before a request is sent again
  std::function<void(std::uint64_t)> on_bytes;  ///< bytes of bodies received on the wire since the last call
};

/// Sends requests one after the other over connections that it keeps. One per thread. TLS certificates are always
/// verified (against SSL_CERT_FILE or REQUESTS_CA_BUNDLE if set); proxies come from the environment.
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
  /// check's own after the last attempt, and those of `accept`.
  Result<Response> send(const Request& request, const CancelToken& cancel, const Check& check = {},
                        const Accept& accept = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The error of an answer whose status is 400 or more: `auth` for 401 and 403, `rate_limit` for 429, else
/// `source_data`. The body is not quoted.
Error status_error(const Response& response, std::string_view method);

}  // namespace decant::http
