#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>

#include "core/cancel.h"
#include "http/client.h"
#include "http/request.h"

namespace decant::http {

/// Why an attempt brought no answer.
struct TransferFailure {
  Error error;
  bool retry = false;  ///< the same request may fare better later
};

/// One request and its answer, with nothing added: no credentials, no retry, no redirect. Owns the connections.
class Transfer {
 public:
  explicit Transfer(const ClientOptions& options);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  /// Whether the server gets to see our own TLS certificate, if there is one.
  enum class Identity : std::uint8_t { shown, hidden };

  /// Fills `response` (effective_url excepted). `url` is in wire form and may hold credentials; errors show
  /// `request.url` redacted.
  std::expected<void, TransferFailure> run(const Request& request, const std::string& url, Identity identity,
                                           const CancelToken& cancel, Response& response);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace decant::http
