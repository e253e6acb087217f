#include "sandbox/http/server.h"

#include <httplib.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "sandbox/http/connection.h"

namespace decant::sandbox {
namespace {

constexpr const char* kHost = "127.0.0.1";
// A keep-alive connection holds a thread for as long as it lives, so this bounds the connections served at a time.
constexpr std::size_t kThreads = 64;
// Sent as `Keep-Alive: max=…`, which some clients read into 32 bits. httplib's own 5 would close connections all the
// time.
constexpr std::size_t kRequestsPerConnection = 1'000'000'000;
constexpr std::time_t kKeepAliveSeconds = 5;
constexpr std::time_t kWriteSeconds = 60;
constexpr std::chrono::milliseconds kPauseBetweenPieces{50};

// httplib's default is SO_REUSEPORT, with which two servers would share a port unnoticed.
void allow_quick_restart(int socket) {
  const int yes = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

Request translate(const httplib::Request& from) {
  Request request;
  request.method = from.method;
  const std::size_t question_mark = from.target.find('?');
  request.path = from.target.substr(0, question_mark);
  if (question_mark != std::string::npos) request.query = from.target.substr(question_mark + 1);
  request.api_authorization = from.get_header_value("API-Authorization");
  request.authorization = from.get_header_value("Authorization");
  return request;
}

// Sends a body, or the first part of it.
class BodySender {
 public:
  explicit BodySender(Response response) : response_(std::move(response)) {
    if (response_.delivery != Delivery::whole) response_.join();
  }

  std::size_t size() const { return response_.body_size(); }

  /// Returns false to end the connection.
  bool send(std::size_t offset, std::size_t length, httplib::DataSink& sink) const {
    const std::string& body = response_.body;
    if (response_.delivery == Delivery::truncated) {
      sink.write(body.data(), body.size() / 2);
      return false;
    }
    if (response_.delivery != Delivery::slow) return send_text(offset, sink);
    constexpr std::size_t kPieces = 10;
    std::this_thread::sleep_for(kPauseBetweenPieces);
    return sink.write(body.data() + offset, std::min(length, body.size() / kPieces + 1));
  }

 private:
  /// From an offset to the end of the text that it lies in.
  bool send_text(std::size_t offset, httplib::DataSink& sink) const {
    std::string_view text = response_.body;
    for (auto next = response_.rest.begin(); offset >= text.size() && next != response_.rest.end(); ++next) {
      offset -= text.size();
      text = *next;
    }
    text.remove_prefix(offset);
    return sink.write(text.data(), text.size());
  }

  Response response_;
};

// httplib compresses a plain body whenever the client offers it, but never what comes from a provider of known length.
void set_uncompressed_body(httplib::Response& to, Response from) {
  // std::function wants to be copied; the body should not be.
  const std::string content_type = from.content_type;
  const auto sender = std::make_shared<const BodySender>(std::move(from));
  to.set_content_provider(sender->size(), content_type,
                          [sender](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
                            return sender->send(offset, length, sink);
                          });
}

}  // namespace

class Server::Implementation {
 public:
  Implementation(ServerOptions options, Handler handler, RequestLog* log)
      : options_(options), handler_(std::move(handler)), log_(log) {
    server_.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    server_.set_socket_options(allow_quick_restart);
    server_.set_tcp_nodelay(true);
    server_.set_keep_alive_max_count(kRequestsPerConnection);
    server_.set_keep_alive_timeout(kKeepAliveSeconds);
    server_.set_write_timeout(kWriteSeconds);
    const auto answer = [this](const httplib::Request& from, httplib::Response& to) { this->answer(from, to); };
    constexpr const char* kAnyPath = ".*";
    server_.Get(kAnyPath, answer);
    server_.Post(kAnyPath, answer);
    server_.Put(kAnyPath, answer);
    server_.Patch(kAnyPath, answer);
    server_.Delete(kAnyPath, answer);
    server_.Options(kAnyPath, answer);
  }

  std::optional<int> bind(int port) {
    if (port == 0) {
      const int chosen = server_.bind_to_any_port(kHost);
      return chosen > 0 ? std::optional(chosen) : std::nullopt;
    }
    return server_.bind_to_port(kHost, port) ? std::optional(port) : std::nullopt;
  }

  void run() { server_.listen_after_bind(); }

  void stop() {
    // httplib forgets a stop that comes before it listens, as a signal right after the start would.
    while (!server_.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    server_.stop();
  }

 private:
  void answer(const httplib::Request& from, httplib::Response& to) {
    const Request request = translate(from);
    Response response = handler_(request);
    if (log_ != nullptr && response.logged) log_->write(request, response);
    if (options_.latency.count() > 0) std::this_thread::sleep_for(options_.latency);
    if (response.delivery == Delivery::reset) reset_connection(from.remote_port);
    to.status = response.status;
    if (!response.retry_after.empty()) to.set_header("Retry-After", response.retry_after);
    if (options_.gzip && response.delivery == Delivery::whole) {
      response.join();
      to.body = std::move(response.body);
      to.set_header("Content-Type", response.content_type);
    } else {
      set_uncompressed_body(to, std::move(response));
    }
  }

  ServerOptions options_;
  Handler handler_;
  RequestLog* log_;
  httplib::Server server_;
};

Server::Server(ServerOptions options, Handler handler, RequestLog* log)
    : implementation_(std::make_unique<Implementation>(options, std::move(handler), log)) {}
Server::~Server() = default;

std::optional<int> Server::bind(int port) { return implementation_->bind(port); }
void Server::run() { implementation_->run(); }
void Server::stop() { implementation_->stop(); }

}  // namespace decant::sandbox
