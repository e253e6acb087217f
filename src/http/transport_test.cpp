#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "core/redact.h"
#include "http/client.h"
#include "http/test_server.h"
#include "http/tls_test_server.h"

namespace decant::http {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// Sets a variable of the process for the time of a test.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
  ~Variable() { ::unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
};

class TransportTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("decant-tls-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    write_certificate(authority_, ca());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string ca() const { return file("ca.pem"); }
  [[nodiscard]] std::string file(const char* name) const { return (folder_ / name).string(); }
  static ClientOptions options(TlsFiles tls = {}) {
    ClientOptions result;
    result.tls = std::move(tls);
    result.retry.attempts = 1;
    return result;
  }
  Result<Response> get(const std::string& url, ClientOptions how) {
    Request request;
    request.url = url;
    return Client(std::move(how)).send(request, cancel_);
  }
  std::string error(const std::string& url, ClientOptions how) {
    const auto response = get(url, std::move(how));
    return response ? "no error" : response.error().message + " | " + response.error().hint;
  }

  TestCertificate authority_ = make_certificate("Test authority");
  TestCertificate server_ = make_certificate("server", &authority_);
  std::filesystem::path folder_;
  CancelToken cancel_;
};

TEST_F(TransportTest, ACertificateCountsIfItsAuthorityIsKnown) {
  TlsTestServer server(server_, ca(), false);
  EXPECT_THAT(error(server.url(), options()), AllOf(HasSubstr("was not accepted"), HasSubstr("ca_file")));
  EXPECT_EQ(server.answered(), 0);
  const auto trusted = get(server.url(), options({.ca_file = ca()}));
  ASSERT_TRUE(trusted) << to_string(trusted.error());
  EXPECT_EQ(trusted->body, "{}");
  {
    const Variable bundle("REQUESTS_CA_BUNDLE", ca());
    EXPECT_TRUE(get(server.url(), options()));
  }
  const Variable wrong("SSL_CERT_FILE", file("no.pem"));
  EXPECT_THAT(error(server.url(), options()), HasSubstr("the CA bundle cannot be read"));
  EXPECT_TRUE(get(server.url(), options({.ca_file = ca()})));
}

TEST_F(TransportTest, AClosedTlsConnectionEndsNoProcess) {
  TlsTestServer server(server_, ca(), false);
  Client client(options({.ca_file = ca()}));
  Request request;
  request.url = server.url();
  request.method = "POST";
  request.body = std::string(std::size_t{8} << 20, 'x');  // the server answers and closes before it has read that
  static_cast<void>(client.send(request, cancel_));
  EXPECT_EQ(server.answered(), 1);
}

TEST_F(TransportTest, ACertificateForAnotherHostDoesNotCount) {
  TlsTestServer server(server_, ca(), false);
  std::string url = server.url();
  url.replace(url.find("127.0.0.1"), 9, "localhost");
  EXPECT_THAT(error(url, options({.ca_file = ca()})), HasSubstr("was not accepted"));
}

TEST_F(TransportTest, ShowsItsOwnCertificate) {
  TlsTestServer server(server_, ca(), true);
  const auto mine = make_certificate("me", &authority_);
  write_certificate(mine, file("me.pem"));
  write_key(mine, file("key.pem"), "open-sesame-1");
  TlsFiles tls{
      .ca_file = ca(), .cert_file = file("me.pem"), .key_file = file("key.pem"), .key_password = "open-sesame-1"};
  EXPECT_NE(error(server.url(), options({.ca_file = ca()})), "no error");
  ASSERT_TRUE(get(server.url(), options(tls)));
  EXPECT_EQ(server.shown(), "me");
  tls.key_password = "wrong";
  EXPECT_THAT(error(server.url(), options(tls)), HasSubstr("the client certificate cannot be used"));
  tls.key_password = "";
  EXPECT_THAT(error(server.url(), options(tls)), HasSubstr("key_password"));
}

TEST_F(TransportTest, ShowsItsCertificateToItsOwnOriginOnly) {
  const auto mine = make_certificate("me", &authority_);
  write_certificate(mine, file("me.pem"));
  write_key(mine, file("key.pem"));
  TlsTestServer other(server_, ca(), true);
  TestServer redirecting([&](const auto&, auto) { return answer(302, "", "Location: " + other.url() + "\r\n"); });
  EXPECT_NE(
      error(redirecting.url("/"), options({.ca_file = ca(), .cert_file = file("me.pem"), .key_file = file("key.pem")})),
      "no error");
  EXPECT_EQ(other.answered(), 0);
}

TEST_F(TransportTest, GoesThroughTheProxy) {
  TestServer proxy([](const SeenRequest& request, auto) {
    if (request.target.find("locked") != std::string::npos) return answer(407, "");
    return answer(200, "through");
  });
  const std::string place = proxy.url().substr(7);
  {
    const Variable named("HTTP_PROXY", "http://me:proxy-pass-word@" + place);
    const auto response = get("http://shop.invalid/items?a=1", options());
    ASSERT_TRUE(response) << to_string(response.error());
    EXPECT_EQ(response->body, "through");
    EXPECT_EQ(proxy.seen().back().target, "http://shop.invalid/items?a=1");
    EXPECT_NE(proxy.seen().back().headers.find("Proxy-Authorization"), nullptr);
    EXPECT_EQ(get("http://shop.invalid/locked", options())->status, 407);
    const Variable lower("http_proxy", "http://me:proxy-pass-word@127.0.0.1:1");
    EXPECT_THAT(error("http://shop.invalid/", options()),
                AllOf(HasSubstr("through the proxy http://127.0.0.1:1"), Not(HasSubstr("pass-word"))));
    EXPECT_TRUE(Redactor::process().contains_secret("proxy-pass-word"));
    TestServer direct([](const auto&, auto) { return answer(200, "direct"); });
    const Variable except("NO_PROXY", "127.0.0.1,.internal");
    EXPECT_EQ(get(direct.url("/"), options())->body, "direct");
  }
  const auto tunnels = proxy.seen().size();
  const Variable named("https_proxy", place);
  EXPECT_NE(error("https://shop.invalid/items", options()), "no error");
  ASSERT_EQ(proxy.seen().size(), tunnels + 1);
  EXPECT_EQ(proxy.seen().back().method, "CONNECT");
  EXPECT_EQ(proxy.seen().back().target, "shop.invalid:443");
}

TEST_F(TransportTest, KeepsCookiesBesideItsOwn) {
  TestServer server([](const auto&, auto) { return answer(200, "", "Set-Cookie: session=abc; Path=/\r\n"); });
  Client client(options());
  Request request;
  request.url = server.url("/");
  ASSERT_TRUE(client.send(request, cancel_));
  request.headers.set("Cookie", "mine=1");
  ASSERT_TRUE(client.send(request, cancel_));
  EXPECT_EQ(server.seen()[0].headers.find("Cookie"), nullptr);
  EXPECT_THAT(*server.seen()[1].headers.find("Cookie"), AllOf(HasSubstr("session=abc"), HasSubstr("mine=1")));
  ASSERT_TRUE(get(server.url("/"), options()));
  EXPECT_EQ(server.seen()[2].headers.find("Cookie"), nullptr);
}

TEST_F(TransportTest, UncompressesZstd) {
  // One frame of one raw block, built by hand.
  const std::string packed = std::string("\x28\xb5\x2f\xfd\x20\x05\x29\x00\x00", 9) + "hello";
  TestServer server([&](const auto&, auto) { return answer(200, packed, "Content-Encoding: zstd\r\n"); });
  const auto response = get(server.url("/"), options());
  ASSERT_TRUE(response) << to_string(response.error());
  EXPECT_EQ(response->body, "hello");
  EXPECT_THAT(*server.seen()[0].headers.find("accept-encoding"), HasSubstr("zstd"));
}

TEST_F(TransportTest, ACompressedBombMeetsTheLimit) {
  // One frame of blocks that each say: this byte, 128 KiB of it.
  std::string packed("\x28\xb5\x2f\xfd\x00\x58", 6);
  for (int i = 0; i < 1000; ++i) packed += std::string(i == 999 ? "\x03\x00\x10x" : "\x02\x00\x10x", 4);
  TestServer server([&](const auto&, auto) { return answer(200, packed, "Content-Encoding: zstd\r\n"); });
  auto small = options();
  small.max_body_bytes = std::size_t{4} << 20;
  EXPECT_THAT(error(server.url("/"), small), HasSubstr("more than 4 MiB"));
  EXPECT_EQ(get(server.url("/"), options())->body.size(), 1000U * 131'072);
}

TEST_F(TransportTest, ADamagedEncodingIsNamed) {
  TestServer server([](const auto&, auto) { return answer(200, "no gzip", "Content-Encoding: gzip\r\n"); });
  EXPECT_THAT(error(server.url("/"), options()), HasSubstr("the compressed answer"));
}

TEST_F(TransportTest, RedirectsKeepMethodAndBodyAsRequestsDoes) {
  std::string status = "302";
  TestServer server([&](const SeenRequest& request, auto) {
    if (request.target == "/") return answer(std::stoi(status), "", "Location: /there\r\n");
    return answer(200, "{}");
  });
  const auto lands_as = [&](const char* code, const char* method) {
    status = code;
    Request request;
    request.method = method;
    request.url = server.url("/");
    request.body = "{}";
    request.headers.set("Content-Type", "application/json");
    EXPECT_TRUE(Client(options()).send(request, cancel_));
    const auto seen = server.seen().back();
    return seen.method + " " + seen.body + (seen.headers.find("Content-Type") == nullptr ? "" : " typed");
  };
  EXPECT_EQ(lands_as("301", "POST"), "GET ");
  EXPECT_EQ(lands_as("301", "PUT"), "PUT ");
  EXPECT_EQ(lands_as("302", "PUT"), "GET ");
  EXPECT_EQ(lands_as("303", "POST"), "GET ");
  EXPECT_EQ(lands_as("307", "POST"), "POST {} typed");
  EXPECT_EQ(lands_as("308", "GET"), "GET {} typed");
}

TEST_F(TransportTest, NoTypeIsMadeUpForAPostWithoutBody) {
  TestServer server([](const auto&, auto) { return answer(200, "{}"); });
  Request request;
  request.method = "POST";
  request.url = server.url("/");
  ASSERT_TRUE(Client(options()).send(request, cancel_));
  EXPECT_EQ(server.seen().at(0).headers.find("Content-Type"), nullptr);
}

TEST_F(TransportTest, HeadersAreIso8859OnTheWire) {
  TestServer server([](const auto&, auto) { return answer(200, "{}", "X-A: \xE9\r\n"); });
  Request request;
  request.url = server.url("/");
  request.headers.set("X-B", "\xC3\xA9");
  const auto response = Client(options()).send(request, cancel_);
  ASSERT_TRUE(response);
  EXPECT_EQ(*response->headers.find("X-A"), "\xC3\xA9");
  EXPECT_EQ(*server.seen().at(0).headers.find("X-B"), "\xE9");
}

}  // namespace
}  // namespace decant::http
