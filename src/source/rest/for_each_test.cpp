#include <algorithm>

#include "source/rest/rest_source_fixture.h"

namespace decant::source::rest {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ForEachTest : public RestSourceTest {
 protected:
  static constexpr const char* kSuccess = "success: {path: status, value: ok, message: msg, absent: Not Found}";
  TestServer server{[](const SeenRequest& request, auto) {
    if (request.target.ends_with("9")) return answer(200, R"({"status":"no","msg":"This one was not found."})");
    if (request.target.ends_with("8")) return answer(200, R"({"status":"no","msg":"Out of order."})");
    return answer(200, R"({"status":"ok","v":{"at":")" + request.target + R"(","note":"not found"}})");
  }};
};

TEST_F(ForEachTest, EveryValueIsASequence) {
  ASSERT_TRUE(run(one_resource(server, "{path: 'v/{id}', for_each: {id: [3, 'a b']}, data_selector: v}")));
  EXPECT_THAT(targets(server), ElementsAre("/api/v/3", "/api/v/a%20b"));
  ASSERT_EQ(sink.pages.size(), 2U);
  EXPECT_EQ(sink.pages[0].address.sequence, "0.0");
  EXPECT_EQ(sink.pages[1].address.sequence, "0.1");
  // A run that goes on asks for what is missing alone.
  sink.pages.pop_back();
  sink = sink.next_run();
  ASSERT_TRUE(run(one_resource(server, "{path: 'v/{id}', for_each: {id: [3, 'a b']}, data_selector: v}")));
  EXPECT_THAT(targets(server), ElementsAre("/api/v/3", "/api/v/a%20b"));
}

TEST_F(ForEachTest, WhatIsNotThereIsNotedAndPassedOver) {
  const std::string endpoint = std::string(", data_selector: v, ") + kSuccess + "}";
  ASSERT_TRUE(run(one_resource(server, "{path: 'v/{id}', for_each: {id: [9, 3, 19, 29, 39, 49, 59]}" + endpoint)));
  EXPECT_THAT(sink.records["p"], ElementsAre(HasSubstr("/api/v/3")));
  EXPECT_THAT(sink.notes, ElementsAre(AllOf(HasSubstr("6 records"), HasSubstr("/api/v/9 (This one was not found.)"),
                                            HasSubstr("/api/v/49"), HasSubstr("…"))));
  EXPECT_THAT(sink.doubts, IsEmpty());
  EXPECT_THAT(error_of(one_resource(server, "{path: 'v/{id}', for_each: {id: [8]}" + endpoint)).message,
              HasSubstr("Out of order."));
}

TEST_F(ForEachTest, WhatSeveralRecordsLeadToIsAskedForOnce) {
  TestServer shop([](const SeenRequest& request, auto) {
    if (request.target == "/o") return answer(200, R"([{"c":1},{"c":""},{"c":2},{"c":1},{"c":null}])");
    return answer(200, R"({"at":")" + request.target + R"("})");
  });
  const auto config = [&](const std::string& more) {
    return "strict: true\nclient: {base_url: '" + shop.url() +
           "'}\nresources:\n  - {name: o, endpoint: {paginator: single_page, data_selector: $}}\n"
           "  - {name: c, endpoint: {path: 'c/{resources.o.c}'}, " +
           more + "}\n";
  };
  ASSERT_TRUE(run(config("ask_once: true")));
  EXPECT_THAT(targets(shop), ElementsAre("/o", "/c/1", "/c/2"));
  EXPECT_THAT(sink.notes, ElementsAre(HasSubstr("some records of `o` have no value")));
  ASSERT_TRUE(run(config("parallelized: true")));
  const auto asked = targets(shop);
  EXPECT_EQ(std::count(asked.begin(), asked.end(), "/c/1"), 3);
  EXPECT_THAT(error_of(config("ask_once: true, include_from_parent: [c]")).message, HasSubstr("ask_once"));
  EXPECT_THAT(error_of("client: {base_url: 'http://h'}\nresources: [{name: o, ask_once: true}]\n").message,
              HasSubstr("ask_once"));
}

TEST_F(ForEachTest, MistakesNameTheKey) {
  const auto refused = [&](const std::string& endpoint) {
    const Error error = error_of(one_resource(server, endpoint));
    EXPECT_EQ(error.kind, ErrorKind::config);
    return error.message;
  };
  EXPECT_THAT(refused("{path: v, for_each: {id: [3]}}"), HasSubstr("{id}"));
  EXPECT_THAT(refused("{path: 'v/{id}', for_each: {id: []}}"), HasSubstr("empty"));
  EXPECT_THAT(refused("{path: 'v/{id}', for_each: {id: [null]}}"), HasSubstr("for_each.id[0]"));
  EXPECT_THAT(refused("{path: 'v/{id}', for_each: {id: [1], b: [2]}}"), HasSubstr("for_each"));
  EXPECT_THAT(refused("{path: 'v/{id}', for_each: [1]}"), HasSubstr("for_each"));
  EXPECT_THAT(refused("{path: 'v/{id}/{resources.q.id}', for_each: {id: [1]}}"), HasSubstr("parent"));
  EXPECT_THAT(refused("{success: {path: status, value: ok, absent: no}}"), HasSubstr("message"));
}

}  // namespace
}  // namespace decant::source::rest
