#include "json/write.h"
#include "source/rest/config/single_entity.h"
#include "source/rest/rest_source_fixture.h"

namespace decant::source::rest {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class RequestsTest : public RestSourceTest {
 protected:
  /// What a child of one record asks for.
  SeenRequest asked(const std::string& endpoint, const std::string& record) {
    TestServer server([&](const SeenRequest& request, auto) {
      return answer(200, request.target == "/a" ? "[" + record + "]" : "[]");
    });
    const auto done =
        run("client: {base_url: '" + server.url() +
            "', headers: {X-A: client, X-Raw: '{r} {{l}}'}}\nresources:\n  - a\n  - {name: c, endpoint: {" + endpoint +
            "}}\n");
    EXPECT_TRUE(done) << (done ? "" : to_string(done.error()));
    return done && server.seen().size() == 2 ? server.seen()[1] : SeenRequest{};
  }

  SeenRequest asked_alone(const std::string& endpoint) {
    TestServer server([&](const auto&, auto) { return answer(200, "[]"); });
    const auto done = run(one_resource(server, endpoint));
    EXPECT_TRUE(done) << (done ? "" : to_string(done.error()));
    return done ? server.seen().at(0) : SeenRequest{};
  }
};

TEST_F(RequestsTest, PlaceholdersEverywhere) {
  const auto request = asked(
      "path: 'p/{resources.a.s}/{resources.a.n:03d}/l', method: POST, params: {b: '{resources.a.b}', n: null, l: [1, "
      "null, "
      "x], e: ''}, headers: {x-a: 'v-{resources.a.n}', 'X-{{b}}': '{{}}'}, json: {b: '{resources.a.b}', t: "
      "'n{resources.a.n}', l: '{resources.a.l}', d: {k: null}}",
      R"({"s":"x y/z","n":7,"b":true,"l":[1,"x"]})");
  EXPECT_EQ(request.target, "/p/x%20y/z/7/l?b=True&l=1&l=x&e=");
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.body, R"({"b":true,"t":"n7","l":[1,"x"],"d":{"k":null}})");
  EXPECT_EQ(*request.headers.find("Content-Type"), "application/json");
  EXPECT_EQ(*request.headers.find("X-A"), "v-7");
  EXPECT_EQ(*request.headers.find("X-{b}"), "{}");
  EXPECT_EQ(*request.headers.find("X-Raw"), "{r} {{l}}");
}

TEST_F(RequestsTest, BodiesOfAllKinds) {
  const auto form = asked_alone("{method: POST, data: {a: 'x 1', b: '{{c}}', n: null}}");
  EXPECT_EQ(form.body, "a=x+1&b=%7Bc%7D");
  EXPECT_EQ(*form.headers.find("Content-Type"), "application/x-www-form-urlencoded");
  EXPECT_EQ(asked_alone("{method: POST, data: [[a, 1], [b, x], [a, 2]]}").body, "a=1&b=x&a=2");
  const auto raw = asked_alone("{method: POST, data: 'raw {{text}}'}");
  EXPECT_EQ(raw.body, "raw {text}");
  EXPECT_EQ(raw.headers.find("Content-Type"), nullptr);
  EXPECT_EQ(asked_alone("{json: {}}").body, "{}");
  const auto bare = asked_alone("{method: POST, data: {}}");
  EXPECT_EQ(bare.body, "");
  EXPECT_EQ(bare.headers.find("Content-Type"), nullptr);
  EXPECT_EQ(asked_alone("{method: POST, data: {a: {k: 1, l: 2}, b: [[1, 2], {m: 3}]}}").body, "a=k&a=l&b=1&b=2&b=m");
  const auto typed = asked_alone("{method: POST, json: {a: 1}, headers: {content-type: application/vnd.api+json}}");
  EXPECT_EQ(*typed.headers.find("Content-Type"), "application/vnd.api+json");

  const auto refused = [&](const std::string& endpoint) {
    return make("client: {base_url: 'http://h.test'}\nresources: [{name: p, endpoint: " + endpoint + "}]\n")
        .error()
        .message;
  };
  EXPECT_THAT(refused("{json: {a: 1}, data: {b: 1}}"), AllOf(HasSubstr("json"), HasSubstr("data")));
  EXPECT_THAT(refused("{json: [1]}"), HasSubstr("endpoint.json"));
  EXPECT_THAT(refused("{data: [a]}"), HasSubstr("pair"));
  EXPECT_THAT(refused("{method: get}"), HasSubstr("method"));
  EXPECT_THAT(refused("{headers: {X-I: 5}}"), HasSubstr("X-I"));
  EXPECT_THAT(make("client: {base_url: 'http://h.test', headers: {X-N: null}}\nresources: [p]\n").error().message,
              HasSubstr("X-N"));
}

TEST_F(RequestsTest, ValuesInThePathLeaveTheQuery) {
  EXPECT_EQ(asked_alone("{path: 'a/{flag}/{n}/list', params: {flag: true, n: 1.5, q: 1}}").target,
            "/api/a/True/1.5/list?q=1");
  EXPECT_EQ(asked_alone("{path: 'a?fixed=1', params: {x: y}}").target, "/api/a?fixed=1&x=y");
}

TEST_F(RequestsTest, SingleEntities) {
  for (const char* path : {"users/{id}", "a/{id}//", "a/{id}#s", "a/{id}_x", "/{user-id}", "a?x={id}", "a/{id}.json"})
    EXPECT_TRUE(is_single_entity(path)) << path;
  for (const char* path : {"", "/", "users/id", "a/{id}/#s", "a/{id}/{", "{}", "{user id}", "a/{id}/comments"})
    EXPECT_FALSE(is_single_entity(path)) << path;
  TestServer server([](const auto&, auto) { return answer(200, R"({"id":1,"data":[{"x":1}],"next":"/bad"})"); });
  ASSERT_TRUE(run(one_resource(server, "{path: 'p/{id}', params: {id: 5}}")));
  EXPECT_THAT(targets(server), ElementsAre("/api/p/5"));
  EXPECT_THAT(sink.records["p"], ElementsAre(R"({"id":1,"data":[{"x":1}],"next":"/bad"})"));
}

TEST_F(RequestsTest, SecretsMayStandAnywhereAndAreShownNowhere) {
  TestServer server([](const auto&, auto) { return answer(200, R"({"data":[{"id":1}],"next":"?page=2"})"); });
  auto node = config::parse_document("client: {base_url: '" + server.url() +
                                         "'}\nresources: [{name: p, endpoint: {path: 'a/{k}', paginator: json_link, "
                                         "params: {k: K, q: K}, headers: {X-H: K}, json: {j: [K]}}}]\n",
                                     config::Format::yaml, "t.yaml");
  ASSERT_TRUE(node);
  config::Node& endpoint = node->members()[1].value.items()[0].members()[1].value;
  const auto fill = [](config::Node& value, const std::string& text) {
    value = config::Node(value.location(), text);
    value.mark_found(true);
  };
  for (auto& member : endpoint.members()) {
    if (member.key == "params")
      for (auto& param : member.value.members()) fill(param.value, "pass{word}-" + param.key);
    if (member.key == "headers") fill(member.value.members()[0].value, "pass{word}-h");
    if (member.key == "json") fill(member.value.members()[0].value.items()[0], "pass{word}-j");
  }
  SourceContext context;
  auto source = make_rest_source(*node, context);
  ASSERT_TRUE(source) << source.error().message;
  EXPECT_THAT((*source)->extract("p", sink, cancel).error().message, Not(HasSubstr("pass{word}")));
  const auto seen = server.seen();
  ASSERT_GE(seen.size(), 1U);
  EXPECT_EQ(seen[0].target, "/a/pass%7Bword%7D-k?q=pass%7Bword%7D-q");
  EXPECT_EQ(*seen[0].headers.find("X-H"), "pass{word}-h");
  EXPECT_EQ(seen[0].body, R"({"j":["pass{word}-j"]})");
  ASSERT_FALSE(sink.pages.empty());
  EXPECT_THAT(json::write(sink.pages[0].cursor), Not(HasSubstr("word")));
}

TEST_F(RequestsTest, IgnoredAnswersEndTheSequenceWithoutARetry) {
  int status = 0;
  TestServer server([&](const auto&, auto) { return answer(status, "{\"e\":\"it is gone\"}"); });
  const auto asks = [&](int answered, const std::string& actions) {
    status = answered;
    const auto before = server.seen().size();
    const auto done = run(one_resource(server, "{response_actions: " + actions + "}"));
    return (done ? "ok " : to_string(done.error()) + " ") + std::to_string(server.seen().size() - before);
  };
  EXPECT_EQ(asks(500, "[{status_code: 500, action: ignore}]"), "ok 1");
  EXPECT_EQ(asks(404, "[{status_code: 404, content: gone, action: ignore}]"), "ok 1");
  EXPECT_EQ(asks(429, "[{content: gone, action: ignore}]"), "ok 1");
  EXPECT_THAT(sink.pages, IsEmpty());
  EXPECT_THAT(asks(422, "[{status_code: 404, action: ignore}]"), HasSubstr("422"));
  EXPECT_THAT(asks(404, "[{status_code: '404', action: ignore}]"), HasSubstr("404"));
  EXPECT_THAT(sink.notes, ElementsAre(HasSubstr("status_code is text")));
  EXPECT_THAT(asks(200, "[{action: ignore}]"), HasSubstr("ok 1"));
  for (const char* action : {"[my_module.fn]", "[{status_code: 200, action: my_module.fn}]", "[{action: [f.g]}]"})
    EXPECT_THAT(asks(200, action), AllOf(HasSubstr("Python function"), HasSubstr("t.yaml:7"))) << action;
}

}  // namespace
}  // namespace decant::source::rest
