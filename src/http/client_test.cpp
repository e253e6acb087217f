#include "http/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "core/redact.h"
#include "http/status_error.h"
#include "http/test_server.h"

namespace decant::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Moves when slept on, and remembers the pauses.
class RecordingClock final : public Clock {
 public:
  [[nodiscard]] Micros now() const override { return now_; }
  bool sleep_for(std::chrono::milliseconds duration, const CancelToken& cancel) override {
    pauses.push_back(duration.count());
    now_ += duration.count() * 1000;
    return !cancel.cancelled();
  }
  std::vector<std::int64_t> pauses;

 private:
  Micros now_ = 1'700'000'000 * kMicrosPerSecond;
};

class ClientTest : public ::testing::Test {
 protected:
  ClientOptions options(RetryPolicy policy = RetryPolicy::dlt()) {
    ClientOptions result;
    result.retry = policy;
    result.clock = &clock;
    result.on_retry = [this] { ++retries; };
    result.on_bytes = [this](std::uint64_t size) { bytes += size; };
    return result;
  }
  static Request get(std::string url) {
    Request request;
    request.url = std::move(url);
    return request;
  }
  static Request with_key(std::string url) {
    Request request = get(std::move(url));
    request.credentials = {
        {.place = Credential::Place::header, .name = "API-Authorization", .value = "k3y-of-the-store"}};
    return request;
  }

  RecordingClock clock;
  CancelToken cancel;
  int retries = 0;
  std::uint64_t bytes = 0;
};

TEST_F(ClientTest, KeepsItsConnection) {
  TestServer server([](const auto&, auto) { return answer(200, "[1]"); });
  Client client(options());
  for (int i = 0; i < 3; ++i) {
    const auto response = client.send(get(server.url("/a b?x=1#part")), cancel);
    ASSERT_TRUE(response) << to_string(response.error());
    EXPECT_EQ(response->body, "[1]");
    EXPECT_GE(response->body.capacity(), response->body.size() + kBodyPadding);
  }
  const auto seen = server.seen();
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_EQ(seen[2].connection, 0);
  EXPECT_EQ(seen[0].target, "/a%20b?x=1");
  EXPECT_THAT(*seen[0].headers.find("user-agent"), testing::StartsWith("decant/"));
  EXPECT_THAT(*seen[0].headers.find("accept-encoding"), HasSubstr("gzip"));
  EXPECT_EQ(bytes, 9U);
}

TEST_F(ClientTest, PostsABody) {
  TestServer server([](const auto&, auto) { return answer(200, ""); });
  Client client(options());
  Request request = get(server.url("/"));
  request.method = "POST";
  request.body = "{\"a\":1}";
  request.headers.set("Content-Type", "application/json");
  ASSERT_TRUE(client.send(request, cancel));
  const auto seen = server.seen();
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].method, "POST");
  EXPECT_EQ(seen[0].body, "{\"a\":1}");
  EXPECT_EQ(seen[0].headers.find("Expect"), nullptr);
}

TEST_F(ClientTest, UncompressesGzip) {
  // One stored block, built by hand so that the test needs no zlib.
  const std::string text = R"({"hello":"world"})";
  std::string packed("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10);
  packed += '\x01';
  packed += std::string("\x11\x00\xee\xff", 4);
  packed += text;
  packed += std::string("\xd1\x41\x09\xd8", 4) + std::string("\x11\x00\x00\x00", 4);
  TestServer server([&](const auto&, auto) { return answer(200, packed, "Content-Encoding: gzip\r\n"); });
  auto policy = RetryPolicy::dlt();
  policy.attempts = 1;
  Client client(options(policy));
  const auto response = client.send(get(server.url("/")), cancel);
  ASSERT_TRUE(response) << to_string(response.error());
  EXPECT_EQ(response->body, text);
}

TEST_F(ClientTest, TriesAgainAsDltDoes) {
  TestServer server(
      [](const auto&, std::size_t number) { return number < 3 ? answer(503, "busy") : answer(200, "{}"); });
  Client client(options());
  const auto response = client.send(get(server.url("/")), cancel);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->retries, 3);
  EXPECT_EQ(retries, 3);
  EXPECT_THAT(clock.pauses, testing::ElementsAre(1000, 2000, 4000));
}

TEST_F(ClientTest, GivesTheLastAnswerWhenAllAttemptsFail) {
  TestServer server([](const auto&, auto) { return answer(500, ""); });
  Client client(options());
  const auto response = client.send(get(server.url("/x?token=abc")), cancel);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 500);
  EXPECT_EQ(server.seen().size(), 5U);
  const Error error = status_error(*response, "GET");
  EXPECT_EQ(error.kind, ErrorKind::source_data);
  EXPECT_EQ(error.details.http_status, 500);
  EXPECT_THAT(error.message, HasSubstr("/x?token=***"));
}

TEST_F(ClientTest, WaitsAsRetryAfterSays) {
  TestServer server([](const auto&, std::size_t number) {
    if (number == 0) return answer(429, "", "Retry-After: 900\r\n");
    if (number == 1)
      return answer(429, "", "Retry-After: 1700000307\r\n");  // no delay for dlt: longer than the maximum
    return answer(200, "{}");
  });
  Client client(options());
  ASSERT_TRUE(client.send(get(server.url("/")), cancel));
  EXPECT_THAT(clock.pauses, testing::ElementsAre(300'000, 300'000));
}

TEST_F(ClientTest, RetryAfterThatIsOverLeavesTheUsualPause) {
  TestServer server([](const auto&, std::size_t number) {
    if (number == 0) return answer(503, "", "Retry-After: 0\r\n");
    if (number == 1) return answer(503, "", "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
    return answer(200, "{}");
  });
  Client client(options());
  ASSERT_TRUE(client.send(get(server.url("/")), cancel));
  EXPECT_THAT(clock.pauses, testing::ElementsAre(1000, 2000));
}

TEST_F(ClientTest, TriesARefusingServerWhenItsWindowMayBeOver) {
  TestServer server(
      [](const auto&, std::size_t number) { return number < 60 || number > 66 ? answer(200, "") : answer(429, ""); });
  Client client(options());
  for (int i = 0; i < 60; ++i) {
    ASSERT_TRUE(client.send(get(server.url("/")), cancel));
    clock.sleep_for(std::chrono::milliseconds(1), cancel);
  }
  clock.pauses.clear();
  EXPECT_EQ(client.send(get(server.url("/")), cancel)->status, 200);
  // dlt's 1, 2, 4, 8 s; before the later ones it is tried 2, 5 and 10 s after the first request that was taken.
  EXPECT_THAT(clock.pauses, testing::ElementsAre(1000, 990, 1010, 1990, 2010, 2990, 5010));
}

TEST_F(ClientTest, AsksForACredentialOncePerSend) {
  TestServer server([](const auto&, std::size_t number) { return number == 0 ? answer(503, "") : answer(200, ""); });
  auto authorized = options();
  int asked = 0;
  authorized.authorize = [&](const CancelToken&) -> Result<Credential> {
    if (++asked == 2) return fail(ErrorKind::auth, "no token");
    return Credential{.place = Credential::Place::header, .name = "Authorization", .value = "Bearer x"};
  };
  Client client(authorized);
  ASSERT_TRUE(client.send(get(server.url("/")), cancel));
  EXPECT_EQ(*server.seen()[1].headers.find("Authorization"), "Bearer x");
  EXPECT_EQ(client.send(get(server.url("/")), cancel).error().message, "no token");
  EXPECT_EQ(server.seen().size(), 2U);
}

TEST_F(ClientTest, StrictHoldsBackTheWholeApi) {
  TestServer server([](const auto&, std::size_t number) {
    return number == 0 ? answer(429, "", "Retry-After: 1700000090\r\n") : answer(200, "{}");
  });
  auto first = options(RetryPolicy::strict());
  first.budget = std::make_shared<RateBudget>();
  Client client(first);
  ASSERT_TRUE(client.send(get(server.url("/")), cancel));
  EXPECT_THAT(clock.pauses, testing::ElementsAre(90'000));

  RecordingClock other;  // 90 s behind: as another thread at the time of the answer
  auto second = options(RetryPolicy::strict());
  second.budget = first.budget;
  second.clock = &other;
  Client waiting(second);
  ASSERT_TRUE(waiting.send(get(server.url("/")), cancel));
  EXPECT_THAT(other.pauses, testing::ElementsAre(90'000));
}

TEST_F(ClientTest, StrictRefusesAPauseOfHours) {
  TestServer server([](const auto&, auto) { return answer(429, "", "Retry-After: 7200\r\n"); });
  Client client(options(RetryPolicy::strict()));
  const auto response = client.send(get(server.url("/")), cancel);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::rate_limit);
  EXPECT_EQ(server.seen().size(), 1U);
}

TEST_F(ClientTest, ClientErrorsAreNotTriedAgain) {
  TestServer server([](const auto&, auto) { return answer(403, "{}"); });
  Client client(options(RetryPolicy::strict()));
  const auto response = client.send(get(server.url("/")), cancel);
  ASSERT_TRUE(response);
  EXPECT_EQ(server.seen().size(), 1U);
  EXPECT_EQ(status_error(*response, "GET").kind, ErrorKind::auth);
}

TEST_F(ClientTest, TriesACutBodyAgainAndThenFails) {
  TestServer server([](const auto&, auto) {
    return ScriptedAnswer{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":", .close = true};
  });
  Client client(options());
  const auto response = client.send(get(server.url("/")), cancel);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::network);
  EXPECT_EQ(server.seen().size(), 5U);
  EXPECT_THAT(to_string(response.error()), HasSubstr("after 5 attempts"));
}

TEST_F(ClientTest, ADamagedAnswerIsTriedAgainIfStrict) {
  TestServer server([](const auto&, std::size_t number) { return answer(200, number == 0 ? "<html>" : "{}"); });
  const Client::Check check = [](Response& response) -> Result<void> {
    if (response.body != "{}") return fail(ErrorKind::source_data, "damaged");
    return {};
  };
  Client strict(options(RetryPolicy::strict()));
  const auto response = strict.send(get(server.url("/")), cancel, check);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->retries, 1);

  TestServer broken([](const auto&, auto) { return answer(200, "<html>"); });
  Client as_dlt(options());
  EXPECT_EQ(as_dlt.send(get(broken.url("/")), cancel, check).error().message, "damaged");
  EXPECT_EQ(broken.seen().size(), 1U);
}

TEST_F(ClientTest, AnAcceptedAnswerIsTakenAsItIs) {
  TestServer server([](const SeenRequest& request, std::size_t number) {
    if (request.target == "/moved") return answer(302, "", "Location: /elsewhere\r\n");
    return number < 2 ? answer(503, "busy") : answer(429, "gone");
  });
  std::vector<int> seen;
  const Client::Accept accept = [&](const Response& response) -> Result<bool> {
    seen.push_back(response.status);
    return response.body == "gone" || response.status == 302;
  };
  const Client::Check check = [](Response&) -> Result<void> { return fail(ErrorKind::source_data, "not asked for"); };
  Client client(options());
  const auto response = client.send(get(server.url("/")), cancel, check, accept);
  ASSERT_TRUE(response) << to_string(response.error());
  EXPECT_EQ(response->status, 429);
  EXPECT_TRUE(response->accepted);
  EXPECT_EQ(response->retries, 2);
  EXPECT_THAT(seen, testing::ElementsAre(503, 503, 429));

  EXPECT_EQ(client.send(get(server.url("/moved")), cancel, check, accept)->status, 302);
  EXPECT_EQ(server.seen().size(), 4U);

  const Client::Accept broken = [](const Response&) -> Result<bool> { return fail(ErrorKind::config, "bad action"); };
  EXPECT_EQ(client.send(get(server.url("/")), cancel, check, broken).error().message, "bad action");
  EXPECT_EQ(server.seen().size(), 5U);
}

TEST_F(ClientTest, RedirectToAnotherOriginLosesTheKey) {
  TestServer other([](const auto&, auto) { return answer(200, "{}"); });
  TestServer server([&](const SeenRequest& request, auto) {
    if (request.target == "/far") return answer(302, "", "Location: " + other.url("/landed") + "\r\n");
    if (request.target == "/near") return answer(301, "", "Location: landed?x=1\r\n");
    return answer(200, "{}");
  });
  Client client(options());
  Request request = with_key(server.url("/far"));
  request.headers.set("Authorization", "Bearer something");
  const auto far = client.send(request, cancel);
  ASSERT_TRUE(far);
  EXPECT_TRUE(far->credentials_withheld);
  ASSERT_EQ(other.seen().size(), 1U);
  EXPECT_EQ(other.seen()[0].headers.find("API-Authorization"), nullptr);
  EXPECT_EQ(other.seen()[0].headers.find("Authorization"), nullptr);
  EXPECT_EQ(*server.seen()[0].headers.find("API-Authorization"), "k3y-of-the-store");

  const auto near = client.send(with_key(server.url("/near")), cancel);
  ASSERT_TRUE(near);
  EXPECT_EQ(near->effective_url, server.url("/landed?x=1"));
  EXPECT_EQ(*server.seen().back().headers.find("api-authorization"), "k3y-of-the-store");
}

TEST_F(ClientTest, ALinkToAnotherOriginGetsNoCredentials) {
  TestServer other([](const auto&, auto) { return answer(200, "{}"); });
  Client client(options());
  Request request = with_key(other.url("/page2"));
  request.credentials.push_back({.place = Credential::Place::query, .name = "key", .value = "another-secret-1"});
  request.credentials_origin = "https://api.example.com:443";
  ASSERT_TRUE(client.send(request, cancel));
  EXPECT_EQ(other.seen()[0].target, "/page2");
  EXPECT_EQ(other.seen()[0].headers.find("API-Authorization"), nullptr);

  Redactor::process().add("another-secret-1");
  request.url = other.url("/page2?key=another-secret-1");
  const auto refused = client.send(request, cancel);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message + refused.error().details.url, Not(HasSubstr("another-secret-1")));
  EXPECT_EQ(other.seen().size(), 1U);
}

TEST_F(ClientTest, QueryCredentialsAreAddedOnce) {
  TestServer server([](const auto&, auto) { return answer(200, "{}"); });
  Client client(options());
  Request request = get(server.url("/p?a=b"));
  request.credentials = {{.place = Credential::Place::query, .name = "key", .value = "K/1 2"}};
  const auto response = client.send(request, cancel);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->effective_url, server.url("/p?a=b"));
  request.url = server.url("/p?key=old&a=b");
  ASSERT_TRUE(client.send(request, cancel));
  EXPECT_EQ(server.seen()[0].target, "/p?a=b&key=K%2F1+2");
  EXPECT_EQ(server.seen()[1].target, "/p?key=K%2F1+2&a=b");
}

TEST_F(ClientTest, EndlessRedirectsEnd) {
  TestServer server([](const auto&, auto) { return answer(302, "", "Location: /again\r\n"); });
  Client client(options());
  EXPECT_EQ(client.send(get(server.url("/")), cancel).error().kind, ErrorKind::source_data);
  EXPECT_EQ(server.seen().size(), 11U);
}

TEST_F(ClientTest, InterruptsAStalledAnswerWithinASecond) {
  TestServer server([](const auto&, auto) {
    return ScriptedAnswer{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
                          .stall = std::chrono::seconds(30)};
  });
  Client client(options());
  std::thread interrupter([this] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    cancel.cancel();
  });
  const auto begin = std::chrono::steady_clock::now();
  const auto response = client.send(get(server.url("/")), cancel);
  const auto took = std::chrono::steady_clock::now() - begin;
  interrupter.join();
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::cancelled);
  EXPECT_LT(took, std::chrono::seconds(1));
}

TEST_F(ClientTest, AStalledAnswerIsTriedAgainAfterTheIdleTimeout) {
  TestServer server([](const auto&, std::size_t number) {
    auto reply = answer(200, "{}");
    if (number == 0) return ScriptedAnswer{.bytes = reply.bytes.substr(0, 30), .stall = std::chrono::seconds(30)};
    return reply;
  });
  auto impatient = options();
  impatient.idle_timeout = std::chrono::milliseconds(250);
  Client client(impatient);
  const auto response = client.send(get(server.url("/")), cancel);
  ASSERT_TRUE(response) << to_string(response.error());
  EXPECT_EQ(response->retries, 1);
}

TEST_F(ClientTest, RefusesABodyThatIsTooLarge) {
  TestServer server([](const auto&, auto) { return answer(200, std::string(3'000'000, 'x')); });
  auto small = options();
  small.max_body_bytes = std::size_t{2} << 20;
  Client client(small);
  const auto response = client.send(get(server.url("/")), cancel);
  ASSERT_FALSE(response);
  EXPECT_THAT(response.error().message, HasSubstr("more than 2 MiB"));
  EXPECT_EQ(server.seen().size(), 1U);
}

TEST_F(ClientTest, ErrorsNameTheServerButNoSecret) {
  Client client(options());
  const auto refused = client.send(get("http://user:pass@127.0.0.1:1/x?api_key=abc"), cancel);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::network);
  EXPECT_THAT(refused.error().message, HasSubstr("127.0.0.1:1"));
  EXPECT_EQ(refused.error().details.url, "http://127.0.0.1:1/x?api_key=***");
  EXPECT_EQ(retries, 4);
  EXPECT_EQ(client.send(get("ftp://h/x"), cancel).error().kind, ErrorKind::config);
  Request request = get("http://127.0.0.1:1/");
  request.headers.set("X-A", "1\r\nX-B: 2");
  EXPECT_EQ(client.send(request, cancel).error().kind, ErrorKind::config);
}

}  // namespace
}  // namespace decant::http
