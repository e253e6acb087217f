#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "sandbox/http/message.h"
#include "sandbox/http/request_log.h"

namespace decant::sandbox {

struct ServerOptions {
  /// Waited before each answer.
  std::chrono::milliseconds latency{0};
  /// Whether answers are compressed for clients that offer it.
  bool gzip = false;
};

/// An HTTP/1.1 server on 127.0.0.1 that gives every request to one handler. The handler is called from many threads.
class Server {
 public:
  using Handler = std::function<Response(const Request&)>;

  /// `log` may be null.
  Server(ServerOptions options, Handler handler, RequestLog* log);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Takes the port, or a free one for 0. Returns the port, or nothing if it is in use. Connections are accepted from
  /// now on and answered once `run` is called.
  std::optional<int> bind(int port);

  /// Serves until `stop` is called.
  void run();

  /// Ends `run` once the requests under way are answered and idle connections are noticed (at most a few seconds).
  void stop();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace decant::sandbox
