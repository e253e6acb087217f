#include <algorithm>

#include "json/write.h"
#include "source/rest/rest_source_fixture.h"

namespace decant::source::rest {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class RestIncrementalTest : public RestSourceTest {};

TEST_F(RestIncrementalTest, TheCursorIsSentAndJudges) {
  TestServer server([](const auto&, auto) { return answer(200, R"([{"u":9},{"u":10},{"u":12}])"); });
  const std::string endpoint =
      "{path: 'a/{incremental.start_value}/l', method: POST, params: {s: 'x'}, json: {f: '{incremental.start_value}', "
      "l: "
      "'{incremental.lag}'}, incremental: {cursor_path: u, initial_value: 10, start_param: s, end_param: e}}";
  ASSERT_TRUE(run(one_resource(server, endpoint)));
  EXPECT_THAT(targets(server), ElementsAre("/api/a/10/l?s=10"));
  EXPECT_EQ(server.seen()[0].body, R"({"f":10,"l":null})");
  EXPECT_THAT(sink.records["p"], ElementsAre(R"({"u":10})", R"({"u":12})"));
  EXPECT_EQ(sink.pages[0].records[0].index, 1U);
  EXPECT_THAT(json::write(sink.pages[0].change.state), HasSubstr(R"("last_value":12)"));
  const auto source = make(one_resource(server, endpoint));
  const auto& columns = (*source)->resources()[0].columns;
  ASSERT_EQ(columns.size(), 1U);
  EXPECT_EQ(json::write(columns[0].other), R"({"incremental":true})");
}

TEST_F(RestIncrementalTest, RowOrderEndsThePagesOfAResourceWithoutParent) {
  TestServer server([](const SeenRequest& request, auto) {
    if (request.target == "/a") return answer(200, R"([{"id":1}])");
    return answer(200, R"({"data":[{"u":12},{"u":9}],"next":"/end"})");
  });
  TestServer ending([](const SeenRequest& request, auto) {
    if (request.target == "/a") return answer(200, R"([{"id":1}])");
    if (request.target == "/a/1/c") return answer(200, R"({"data":[{"u":12},{"u":9}],"next":"/end"})");
    return answer(200, R"({"data":[{"u":11}]})");
  });
  const std::string keys = "paginator: json_link, incremental: {cursor_path: u, initial_value: 10, row_order: desc}";
  ASSERT_TRUE(run(one_resource(server, "{" + keys + "}")));
  EXPECT_THAT(targets(server), ElementsAre("/api/p"));
  EXPECT_TRUE(sink.pages[0].last);
  EXPECT_TRUE(sink.pages[0].cursor.is_null());
  ASSERT_TRUE(run("client: {base_url: '" + ending.url() +
                  "'}\nresources: [a, {name: c, endpoint: {path: 'a/{resources.a.id}/c', " + keys + "}}]\n"));
  EXPECT_THAT(targets(ending), ElementsAre("/a", "/a/1/c", "/end"));
}

TEST_F(RestIncrementalTest, ChildrenOfLaterPagesStartWhereTheRunDid) {
  TestServer server([](const SeenRequest& request, auto) {
    if (request.target == "/a") return answer(200, R"({"data":[{"id":1}],"next":"/a2"})");
    if (request.target == "/a2") return answer(200, R"({"data":[{"id":2}]})");
    return answer(200, request.target.starts_with("/a/1") ? R"([{"u":20}])" : R"([{"u":6}])");
  });
  ASSERT_TRUE(
      run("client: {base_url: '" + server.url() +
          "'}\nresources:\n  - {name: a, endpoint: {paginator: json_link}}\n"
          "  - {name: c, endpoint: {path: 'a/{resources.a.id}/c', incremental: {cursor_path: u, initial_value: 5, "
          "start_param: s}}}\n"));
  EXPECT_THAT(targets(server), ElementsAre("/a", "/a/1/c?s=5", "/a2", "/a/2/c?s=5"));
  EXPECT_THAT(sink.records["c"], ElementsAre(R"({"u":20})", R"({"u":6})"));
}

TEST_F(RestIncrementalTest, TheFieldsOfAParentBelongToTheRecordOfItsChild) {
  TestServer server([](const SeenRequest& request, auto) {
    return answer(200, request.target == "/a" ? R"([{"id":1},{"id":2}])" : R"([{"u":9}])");
  });
  const auto config = [&](const std::string& incremental) {
    return "client: {base_url: '" + server.url() +
           "'}\nresources:\n  - a\n  - {name: c, include_from_parent: [id], endpoint: {path: 'a/{resources.a.id}/c', "
           "incremental: {" +
           incremental + "}}}\n";
  };
  const auto last_added = [&] { return sink.pages.at(1).change.boundary.added; };
  ASSERT_TRUE(run(config("cursor_path: u")));  // equal records of two parents are two at the boundary
  EXPECT_EQ(sink.records["c"].size(), 2U);
  EXPECT_EQ(last_added().size(), 1U);
  ASSERT_EQ(sink.pages.at(0).change.boundary.added.size(), 1U);
  EXPECT_NE(last_added().front(), sink.pages.at(0).change.boundary.added.front());
  sink = TestSink();
  ASSERT_TRUE(run(config("cursor_path: u, primary_key: _a_id")));
  EXPECT_EQ(last_added().size(), 1U);
  sink = TestSink();
  ASSERT_TRUE(run(config("cursor_path: _a_id, initial_value: 2")));
  EXPECT_THAT(sink.records["c"], ElementsAre(R"({"u":9})"));
  EXPECT_EQ(json::write(sink.pages.at(1).constants), R"({"_a_id":2})");
}

TEST_F(RestIncrementalTest, AParentLeftOutOfARunKeepsItsStateForALaterOne) {
  TestServer server([](const SeenRequest& request, auto) {
    return answer(200, request.target == "/a" ? R"([{"id":1,"u":12}])" : R"([{"n":1}])");
  });
  const auto config = [&](const std::string& parent) {
    return "client: {base_url: '" + server.url() + "'}\nresources:\n  - {name: a, " + parent +
           "endpoint: {incremental: {cursor_path: u, initial_value: 10}}}\n"
           "  - {name: c, endpoint: 'a/{resources.a.id}/c'}\n";
  };
  const auto changes = [&] {
    const auto page =
        std::find_if(sink.pages.begin(), sink.pages.end(), [](const Page& one) { return one.address.resource == "a"; });
    return !page->change.state.is_null();
  };
  selected = {"c"};
  ASSERT_TRUE(run(config("")));
  EXPECT_FALSE(changes());
  sink = TestSink();
  ASSERT_TRUE(run(config("selected: false, ")));  // nobody will ever load its records
  EXPECT_TRUE(changes());
}

TEST_F(RestIncrementalTest, AnInterruptedRunGoesOnWithTheStateOfItsPages) {
  bool broken = true;
  TestServer server([&](const SeenRequest& request, auto) {
    if (request.target.starts_with("/api/p")) return answer(200, R"({"data":[{"id":1,"u":12}],"next":"/2"})");
    return broken ? answer(400, "{}") : answer(200, R"({"data":[{"id":2,"u":11},{"id":3,"u":12}]})");
  });
  const std::string yaml = one_resource(
      server, "{paginator: json_link, incremental: {cursor_path: u, initial_value: 10, start_param: since}}");
  EXPECT_EQ(error_of(yaml).details.http_status, 400);
  broken = false;
  sink = sink.next_run();
  ASSERT_TRUE(run(yaml));
  EXPECT_THAT(targets(server), ElementsAre("/api/p?since=10", "/2", "/2"));
  EXPECT_EQ(sink.records["p"].size(), 2U);
}

TEST_F(RestIncrementalTest, WhatIsWrongIsNamed) {
  TestServer server([](const auto&, auto) { return answer(200, R"([{"id":1}])"); });
  EXPECT_THAT(error_of(one_resource(server, "{incremental: {cursor_path: u}}")).message, HasSubstr("`u`"));
  EXPECT_THAT(error_of(one_resource(server, "{params: {a: '{incremental.start_value}'}}")).message,
              AllOf(HasSubstr("endpoint.params"), HasSubstr("{incremental.start_value}")));
  EXPECT_THAT(
      error_of(one_resource(server, "{params: {a: '{incremental.nope}'}, incremental: {cursor_path: id}}")).message,
      HasSubstr("incremental.nope"));
  ASSERT_TRUE(run(one_resource(server, "{incremental: {initial_value: 1}}")));
  EXPECT_THAT(sink.notes, ::testing::Contains(HasSubstr("has no cursor_path")));
}

}  // namespace
}  // namespace decant::source::rest
