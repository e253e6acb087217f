#include "source/rest/rest_source.h"

#include "core/hash.h"
#include "core/redact.h"
#include "json/write.h"
#include "source/rest/rest_source_fixture.h"

namespace decant::source::rest {
namespace {

using http::ScriptedAnswer;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST_F(RestSourceTest, OnePageOfRecordsAsTheyStandInTheBody) {
  TestServer server(
      [](const auto&, auto) { return answer(200, R"({"data": [{"id":1}, {"id": 2,"x":[ 1 ]}], "n":0})"); });
  ASSERT_TRUE(run(one_resource(server, "{path: posts, params: {a: [1, true], b: x y}, paginator: single_page}")));
  EXPECT_THAT(targets(server), ElementsAre("/api/posts?a=1&a=True&b=x+y"));
  EXPECT_THAT(sink.records["p"], ElementsAre(R"({"id":1})", R"({"id": 2,"x":[ 1 ]})"));
  ASSERT_EQ(sink.pages.size(), 1U);
  EXPECT_TRUE(sink.pages[0].last);
  EXPECT_TRUE(sink.pages[0].cursor.is_null());
  EXPECT_FALSE(sink.pages[0].rewritten);
  EXPECT_EQ(sink.bytes, 48U);
}

TEST_F(RestSourceTest, ScalarsAreRewritten) {
  TestServer server([](const auto&, auto) { return answer(200, R"([1, "zwei", {"id":3}, null, 1e400])"); });
  ASSERT_TRUE(run(one_resource(server, "{data_selector: $, paginator: single_page}")));
  EXPECT_THAT(sink.records["p"], ElementsAre("1", R"("zwei")", R"({"id":3})", "null", "1e400"));
  EXPECT_TRUE(sink.pages[0].rewritten);
}

TEST_F(RestSourceTest, FollowsLinksAndMergesTheirParameters) {
  TestServer server([](const SeenRequest& request, auto) {
    if (request.target == "/api/p?limit=2&since=x")
      return answer(200, R"({"p":[{"id":1},{"id":2}],"next":"?limit=2&page=2"})");
    return answer(200, R"({"p":[{"id":3}]})");
  });
  const std::string endpoint =
      "{data_selector: p, params: {limit: 2, since: x}, paginator: {type: json_link, next_params: merge}}";
  ASSERT_TRUE(run(one_resource(server, endpoint)));
  EXPECT_THAT(targets(server), ElementsAre("/api/p?limit=2&since=x", "/api/p?limit=2&since=x&page=2"));
  EXPECT_EQ(sink.records["p"].size(), 3U);

  TestSink second;  // an interrupted run goes on where the first page's cursor says
  second.resume["p"] = {.next_page = 1, .cursor = sink.pages[0].cursor};
  sink = second;
  ASSERT_TRUE(run(one_resource(server, endpoint)));
  EXPECT_THAT(sink.records["p"], ElementsAre(R"({"id":3})"));
  EXPECT_EQ(targets(server).back(), "/api/p?limit=2&since=x&page=2");
  EXPECT_EQ(sink.pages[0].address.page, 1U);

  sink = TestSink();
  sink.resume["p"] = {.next_page = 2, .cursor = {}, .finished = true};
  ASSERT_TRUE(run(one_resource(server, endpoint)));
  EXPECT_EQ(server.seen().size(), 3U);
}

TEST_F(RestSourceTest, LinksReplaceParametersAsInDlt) {
  TestServer server([](const SeenRequest& request, auto) {
    return request.target == "/api/v1/p?a=1" ? answer(200, R"({"data":[{"id":1}],"links":{"next":"more/tail?page=2"}})")
                                             : answer(200, R"({"data":[{"id":2}],"links":{"next":null}})");
  });
  ASSERT_TRUE(run(
      one_resource(server, "{path: v1/p, params: {a: 1}, paginator: {type: json_link, next_url_path: links.next}}")));
  EXPECT_THAT(targets(server), ElementsAre("/api/v1/p?a=1", "/api/v1/more/tail?page=2"));
}

TEST_F(RestSourceTest, StrictOffsetsGrowByWhatCame) {
  const auto script = [](const SeenRequest& request, auto) {
    const bool first = request.target.find("offset=0&") != std::string::npos;
    const bool second = request.target.find("offset=2&") != std::string::npos;
    return answer(200, first ? R"([{"id":1},{"id":2}])" : second ? R"([{"id":3}])" : "[]");
  };
  TestServer server(script);
  ASSERT_TRUE(run(one_resource(server, "{paginator: {type: offset, limit: 5}}", "true")));
  EXPECT_THAT(targets(server),
              ElementsAre("/api/p?offset=0&limit=5", "/api/p?offset=2&limit=5", "/api/p?offset=3&limit=5"));
  EXPECT_EQ(sink.pages.size(), 3U);
  EXPECT_THAT(sink.pages[2].records, IsEmpty());
  EXPECT_TRUE(sink.pages[2].last);

  TestSink second;
  second.resume["p"] = {.next_page = 1, .cursor = sink.pages[0].cursor};
  sink = second;
  ASSERT_TRUE(run(one_resource(server, "{paginator: {type: offset, limit: 5}}", "true")));
  EXPECT_THAT(sink.records["p"], ElementsAre(R"({"id":3})"));

  TestServer as_dlt(script);
  const Error error = error_of(one_resource(as_dlt, "{paginator: {type: offset, limit: 5}}"));
  EXPECT_THAT(error.message, HasSubstr("has no `total`"));
}

TEST_F(RestSourceTest, EndsOfOffsetsAndPages) {
  int served = 0;
  std::string meta;
  TestServer server([&](const auto&, auto) {
    return answer(200, R"({"data":[{"id":)" + std::to_string(++served) + "}]" + meta + "}");
  });
  const auto asked = [&](const std::string& paginator, const std::string& with) {
    meta = with;
    const auto before = server.seen().size();
    const auto done = run(one_resource(server, "{paginator: " + paginator + "}"));
    EXPECT_TRUE(done) << paginator << " " << (done ? "" : to_string(done.error()));
    auto all = targets(server);
    return std::vector<std::string>(all.begin() + static_cast<std::ptrdiff_t>(before), all.end());
  };
  EXPECT_THAT(asked("{type: offset, limit: 10, offset: 20}", R"(,"total":"31")"),
              ElementsAre("/api/p?offset=20&limit=10", "/api/p?offset=30&limit=10"));
  EXPECT_THAT(asked("{type: offset, limit: 50, maximum_offset: 100, total_path: null}", ""),
              ElementsAre("/api/p?offset=0&limit=50", "/api/p?offset=50&limit=50"));
  EXPECT_THAT(asked("{type: page_number, base_page: 1, page_param: nr}", R"(,"total":2)"),
              ElementsAre("/api/p?nr=1", "/api/p?nr=2"));
  EXPECT_THAT(asked("{type: page_number, base_page: 1, maximum_page: 3, total_path: null}", ""),
              ElementsAre("/api/p?page=1", "/api/p?page=2"));
  EXPECT_THAT(asked("{type: page_number, total_path: pages, has_more_path: more}", R"(,"pages":99,"more":"No")"),
              ElementsAre("/api/p?page=0"));
}

TEST_F(RestSourceTest, PagesThatGoInACircleAreAnError) {
  TestServer same([](const auto&, auto) { return answer(200, R"([{"id":1},{"id":2}])"); });
  const Error page = error_of(one_resource(same, "{paginator: {type: offset, limit: 2, total_path: null}}"));
  EXPECT_EQ(page.kind, ErrorKind::source_data);
  EXPECT_THAT(to_string(page), AllOf(HasSubstr("the same 2 records"), HasSubstr("offset=2"), HasSubstr("page 2 of p")));
  EXPECT_EQ(sink.pages.size(), 1U);

  int number = 0;
  TestServer link([&](const auto&, auto) {
    return answer(200, R"({"data":[{"id":)" + std::to_string(++number) + R"(}],"next":"/api/p"})");
  });
  const Error request = error_of(one_resource(link, "{paginator: json_link}"));
  EXPECT_THAT(to_string(request), AllOf(HasSubstr("sent before: GET"), HasSubstr("/api/p"), HasSubstr("page 1 of p")));
  EXPECT_EQ(link.seen().size(), 1U);
}

TEST_F(RestSourceTest, ACircleIsSeenBeforeItsLastPageIsKeptAndByLaterRunsToo) {
  const std::map<std::string, std::string> links{{"/api/p", "2"}, {"/api/2", "3"}, {"/api/3", "2"}};
  TestServer server([&](const SeenRequest& request, auto) {
    return answer(200,
                  R"({"data":[{"at":")" + request.target + R"("}],"next":"/api/)" + links.at(request.target) + R"("})");
  });
  const std::string yaml = one_resource(server, "{paginator: json_link}");
  EXPECT_THAT(to_string(error_of(yaml)),
              AllOf(HasSubstr("sent before"), HasSubstr("/api/2"), HasSubstr("page 3 of p")));
  EXPECT_EQ(sink.pages.size(), 2U);
  sink = sink.next_run();
  EXPECT_THAT(to_string(error_of(yaml)),
              AllOf(HasSubstr("sent before"), HasSubstr("/api/2"), HasSubstr("page 3 of p")));
  EXPECT_THAT(sink.pages, IsEmpty());
}

TEST_F(RestSourceTest, AMissingSelectorIsAnErrorOnlyIfStrict) {
  TestServer server([](const auto&, auto) { return answer(200, R"({"status":"ok","products":[{"id":1}]})"); });
  const Error error =
      error_of(one_resource(server, "\n      data_selector: stock\n      paginator: single_page", "true"));
  EXPECT_EQ(error.kind, ErrorKind::source_data);
  EXPECT_THAT(error.message, AllOf(HasSubstr("`stock`"), HasSubstr("`status`, `products`"), HasSubstr("t.yaml:8")));
  EXPECT_THAT(sink.bodies, IsEmpty());

  ASSERT_TRUE(run(one_resource(server, "{data_selector: stock, paginator: single_page}")));
  EXPECT_THAT(sink.doubts, ElementsAre(HasSubstr("counted as an empty page")));
  EXPECT_THAT(sink.pages.at(0).records, IsEmpty());

  sink = TestSink();
  ASSERT_TRUE(run(one_resource(server, "{data_selector: [stock, products], paginator: single_page}", "true")));
  EXPECT_THAT(sink.records["p"], ElementsAre(R"({"id":1})"));
  EXPECT_THAT(sink.notes, ElementsAre(HasSubstr("stand at `products`")));
}

TEST_F(RestSourceTest, An200ThatIsNoSuccess) {
  TestServer server(
      [](const auto&, auto) { return answer(200, R"({"status":"no","msg":{"voucher":"not found"},"data":[]})"); });
  const Error error = error_of(one_resource(
      server, "{paginator: single_page, success: {path: status, value: ok, message: [text, msg]}}", "true"));
  EXPECT_EQ(error.kind, ErrorKind::source_data);
  EXPECT_THAT(error.message, AllOf(HasSubstr("`status`: no"), HasSubstr(R"({"voucher":"not found"})")));
  EXPECT_EQ(server.seen().size(), 1U);
  EXPECT_THAT(sink.bodies, IsEmpty());
}

TEST_F(RestSourceTest, HtmlIsTriedAgainIfStrict) {
  TestServer server([](const auto&, std::size_t number) {
    return number == 0 ? answer(200, "<html><b>Wait</b>", "Content-Type: text/html\r\n") : answer(200, "[]");
  });
  ASSERT_TRUE(run(one_resource(server, "{paginator: single_page}", "true")));
  EXPECT_EQ(sink.retries, 1);

  TestServer broken(
      [](const auto&, auto) { return answer(200, " <html>\n<b>Wait</b>", "Content-Type: text/html\r\n"); });
  const Error error = error_of(one_resource(broken, "{paginator: single_page}"));
  EXPECT_EQ(error.kind, ErrorKind::source_data);
  EXPECT_EQ(error.message, "HTML where JSON is due, content type text/html:  <html> <b>Wait</b>");
  EXPECT_EQ(broken.seen().size(), 1U);
  TestServer empty([](const auto&, auto) { return answer(204, ""); });
  EXPECT_THAT(error_of(one_resource(empty, "{paginator: single_page}")).message,
              HasSubstr("an empty body where JSON is due"));
}

TEST_F(RestSourceTest, RefusedCredentialsAreNamedButNotShown) {
  TestServer server([](const auto&, auto) { return answer(401, R"({"status":"no"})"); });
  const Error error = error_of("client:\n  base_url: " + server.url() +
                               "\n  paginator: single_page\n  auth:\n    type: api_key\n    name: X-Key\n    api_key: "
                               "opensesame-1\nresources: [p]\n");
  EXPECT_EQ(error.kind, ErrorKind::auth);
  EXPECT_EQ(error.details.http_status, 401);
  EXPECT_THAT(error.message, AllOf(HasSubstr("`client.auth.api_key` (t.yaml:7)"), Not(HasSubstr("opensesame"))));
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

TEST_F(RestSourceTest, ARefusedBodyIsAskedForAgain) {
  TestServer server([](const auto&, std::size_t number) { return answer(200, number == 0 ? "[{}]" : R"([{"n":1}])"); });
  const std::string yaml = one_resource(server, "{paginator: single_page, incremental: {cursor_path: n}}");
  EXPECT_FALSE(run(yaml));
  EXPECT_TRUE(sink.bodies.empty());
  EXPECT_TRUE(run(yaml));
  EXPECT_THAT(sink.records["p"], SizeIs(1));
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

TEST_F(RestSourceTest, AStoredBodyIsNotAskedForAgain) {
  TestServer server([](const auto&, auto) { return answer(200, "[]"); });
  sink.stored[{"p", 0}] = Body{.bytes = R"({"data":[{"id":1}]})"};
  ASSERT_TRUE(run(one_resource(server, "{paginator: json_link}")));
  EXPECT_THAT(sink.records["p"], ElementsAre(R"({"id":1})"));
  EXPECT_THAT(server.seen(), IsEmpty());
  EXPECT_THAT(sink.bodies, IsEmpty());
}

TEST_F(RestSourceTest, InterruptedBeforeTheFirstRequest) {
  TestServer server([](const auto&, auto) { return answer(200, "[]"); });
  cancel.cancel();
  EXPECT_EQ(error_of(one_resource(server, "{paginator: single_page}")).kind, ErrorKind::cancelled);
  EXPECT_THAT(server.seen(), IsEmpty());
}

TEST_F(RestSourceTest, HintsDefaultsAndSelection) {
  const std::string yaml = R"(type: rest_api
name: shop
max_table_nesting: 3
client: {base_url: "http://h.test", paginator: single_page}
resource_defaults:
  primary_key: id
  write_disposition: merge
  endpoint: {params: {limit: 10, sort: a}}
  columns: [{name: a, data_type: text, primary_key: true}, {name: c, partition: true}]
resources:
  - name: r
    table_name: tbl
    write_disposition: {disposition: merge, strategy: delete-insert}
    merge_key: [m1, m2]
    references: [{columns: [a], referenced_table: t, referenced_columns: [id]}]
    max_table_nesting: 1
    columns: {a: {data_type: bigint}, c: {data_type: timestamp, x-decant-timezone: UTC}, d: {data_type: double}}
    nested_hints: {prices__campaigns: {columns: {price: {data_type: decimal}}}}
    endpoint: {params: {sort: null}}
  - {name: s, primary_key: null, selected: false}
  - t
)";
  const auto source = make(yaml);
  ASSERT_TRUE(source) << to_string(source.error());
  EXPECT_EQ((*source)->name(), "shop");
  const auto& resources = (*source)->resources();
  ASSERT_EQ(resources.size(), 2U);
  EXPECT_EQ(
      json::write(resources[0].to_json()),
      R"({"name":"r","table_name":"tbl","write_disposition":"merge","primary_key":["id"],"merge_key":["m1","m2"],)"
      R"("columns":[{"name":"a","data_type":"bigint"},)"
      R"({"name":"c","data_type":"timestamp","partition":true,"x-decant-timezone":"UTC"},{"name":"d","data_type":"double"}],)"
      R"("nested_hints":[{"path":["prices","campaigns"],"columns":[{"name":"price","data_type":"decimal"}]}],"max_table_nesting":1,)"
      R"("properties":{"x-merge-strategy":"delete-insert","references":[{"columns":["a"],"referenced_table":"t","referenced_columns":["id"]}]}})");
  EXPECT_EQ(resources[1].name, "t");
  EXPECT_EQ(resources[1].max_table_nesting, 3);

  selected = {"s"};
  ASSERT_TRUE(make(yaml));
  EXPECT_EQ((*make(yaml))->resources().at(0).name, "s");
  EXPECT_NE((*make(yaml))->fingerprint(), (*source)->fingerprint());
  selected = {"r1"};
  EXPECT_THAT(make(yaml).error().message, HasSubstr("no resource `r1`"));
}

TEST_F(RestSourceTest, FingerprintIsOfRequestsNotOfKeys) {
  const auto fingerprint = [&](const std::string& key, const std::string& param, const std::string& primary) {
    const auto source =
        make("client: {base_url: 'http://h.test', paginator: json_link, auth: {type: api_key, api_key: " + key +
             "}}\nresources: [{name: p, primary_key: " + primary + ", endpoint: {params: {a: " + param + "}}}]\n");
    EXPECT_TRUE(source);
    return source ? (*source)->fingerprint() : "";
  };
  EXPECT_EQ(fingerprint("first-key-123", "1", "id"), fingerprint("other-key-123", "1", "uid"));
  EXPECT_NE(fingerprint("first-key-123", "1", "id"), fingerprint("first-key-123", "2", "id"));
}

TEST_F(RestSourceTest, WhatIsNotServedYetOrWrongIsRefusedByName) {
  const auto refused = [&](const std::string& resource,
                           const std::string& client = "base_url: 'http://h.test', paginator: single_page") {
    const auto source = make("client: {" + client + "}\nresources:\n  - {name: p, " + resource + "}\n");
    if (source) return "accepted: " + resource;
    EXPECT_EQ(source.error().kind, ErrorKind::config);
    EXPECT_EQ(source.error().details.file, "t.yaml") << source.error().message;
    return source.error().message + " | " + source.error().hint;
  };
  EXPECT_THAT(refused("schema_contract: {column: freeze}"), HasSubstr("names \"column\""));
  EXPECT_THAT(refused("schema_contract: frozen"), AllOf(HasSubstr("t.yaml:3"), HasSubstr("discard_row")));
  for (const char* key : {"exclude: [a]", "table_format: iceberg"})
    EXPECT_THAT(refused(key), AllOf(HasSubstr("t.yaml:3"), HasSubstr("not supported yet"))) << key;
  EXPECT_THAT(refused("endpoint: {data_selektor: a}"), HasSubstr("did you mean `data_selector`?"));
  EXPECT_THAT(refused("wirte_disposition: merge"), HasSubstr("did you mean `write_disposition`?"));
  EXPECT_THAT(refused("endpoint: {paginator: offset}"), HasSubstr("limit"));
  EXPECT_THAT(refused("endpoint: {paginator: pagenumber}"), HasSubstr("did you mean `page_number`?"));
  EXPECT_THAT(
      refused("endpoint: {paginator: {type: offset, limit: 1, total_path: null, stop_after_empty_page: false}}"),
      HasSubstr("never ends"));
  EXPECT_THAT(refused("endpoint: {data_selector: 'a['}"), HasSubstr("position 3"));
  EXPECT_THAT(refused("write_disposition: {disposition: merge, strategy: upsert}"), HasSubstr("not supported yet"));
  EXPECT_THAT(refused("write_disposition: merg"), HasSubstr("must be append, replace, merge or skip"));
  EXPECT_THAT(refused("columns: {a: {data_type: number}}"), HasSubstr("data_type"));
  EXPECT_THAT(refused("endpoint: {}", "base_url: h.test"), HasSubstr("not an http or https URL"));
  EXPECT_THAT(
      refused("endpoint: {}",
              "base_url: 'http://h.test', paginator: single_page, auth: {type: api_key, location: cookie, api_key: k}"),
      HasSubstr("cookie"));
  EXPECT_THAT(refused("endpoint: {}", "base_url: 'http://h.test', paginator: single_page, auth: bearer"),
              HasSubstr("client.auth.token"));
  EXPECT_THAT(error_of("client: {base_url: 'http://h.test', paginator: single_page}\nresources: [p, p]\n").message,
              HasSubstr("`p` stands above"));
  EXPECT_THAT(error_of("client: {base_url: 'http://h.test'}\nresources: []\nmore: 1\n").message,
              HasSubstr("t.yaml:3: unknown key `more`"));
  EXPECT_THAT(error_of("client: {base_url: 'http://h.test'}\nresources: x\n").message, HasSubstr("must be a list"));
}

TEST_F(RestSourceTest, TheMistakesOfThePublishedCentraExampleAreNamed) {
  const Error error = error_of(
      "client:\n  base_url: https://store.centra.com/\n  auth:\n    type: api_key\n    api_key: "
      "some-long-key\nresources: [products]\n");
  EXPECT_EQ(error.kind, ErrorKind::config);
  EXPECT_THAT(error.message, AllOf(HasSubstr("t.yaml:2"), HasSubstr("t.yaml:4"), HasSubstr("Authorization"),
                                   Not(HasSubstr("some-long-key"))));
  EXPECT_THAT(error.hint, AllOf(HasSubstr("/api/order-api"), HasSubstr("API-Authorization")));
}

}  // namespace
}  // namespace decant::source::rest
