#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "config/document.h"
#include "core/redact.h"
#include "http/test_server.h"
#include "source/auth/auth_reader.h"
#include "source/auth/authorizers.h"

namespace decant::source::auth {
namespace {

using http::answer;
using http::TestServer;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class MovableClock final : public Clock {
 public:
  [[nodiscard]] Micros now() const override { return seconds.load() * kMicrosPerSecond; }
  bool sleep_for(std::chrono::milliseconds duration, const CancelToken& cancel) override {
    seconds += duration.count() / 1000;
    return !cancel.cancelled();
  }
  std::atomic<std::int64_t> seconds{1'700'000'000};
};

class AuthorizerTest : public ::testing::Test {
 protected:
  static Auth auth_of(const std::string& yaml) {
    const auto node = config::parse_document(yaml, config::Format::yaml, "t.yaml").value();
    auto auth = read_auth({node, "client.auth"}, AuthContext{});
    EXPECT_TRUE(auth) << to_string(auth.error());
    return auth ? *auth : Auth{};
  }
  static std::string client_credentials(const TestServer& server, const std::string& more = {}) {
    return "type: oauth2_client_credentials\naccess_token_url: " + server.url("/token") +
           "\nclient_id: cid\nclient_secret: top-secret-77\n" + more;
  }
  http::ClientOptions options() {
    http::ClientOptions result;
    result.clock = &clock;
    return result;
  }
  MovableClock clock;
  CancelToken cancel;
};

TEST_F(AuthorizerTest, AsksAsDltDoes) {
  TestServer server([](const auto&, std::size_t number) {
    return answer(200, R"({"access_token":"token-number-)" + std::to_string(number) + R"(","expires_in":100})");
  });
  const Auth auth = auth_of(client_credentials(
      server, "access_token: preset\naccess_token_request_data: {scope: [a, b c], client_id: other, none: null}\n"));
  Authorizer authorizer(auth.grant, options(), Authorizer::Renewal::at_expiry);
  const auto first = authorizer.credential(cancel);
  ASSERT_TRUE(first) << to_string(first.error());
  EXPECT_EQ(first->name, "Authorization");
  EXPECT_EQ(first->value, "Bearer token-number-0");
  EXPECT_EQ(Redactor::process().redact("x token-number-0"), "x ***");
  clock.seconds += 99;
  EXPECT_EQ(authorizer.credential(cancel)->value, "Bearer token-number-0");
  clock.seconds += 1;
  EXPECT_EQ(authorizer.credential(cancel)->value, "Bearer token-number-1");
  const auto seen = server.seen();
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0].method, "POST");
  EXPECT_EQ(seen[0].body,
            "client_id=other&client_secret=top-secret-77&grant_type=client_credentials&scope=a&scope=b+c");
  EXPECT_EQ(*seen[0].headers.find("content-type"), "application/x-www-form-urlencoded");
  EXPECT_EQ(seen[0].headers.find("authorization"), nullptr);
}

TEST_F(AuthorizerTest, LifetimesInEveryForm) {
  std::string lifetime = "0";
  TestServer server([&](const auto&, auto) {
    return answer(200, R"({"access_token":"abc")" + (lifetime.empty() ? "" : ",\"expires_in\":" + lifetime) + "}");
  });
  const Auth auth = auth_of(client_credentials(server, "default_token_expiration: 50\n"));
  const auto requests_in = [&](std::int64_t seconds) {
    Authorizer authorizer(auth.grant, options(), Authorizer::Renewal::at_expiry);
    const auto before = server.seen().size();
    EXPECT_TRUE(authorizer.credential(cancel));
    clock.seconds += seconds;
    EXPECT_TRUE(authorizer.credential(cancel));
    return server.seen().size() - before;
  };
  EXPECT_EQ(requests_in(0), 2U);
  for (const char* text : {"", "null", "true", "\"soon\""}) {
    lifetime = text;
    EXPECT_EQ(requests_in(49), 1U) << text;
    EXPECT_EQ(requests_in(50), 2U) << text;
  }
  for (const char* text : {"7", "7.9", "\"7\""}) {
    lifetime = text;
    EXPECT_EQ(requests_in(6), 1U) << text;
    EXPECT_EQ(requests_in(7), 2U) << text;
  }
  for (const char* text : {"-5", "-1e300"}) {
    lifetime = text;
    EXPECT_EQ(requests_in(0), 2U) << text;
  }
  lifetime = "1e300";
  EXPECT_EQ(requests_in(1'000'000), 1U);
}

TEST_F(AuthorizerTest, RetriesAndThenRefusesWithoutTheSecret) {
  TestServer server([](const auto& request, std::size_t number) {
    return number == 0 ? answer(503, "") : answer(401, R"({"error":"invalid_client","echo":")" + request.body + "\"}");
  });
  auto shown = options();
  shown.show_error_body = true;
  Authorizer authorizer(auth_of(client_credentials(server)).grant, shown, Authorizer::Renewal::at_expiry);
  const auto refused = authorizer.credential(cancel);
  ASSERT_FALSE(refused);
  EXPECT_EQ(server.seen().size(), 2U);
  EXPECT_EQ(refused.error().kind, ErrorKind::auth);
  EXPECT_EQ(refused.error().details.http_status, 401);
  EXPECT_THAT(to_string(refused.error()), AllOf(HasSubstr("401 Client Error"), HasSubstr("(invalid_client)"),
                                                HasSubstr("asking for a token"), Not(HasSubstr("top-secret"))));
}

TEST_F(AuthorizerTest, AnAnswerWithoutTokenIsAnError) {
  TestServer server([](const auto&, std::size_t number) { return answer(200, number == 0 ? "<html>" : "{}"); });
  Authorizer authorizer(auth_of(client_credentials(server)).grant, options(), Authorizer::Renewal::at_expiry);
  EXPECT_THAT(authorizer.credential(cancel).error().message, HasSubstr("is not JSON"));
  EXPECT_THAT(authorizer.credential(cancel).error().message, HasSubstr("has no `access_token`"));
}

TEST_F(AuthorizerTest, TheSecretFollowsNoRedirectElsewhere) {
  TestServer other([](const auto&, auto) { return answer(200, R"({"access_token":"x"})"); });
  TestServer server([&](const auto&, auto) { return answer(307, "", "Location: " + other.url("/steal") + "\r\n"); });
  Authorizer authorizer(auth_of(client_credentials(server)).grant, options(), Authorizer::Renewal::at_expiry);
  EXPECT_FALSE(authorizer.credential(cancel));
  EXPECT_TRUE(other.seen().empty());
}

TEST_F(AuthorizerTest, OneFetchForAllThreadsWhereTokensAreShared) {
  TestServer server([](const auto&, auto) { return answer(200, R"({"access_token":"abc","expires_in":600})"); });
  const Auth auth = auth_of(client_credentials(server));
  Authorizers shared(options(), Sharing::by_grant);
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] { EXPECT_EQ(shared.of(auth.grant)->credential(cancel)->value, "Bearer abc"); });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(server.seen().size(), 1U);
  clock.seconds += 541;  // less than a minute, or a tenth, of its time is left
  EXPECT_TRUE(shared.of(auth.grant)->credential(cancel));
  EXPECT_EQ(server.seen().size(), 2U);

  Authorizers apart(options(), Sharing::none);
  EXPECT_TRUE(apart.of(auth.grant)->credential(cancel));
  EXPECT_TRUE(apart.of(auth.grant)->credential(cancel));
  EXPECT_EQ(server.seen().size(), 4U);
}

TEST_F(AuthorizerTest, OldTokensAreForgotten) {
  TestServer server([](const auto&, std::size_t number) {
    return answer(200, R"({"access_token":"short-lived-)" + std::to_string(number) + R"(-","expires_in":0})");
  });
  Authorizer authorizer(auth_of(client_credentials(server)).grant, options(), Authorizer::Renewal::at_expiry);
  for (int i = 0; i < 40; ++i) EXPECT_TRUE(authorizer.credential(cancel));
  EXPECT_FALSE(Redactor::process().contains_secret("short-lived-7-"));
  EXPECT_TRUE(Redactor::process().contains_secret("short-lived-8-"));
  EXPECT_TRUE(Redactor::process().contains_secret("short-lived-39-"));
}

}  // namespace
}  // namespace decant::source::auth
