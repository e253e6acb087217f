#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "http/headers.h"

namespace decant::http {

/// What a test server was asked, and on which connection.
struct SeenRequest {
  std::string method;
  std::string target;
  Headers headers;
  std::string body;
  int connection = 0;
};

/// The bytes of an answer, and what happens behind them.
struct ScriptedAnswer {
  std::string bytes;
  bool close = false;
  std::chrono::milliseconds stall{0};  ///< between the bytes and the end
};

/// An answer with status line, length and body.
inline ScriptedAnswer answer(int status, std::string_view body, std::string_view headers = {}) {
  return {.bytes = "HTTP/1.1 " + std::to_string(status) + " Status\r\nContent-Length: " + std::to_string(body.size()) +
                   "\r\n" + std::string(headers) + "\r\n" + std::string(body)};
}

/// For tests: a socket that listens on a free port of 127.0.0.1.
inline int listen_on_loopback(int& port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* general = static_cast<sockaddr*>(static_cast<void*>(&address));
  if (::bind(listener, general, size) != 0 || ::listen(listener, 16) != 0 ||
      ::getsockname(listener, general, &size) != 0)
    std::abort();
  port = ntohs(address.sin_port);
  return listener;
}

/// For tests: a server on 127.0.0.1 that answers every request with what a function makes of it.
class TestServer {
 public:
  using Script = std::function<ScriptedAnswer(const SeenRequest&, std::size_t number)>;

  explicit TestServer(Script script) : script_(std::move(script)) {
    listener_ = listen_on_loopback(port_);
    accepter_ = std::thread([this] { accept_all(); });
  }

  ~TestServer() {
    stopped_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    accepter_.join();
    {
      const std::lock_guard lock(mutex_);
      for (const int connection : connections_) ::shutdown(connection, SHUT_RDWR);
    }
    for (auto& worker : workers_) worker.join();
    for (const int connection : connections_) ::close(connection);
    ::close(listener_);
  }

  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  [[nodiscard]] std::string url(std::string_view target = {}) const {
    return "http://127.0.0.1:" + std::to_string(port_) + std::string(target);
  }

  /// The requests so far, in order of arrival.
  [[nodiscard]] std::vector<SeenRequest> seen() const {
    const std::lock_guard lock(mutex_);
    return seen_;
  }

 private:
  void accept_all() {
    for (int number = 0;; ++number) {
      const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection < 0 || stopped_) {
        if (connection >= 0) ::close(connection);
        return;
      }
      const std::lock_guard lock(mutex_);
      connections_.push_back(connection);
      workers_.emplace_back([this, connection, number] { serve(connection, number); });
    }
  }

  void serve(int connection, int number) {
    std::string input;
    SeenRequest request;
    while (read_request(connection, input, request)) {
      request.connection = number;
      std::size_t ordinal = 0;
      {
        const std::lock_guard lock(mutex_);
        ordinal = seen_.size();
        seen_.push_back(request);
      }
      const ScriptedAnswer reply = script_(request, ordinal);
      if (::send(connection, reply.bytes.data(), reply.bytes.size(), MSG_NOSIGNAL) < 0) break;
      const auto end = std::chrono::steady_clock::now() + reply.stall;
      while (!stopped_ && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
      if (reply.close) break;
    }
    ::shutdown(connection, SHUT_RDWR);
  }

  static bool fill(int connection, std::string& input) {
    std::array<char, 4096> buffer{};
    const auto size = ::recv(connection, buffer.data(), buffer.size(), 0);
    if (size <= 0) return false;
    input.append(buffer.data(), static_cast<std::size_t>(size));
    return true;
  }

  static bool read_request(int connection, std::string& input, SeenRequest& request) {
    request = {};
    std::size_t end = 0;
    while ((end = input.find("\r\n\r\n")) == std::string::npos) {
      if (!fill(connection, input)) return false;
    }
    std::string_view head = std::string_view(input).substr(0, end);
    const auto line = head.substr(0, head.find("\r\n"));
    request.method = line.substr(0, line.find(' '));
    request.target = line.substr(request.method.size() + 1, line.rfind(' ') - request.method.size() - 1);
    for (auto rest = head.substr(line.size()); rest.size() > 2;) {
      rest.remove_prefix(2);
      const auto field = rest.substr(0, rest.find("\r\n"));
      const auto colon = field.find(": ");
      if (colon != std::string_view::npos) request.headers.add(field.substr(0, colon), field.substr(colon + 2));
      rest.remove_prefix(field.size());
    }
    const std::string* length = request.headers.find("Content-Length");
    const std::size_t size = length == nullptr ? 0 : std::stoul(*length);
    while (input.size() < end + 4 + size) {
      if (!fill(connection, input)) return false;
    }
    request.body = input.substr(end + 4, size);
    input.erase(0, end + 4 + size);
    return true;
  }

  Script script_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopped_{false};
  mutable std::mutex mutex_;
  std::vector<SeenRequest> seen_;
  std::vector<int> connections_;
  std::vector<std::thread> workers_;
  std::thread accepter_;
};

}  // namespace decant::http
