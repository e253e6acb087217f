#include "json/write.h"
#include "source/rest/rest_source_fixture.h"

namespace decant::source::rest {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PagingTest : public RestSourceTest {
 protected:
  /// Runs one resource against bodies that come one after the other; what was asked: target and body.
  std::vector<std::string> asked(const std::string& endpoint, const std::vector<http::ScriptedAnswer>& answers,
                                 const std::string& strict = "false") {
    TestServer server([&](const auto&, std::size_t number) {
      return number < answers.size() ? answers[number] : answer(418, "too many");
    });
    sink = TestSink();
    const auto done = run(one_resource(server, endpoint, strict));
    error = done ? "" : to_string(done.error());
    std::vector<std::string> result;
    for (const auto& request : server.seen()) result.push_back(request.target.substr(5) + request.body);

    // A second process that begins behind any page asks for the rest alone.
    for (std::size_t after = 1; done && after < result.size(); ++after) {
      TestSink whole = std::move(sink);
      TestServer rest([&](const auto&, std::size_t number) { return answers.at(after + number); });
      sink = TestSink();
      sink.resume["p"].next_page = after;
      sink.resume["p"].cursor = moved(whole.pages[after - 1].cursor, server, rest);
      EXPECT_TRUE(run(one_resource(rest, endpoint, strict)));
      std::vector<std::string> again;
      for (const auto& request : rest.seen()) again.push_back(request.target.substr(5) + request.body);
      EXPECT_EQ(again, std::vector<std::string>(result.begin() + static_cast<std::ptrdiff_t>(after), result.end()));
      sink = std::move(whole);
    }
    return result;
  }

  static json::Value moved(const json::Value& cursor, const TestServer& from, const TestServer& to) {
    std::string text = json::write(cursor);
    for (auto at = text.find(from.url()); at != std::string::npos; at = text.find(from.url()))
      text.replace(at, from.url().size(), to.url());
    return *json::parse_value(text);
  }

  std::string error;
};

TEST_F(PagingTest, Headers) {
  EXPECT_THAT(asked("{paginator: header_link}",
                    {answer(200, "[1]", "Link: </api/p?page=9>; rel=\"last\"\r\nLink: <?page=2>; rel=\"next\"\r\n"),
                     answer(200, "[2]")}),
              ElementsAre("p", "p?page=2"));
  EXPECT_THAT(asked("{paginator: {type: header_cursor, cursor_key: X-Next, cursor_param: c}}",
                    {answer(200, "[1]", "x-next: t 1\r\n"), answer(200, "[2]")}),
              ElementsAre("p", "p?c=t+1"));
}

TEST_F(PagingTest, BlanksBeforeALinkAndAByteOrderMark) {
  EXPECT_THAT(asked("{paginator: json_link}", {answer(200, "\xEF\xBB\xBF{\"next\":\" ?page=2\",\"data\":[{\"id\":1}]}"),
                                               answer(200, "{\"data\":[{\"id\":2}]}")}),
              ElementsAre("p", "p?page=2"));
  EXPECT_EQ(error, "");
}

TEST_F(PagingTest, NullStopsAtNoEmptyPage) {
  EXPECT_THAT(asked("{data_selector: '', paginator: {type: page_number, stop_after_empty_page: null}}",
                    {answer(200, R"({"total":2,"d":[]})"), answer(200, R"({"total":2,"d":[1]})")}),
              ElementsAre("p?page=0", "p?page=1"));
  EXPECT_EQ(error, "");
}

TEST_F(PagingTest, Cursors) {
  EXPECT_THAT(asked("{paginator: {type: cursor, cursor_path: n}}",
                    {answer(200, R"({"data":[1],"n":7})"), answer(200, R"({"data":[2],"n":0})")}),
              ElementsAre("p", "p?cursor=7"));
  EXPECT_THAT(asked("{method: POST, json: {q: x, page: {size: 1}}, paginator: {type: cursor, cursor_path: n, "
                    "cursor_body_path: page.cursor}}",
                    {answer(200, R"({"data":[1],"n":{"a":1}})"), answer(200, R"({"data":[2],"n":null})")}),
              ElementsAre(R"(p{"q":"x","page":{"size":1}})", R"(p{"q":"x","page":{"size":1,"cursor":{"a":1}}})"));
  EXPECT_THAT(asked("{paginator: {type: cursor, cursor_path: n, has_more_path: m}}",
                    {answer(200, R"({"data":[1],"n":"a","m":"yes"})"), answer(200, R"({"data":[2],"n":"b","m":"F"})")}),
              ElementsAre("p", "p?cursor=a"));
  // More is said, but there is no cursor: both must hold.
  EXPECT_THAT(asked("{paginator: {type: cursor, cursor_path: n, has_more_path: m}}",
                    {answer(200, R"({"data":[1],"n":null,"m":true})")}),
              ElementsAre("p"));
  EXPECT_THAT(asked("{paginator: {type: cursor, cursor_path: n, stop_after_empty_page: true}}",
                    {answer(200, R"({"data":[],"n":"a"})")}),
              ElementsAre("p"));
  asked("{paginator: {type: cursor, has_more_path: m}}", {answer(200, R"({"data":[1]})")});
  EXPECT_THAT(error, HasSubstr("has no `m`"));
}

TEST_F(PagingTest, CountersInTheBody) {
  EXPECT_THAT(
      asked("{json: {offset: 9}, paginator: {type: offset, limit: 2, offset_body_path: offset, limit_body_path: a.b, "
            "total_path: n}}",
            {answer(200, R"({"data":[1,2],"n":3})"), answer(200, R"({"data":[3],"n":3})")}),
      ElementsAre(R"(p{"offset":0,"a":{"b":2}})", R"(p{"offset":2,"a":{"b":2}})"));
  EXPECT_THAT(
      asked("{paginator: {type: page_number, base_page: 1, page_body_path: no, total_path: n, has_more_path: m}}",
            {answer(200, R"({"data":[1],"n":1,"m":true})")}),
      ElementsAre(R"(p{"no":1})"));
  const auto refused = [&](const std::string& paginator) {
    return make("client: {base_url: 'http://h.test', paginator: " + paginator + "}\nresources: [p]\n").error().message;
  };
  EXPECT_THAT(refused("{type: cursor, cursor_param: p, cursor_body_path: b}"),
              AllOf(HasSubstr("cursor_param"), HasSubstr("cursor_body_path")));
  EXPECT_THAT(refused("{type: page_number, page_param: ''}"), HasSubstr("page_param"));
  EXPECT_THAT(refused("{type: page_number, limit: 10}"), HasSubstr("limit"));
  EXPECT_THAT(refused("{next_url_path: x}"), HasSubstr("client.paginator.type"));
  EXPECT_THAT(refused("{type: auto, x: 1}"), HasSubstr("unknown key"));
}

TEST_F(PagingTest, FewerRecordsThanAnnounced) {
  const std::string endpoint = "{data_selector: d, paginator: {type: offset, limit: 2}}";
  const std::vector<http::ScriptedAnswer> answers{answer(200, R"({"d":[1],"total":4})"),
                                                  answer(200, R"({"d":[3],"total":4})")};
  asked(endpoint, answers);
  EXPECT_THAT(sink.notes, ElementsAre(HasSubstr("announced 4 records, but 2 came")));
  EXPECT_THAT(sink.doubts, IsEmpty());
  asked(endpoint,
        {answer(200, R"({"d":[1],"total":3})"), answer(200, R"({"d":[2],"total":3})"),
         answer(200, R"({"d":[],"total":3})")},
        "true");
  EXPECT_THAT(sink.doubts, ElementsAre(HasSubstr("announced 3 records, but 2 came")));
  asked(endpoint, {answer(200, R"({"d":[1,2],"total":2})")}, "true");
  EXPECT_THAT(sink.doubts, IsEmpty());
}

TEST_F(PagingTest, Detected) {
  EXPECT_THAT(asked("{}", {answer(200, R"({"data":[1],"next":"/bad"})", "Link: <?page=2>; rel=next\r\n"),
                           answer(200, R"({"data":[2]})")}),
              ElementsAre("p", "p?page=2"));
  EXPECT_THAT(
      asked("{paginator: auto}", {answer(200, R"({"d":[1],"_links":{"self":{"href":"x"},"Next":{"href":"/api/q"}}})"),
                                  answer(200, R"({"d":[2]})")}),
      ElementsAre("p", "q"));
  EXPECT_THAT(asked("{}", {answer(200, R"({"data":[0],"m":{"totalPages":"2","nextPage":1}})"),
                           answer(200, R"({"data":[1],"m":{"totalPages":2}})")}),
              ElementsAre("p", "p?page=1"));
  EXPECT_THAT(sink.notes, ElementsAre(HasSubstr("page 0")));
  EXPECT_THAT(asked("{}", {answer(200, R"({"data":[0],"next token":"a"})"), answer(200, R"({"data":[1]})")}),
              ElementsAre("p", "p?cursor=a"));
  EXPECT_THAT(asked("{}", {answer(200, R"({"data":[0],"offset":0,"limit":1,"total":9,"next":[{"url":"/x"}]})")}),
              ElementsAre("p"));
  asked("{}", {answer(200, R"({"data":[0],"pages":2})")}, "true");
  EXPECT_THAT(error, HasSubstr("page numbers were detected (`$['pages']`"));
  EXPECT_THAT(sink.bodies, IsEmpty());
}

TEST_F(PagingTest, TheSelectorOfTheFirstPageStays) {
  asked("{paginator: json_link}", {answer(200, R"({"stuff":[{"id":1}],"next":"/api/q"})"),
                                   answer(200, R"({"data":[{"id":99}],"stuff":[{"id":2}]})")});
  EXPECT_THAT(sink.records["p"], ElementsAre(R"({"id":1})", R"({"id":2})"));
}

TEST_F(PagingTest, ACircleOfBodiesIsNoCircleOfUrls) {
  asked("{method: POST, paginator: {type: cursor, cursor_path: n, cursor_body_path: c}}",
        {answer(200, R"({"data":[1],"n":"a"})"), answer(200, R"({"data":[2],"n":"a"})")});
  EXPECT_THAT(error,
              AllOf(HasSubstr("this request was sent before: POST"), HasSubstr("/api/p"), HasSubstr("page 2 of p")));
  EXPECT_EQ(sink.pages.size(), 1U);
}

}  // namespace
}  // namespace decant::source::rest
