#include "source/rest/rest_source_fixture.h"

namespace decant::source::rest {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class Exclude : public RestSourceTest {
 protected:
  /// A source of orders, and of the notes of each order.
  static std::string family(const TestServer& server) {
    return "type: rest_api\nclient: {base_url: " + server.url("/api/") +
           "}\nresources:\n"
           "  - name: orders\n    exclude: [email]\n"
           "    endpoint: {path: orders, data_selector: orders, incremental: {cursor_path: at}, paginator: {type: "
           "json_link, next_url_path: next}}\n"
           "  - name: notes\n    include_from_parent: [id]\n"
           "    endpoint: {path: 'orders/{resources.orders.id}/notes', data_selector: notes, paginator: single_page}\n";
  }

  static std::string family_answer(const std::string& target) {
    if (target == "/api/orders")
      return R"({"orders":[{"id":1,"email":"one@x","at":5},{"id":2,"email":"two@x","at":7}],"next":"/api/orders?p=2"})";
    if (target == "/api/orders?p=2") return R"({"orders":[{"id":3,"email":"three@x","at":7}]})";
    return R"({"notes":[{"text":")" + target.substr(target.find("ers/") + 4, 1) + R"("}]})";
  }
};

TEST_F(Exclude, RecordsAreStoredWithoutItAndBodiesNotAtAll) {
  TestServer server([](const auto&, auto) {
    return answer(200, R"({"p":[{"id":1,"email":"a@x","n": 10000000000000000000000},{"id":2}],"more":"b@x"})");
  });
  ASSERT_TRUE(run(one_resource(server, "{data_selector: p, paginator: single_page}") + "    exclude: email\n"));
  EXPECT_THAT(sink.records["p"], ElementsAre(R"({"id":1,"n": 10000000000000000000000})", R"({"id":2})"));
  EXPECT_THAT(sink.bodies, IsEmpty());
  EXPECT_THAT(sink.notes, Not(Contains(HasSubstr("exclude"))));
}

TEST_F(Exclude, APathThatNoRecordHasIsNoted) {
  TestServer server([](const auto&, auto) { return answer(200, R"({"p":[{"id":1}]})"); });
  ASSERT_TRUE(run(one_resource(server, "{data_selector: p, paginator: single_page}") + "    exclude: [emial, id]\n"));
  EXPECT_THAT(sink.notes, Contains(HasSubstr("`emial`, which no record has")));
}

TEST_F(Exclude, BoundaryHashesAreThoseOfTheWholeRecords) {
  TestServer server([](const auto&, auto) { return answer(200, R"({"p":[{"id":1,"email":"a@x","at":3}]})"); });
  const std::string endpoint = "{data_selector: p, paginator: single_page, incremental: {cursor_path: at}}";
  ASSERT_TRUE(run(one_resource(server, endpoint)));
  const auto whole = sink.pages[0].change;
  sink = TestSink();
  ASSERT_TRUE(run(one_resource(server, endpoint) + "    exclude: [email]\n"));
  EXPECT_EQ(sink.pages[0].change.boundary, whole.boundary);
  EXPECT_THAT(whole.boundary.added, SizeIs(1));
  EXPECT_EQ(sink.pages[0].change.state, whole.state);
}

TEST_F(Exclude, AParentGoesOnWithTheRecordsOfItsDraft) {
  bool fails = false;
  TestServer server([&](const SeenRequest& request, auto) {
    if (fails && request.target == "/api/orders/2/notes") return answer(404, "");
    return answer(200, family_answer(request.target));
  });
  ASSERT_TRUE(run(family(server)));
  TestSink undisturbed = std::move(sink);
  EXPECT_THAT(undisturbed.records["orders"],
              ElementsAre(R"({"id":1,"at":5})", R"({"id":2,"at":7})", R"({"id":3,"at":7})"));
  EXPECT_THAT(undisturbed.records["notes"], SizeIs(3));
  for (const auto& [place, body] : undisturbed.bodies) EXPECT_THAT(body.bytes, Not(HasSubstr("@x")));

  fails = true;
  sink = TestSink();
  ASSERT_FALSE(run(family(server)));
  TestSink next = sink.next_run();
  EXPECT_EQ(next.stored.size(), 1U);  // the first page's draft
  fails = false;
  const auto asked = server.seen().size();
  sink = std::move(next);
  ASSERT_TRUE(run(family(server)));
  auto targets_now = targets(server);
  targets_now.erase(targets_now.begin(), targets_now.begin() + static_cast<std::ptrdiff_t>(asked));
  EXPECT_THAT(targets_now, ElementsAre("/api/orders/2/notes", "/api/orders?p=2", "/api/orders/3/notes"));
  EXPECT_EQ(sink.records["orders"], undisturbed.records.at("orders"));
  ASSERT_THAT(sink.pages, SizeIs(4));
  for (std::size_t i = 0; i < 4; ++i) {
    const Page& page = sink.pages[i];
    const Page& wanted = undisturbed.pages[i + 1];
    EXPECT_EQ(page.address.resource, wanted.address.resource);
    EXPECT_EQ(page.address.sequence, wanted.address.sequence);
    EXPECT_EQ(page.cursor, wanted.cursor);
    EXPECT_EQ(page.change.state, wanted.change.state);
    EXPECT_EQ(page.change.boundary, wanted.change.boundary);
    EXPECT_EQ(page.constants, wanted.constants);
    EXPECT_EQ(page.last, wanted.last);
  }
}

TEST_F(Exclude, NoColumnIsHintedForIt) {
  const auto source = make(
      "type: rest_api\nclient: {base_url: 'http://localhost/'}\nresources:\n  - name: p\n    exclude: [birthDay, a]\n"
      "    columns: {birth_day: {data_type: date}, a__b: {data_type: text}, ab: {data_type: text}}\n");
  ASSERT_TRUE(source);
  const auto& columns = (*source)->resources()[0].columns;
  ASSERT_THAT(columns, SizeIs(1));
  EXPECT_EQ(columns[0].name, "ab");
}

TEST_F(Exclude, WhatIsNeededCannotBeExcluded) {
  const auto error = [&](const std::string& resource) {
    return error_of("type: rest_api\nclient: {base_url: 'http://localhost/'}\nresources:\n  - name: p\n" + resource)
        .message;
  };
  EXPECT_EQ(error("    primary_key: id\n    exclude:\n      - email\n      - id\n"),
            "t.yaml:8: `exclude` takes out `id`, but that is the primary key of `p` (t.yaml:5)");
  EXPECT_THAT(error("    primary_key: order_id\n    exclude: [orderId]\n"),
              HasSubstr("the primary key of `p` (t.yaml:5)"));
  EXPECT_THAT(error("    primary_key: address__id\n    exclude: [address]\n"), HasSubstr("the primary key"));
  EXPECT_THAT(error("    merge_key: day\n    exclude: [day]\n"), HasSubstr("the merge key of `p` (t.yaml:5)"));
  EXPECT_THAT(error("    columns:\n      day: {merge_key: true}\n    exclude: ['*']\n"),
              HasSubstr("a merge key of `p` (t.yaml:6)"));
  EXPECT_THAT(error("    exclude: [gone]\n    columns:\n      - {name: gone, hard_delete: true}\n"),
              HasSubstr("`hard_delete` of `p` (t.yaml:7)"));
  EXPECT_THAT(error("    exclude: [times]\n    endpoint:\n      incremental:\n        cursor_path: times.changed\n"),
              AllOf(HasSubstr("t.yaml:5: "), HasSubstr("the cursor of `p` (t.yaml:8)")));
  EXPECT_THAT(error("    nested_hints:\n      lines:\n        primary_key: no\n    exclude: ['lines[*].no']\n"),
              HasSubstr("the primary key of `p` (t.yaml:7)"));
  EXPECT_THAT(error("    exclude: [$]\n"), HasSubstr("leads to the whole record"));
  EXPECT_THAT(error("    exclude: ['a[']\n"), HasSubstr("t.yaml:5: `source.resources[0].exclude`"));

  const std::string child =
      "  - name: c\n    endpoint: {path: 'p/{resources.p.customer.id}'}\n    include_from_parent: [key]\n";
  EXPECT_THAT(error("    exclude: [customer]\n" + child),
              HasSubstr("t.yaml:5: `exclude` takes out `customer`, but that is what the requests of `c` are made of "
                        "(t.yaml:7)"));
  EXPECT_THAT(error("    exclude: [key]\n" + child), HasSubstr("in `include_from_parent` of `c` (t.yaml:8)"));
  EXPECT_THAT(error("    exclude: [a]\n" + child + "    exclude: [_p_key]\n"),
              HasSubstr("t.yaml:9: `exclude` takes out `_p_key`, but that is in its `include_from_parent` (t.yaml:8)"));
}

TEST_F(Exclude, ErrorsQuoteNoRecord) {
  TestServer server([](const auto&, auto) { return answer(200, R"({"p":[{"email":"a@x"}]})"); });
  const std::string steps = "    exclude: [email]\n    processing_steps:\n      - map: record->'email'\n";
  const Error step = error_of(one_resource(server, "{data_selector: p, paginator: single_page}") + steps);
  EXPECT_THAT(step.message, AllOf(HasSubstr("t.yaml:10: "), HasSubstr("failed on a record"), Not(HasSubstr("a@x"))));
  TestServer broken([](const auto&, auto) { return answer(200, R"({"p":[{"email":"a@x"})"); });
  const Error body =
      error_of(one_resource(broken, "{data_selector: p, paginator: single_page}") + "    exclude: [email]\n");
  EXPECT_THAT(body.message, AllOf(HasSubstr("damaged JSON"), Not(HasSubstr("a@x"))));
}

}  // namespace
}  // namespace decant::source::rest
