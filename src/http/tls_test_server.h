#pragma once

#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "http/pipe_signal.h"
#include "http/test_certificates.h"
#include "http/test_server.h"

namespace decant::http {

/// For tests: an HTTPS server on 127.0.0.1 that answers every request with `{}` on a connection of its own, and tells
/// the common name of the certificate that it was shown.
class TlsTestServer {
 public:
  TlsTestServer(const TestCertificate& own, const std::filesystem::path& ca_file, bool asks_for_certificate)
      : context_(SSL_CTX_new(TLS_server_method())), listener_(listen_on_loopback(port_)) {
    SSL_CTX_use_certificate(context_.get(), own.certificate.get());
    SSL_CTX_use_PrivateKey(context_.get(), own.key.get());
    SSL_CTX_load_verify_locations(context_.get(), ca_file.c_str(), nullptr);
    if (asks_for_certificate)
      SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    worker_ = std::thread([this] { serve(); });
  }

  ~TlsTestServer() {
    stopped_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    worker_.join();
    ::close(listener_);
  }

  TlsTestServer(const TlsTestServer&) = delete;
  TlsTestServer& operator=(const TlsTestServer&) = delete;

  [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + std::to_string(port_) + "/"; }
  [[nodiscard]] int answered() const { return answered_; }
  [[nodiscard]] std::string shown() const { return shown_; }

 private:
  void serve() {
    const PipeSignalBlock block;
    while (true) {
      const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection < 0 || stopped_) {
        if (connection >= 0) ::close(connection);
        return;
      }
      answer_one(connection);
      ::close(connection);
    }
  }

  void answer_one(int connection) {
    const std::unique_ptr<SSL, void (*)(SSL*)> session(SSL_new(context_.get()), SSL_free);
    SSL_set_fd(session.get(), connection);
    if (SSL_accept(session.get()) != 1) return;
    std::array<char, 4096> buffer{};
    if (SSL_read(session.get(), buffer.data(), static_cast<int>(buffer.size())) <= 0) return;
    if (const X509* peer = SSL_get0_peer_certificate(session.get())) shown_ = common_name(*peer);
    ++answered_;
    static constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
    SSL_write(session.get(), kAnswer.data(), static_cast<int>(kAnswer.size()));
    SSL_shutdown(session.get());
  }

  struct ContextDeleter {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  int port_ = 0;
  std::unique_ptr<SSL_CTX, ContextDeleter> context_;
  int listener_ = -1;
  std::atomic<bool> stopped_{false};
  std::atomic<int> answered_{0};
  std::string shown_;
  std::thread worker_;
};

}  // namespace decant::http
