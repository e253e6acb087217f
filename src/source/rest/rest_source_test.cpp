#include "source/rest/rest_source.h"

#include "source/rest/rest_source_fixture.h"

namespace decant::source::rest {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
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
  sink = std::move(second);
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
  sink = std::move(second);
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
  EXPECT_THAT(sink.notes, ElementsAre(HasSubstr("taken from `products`")));
}

TEST_F(RestSourceTest, An200ThatIsNoSuccess) {
  TestServer server(
      [](const auto&, auto) { return answer(200, R"({"status":"no","msg":{"voucher":"not found"},"data":[]})"); });
  const Error error = error_of(one_resource(
      server, "{paginator: single_page, success: {path: status, value: ok, message: [text, msg]}}", "true"));
  EXPECT_EQ(error.kind, ErrorKind::source_data);
  EXPECT_THAT(error.message, HasSubstr("voucher: not found (`status` is `no`, not `ok`)"));
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

TEST_F(RestSourceTest, ARefusedBodyIsAskedForAgain) {
  TestServer server([](const auto&, std::size_t number) { return answer(200, number == 0 ? "[{}]" : R"([{"n":1}])"); });
  const std::string yaml = one_resource(server, "{paginator: single_page, incremental: {cursor_path: n}}");
  EXPECT_FALSE(run(yaml));
  EXPECT_TRUE(sink.bodies.empty());
  EXPECT_TRUE(run(yaml));
  EXPECT_THAT(sink.records["p"], SizeIs(1));
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

}  // namespace
}  // namespace decant::source::rest
