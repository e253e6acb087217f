#include "core/hash.h"
#include "json/write.h"
#include "source/rest/rest_source.h"
#include "source/rest/rest_source_fixture.h"

namespace decant::source::rest {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

TEST_F(RestSourceTest, RefusedCredentialsAreNamedButNotShown) {
  TestServer server([](const auto&, auto) { return answer(401, R"({"status":"no"})"); });
  const Error error = error_of("client:\n  base_url: " + server.url() +
                               "\n  paginator: single_page\n  auth:\n    type: api_key\n    name: X-Key\n    api_key: "
                               "opensesame-1\nresources: [p]\n");
  EXPECT_EQ(error.kind, ErrorKind::auth);
  EXPECT_EQ(error.details.http_status, 401);
  EXPECT_THAT(error.message, Not(HasSubstr("opensesame")));
  EXPECT_EQ(error.details.setting, "client.auth.api_key");
  EXPECT_EQ(error.details.line, 7);
  EXPECT_EQ(*server.seen()[0].headers.find("x-key"), "opensesame-1");
}

TEST_F(RestSourceTest, AuthOfAllKinds) {
  TestServer server([](const auto&, auto) { return answer(200, "[]"); });
  const std::string yaml =
      "client: {base_url: '" + server.url() +
      "', paginator: single_page, headers: {X-A: client, X-B: '{b}'}, auth: {token: bearer-token-1}}\n"
      "resources:\n"
      "  - a\n"
      "  - {name: b, endpoint: {auth: {type: http_basic, username: U, password: P}, headers: {x-a: null}}}\n"
      "  - {name: c, endpoint: {auth: {type: api_key, name: key, api_key: K/1 2, location: query}, params: {a: b}}}\n"
      "  - {name: d, endpoint: {auth: null}}\n";
  ASSERT_TRUE(run(yaml));
  const auto seen = server.seen();
  ASSERT_EQ(seen.size(), 4U);
  EXPECT_EQ(*seen[0].headers.find("Authorization"), "Bearer bearer-token-1");
  EXPECT_EQ(*seen[0].headers.find("X-B"), "{b}");
  EXPECT_EQ(*seen[1].headers.find("Authorization"), "Basic VTpQ");
  EXPECT_EQ(seen[1].headers.find("X-A"), nullptr);
  EXPECT_EQ(seen[2].target, "/c?a=b&key=K%2F1+2");
  EXPECT_EQ(seen[3].headers.find("Authorization"), nullptr);
}

TEST_F(RestSourceTest, WhoStandsInTheBaseUrlIsACredential) {
  TestServer server([](const auto&, std::size_t number) {
    return answer(200, number == 0 ? R"({"d":[1],"next":"/api/p?page=2"})" : R"({"d":[2]})");
  });
  std::string url = server.url("/api/");
  url.insert(url.find("//") + 2, "me:s%65same-open@");
  ASSERT_TRUE(run("type: rest_api\nclient: {base_url: '" + url +
                  "', paginator: json_link}\nresources: [{name: p, endpoint: {data_selector: d}}]\n"));
  ASSERT_THAT(server.seen(), SizeIs(2));
  for (const auto& request : server.seen())
    EXPECT_EQ(*request.headers.find("authorization"), "Basic " + base64_encode("me:sesame-open"));
  EXPECT_THAT(json::write(sink.pages[0].cursor), Not(HasSubstr("same-open")));
}

TEST_F(RestSourceTest, ANextLinkToAnotherOriginGetsNoKey) {
  TestServer other([](const auto&, auto) { return answer(200, R"({"data":[{"id":2}]})"); });
  TestServer server(
      [&](const auto&, auto) { return answer(200, R"({"data":[{"id":1}],"next":")" + other.url("/p2") + "\"}"); });
  ASSERT_TRUE(run("client: {base_url: '" + server.url() +
                  "', paginator: json_link, headers: {X-Api-Key: literal-key-1, X-A: 1a}, auth: {token: "
                  "bearer-token-1}}\nresources: [p]\n"));
  ASSERT_EQ(other.seen().size(), 1U);
  EXPECT_EQ(other.seen()[0].headers.find("Authorization"), nullptr);
  EXPECT_EQ(other.seen()[0].headers.find("X-Api-Key"), nullptr);
  EXPECT_EQ(*other.seen()[0].headers.find("X-A"), "1a");
  EXPECT_EQ(*server.seen()[0].headers.find("X-Api-Key"), "literal-key-1");
}

TEST_F(RestSourceTest, ASecretInTheBodyIsMaskedAndPagingStillWorks) {
  TestServer server([](const SeenRequest& request, auto) {
    if (request.target.find("page=2") == std::string::npos)
      return answer(200, R"({"data":[{"id":1,"you":"key is hidden-key-77"}],"next":"?page=2&key=hidden-key-77"})");
    return answer(200, R"({"data":[{"id":2}]})");
  });
  ASSERT_TRUE(run(one_resource(
      server, "{paginator: json_link, auth: {type: api_key, name: key, api_key: hidden-key-77, location: query}}")));
  EXPECT_THAT(targets(server), ElementsAre("/api/p?key=hidden-key-77", "/api/p?page=2&key=hidden-key-77"));
  EXPECT_THAT(sink.records["p"], ElementsAre(R"({"id":1,"you":"key is ***"})", R"({"id":2})"));
  EXPECT_THAT((sink.bodies[{"p", 0}].bytes), Not(HasSubstr("hidden-key-77")));
  EXPECT_THAT(json::write(sink.pages[0].cursor), AllOf(Not(HasSubstr("hidden-key-77")), HasSubstr("{secret:key}")));
  EXPECT_THAT(sink.notes, ElementsAre(HasSubstr("masked")));
}

}  // namespace
}  // namespace decant::source::rest
