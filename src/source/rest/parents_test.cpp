#include <condition_variable>
#include <map>
#include <mutex>
#include <set>

#include "json/write.h"
#include "source/rest/rest_source_fixture.h"

namespace decant::source::rest {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ParentsTest : public RestSourceTest {
 protected:
  /// A server of posts with comments: two pages of posts, and `/posts/ID/c`.
  static http::ScriptedAnswer blog(const SeenRequest& request) {
    if (request.target == "/posts")
      return answer(200, R"({"data":[{"id":1,"t":"A"},{"id":2,"t":"B"}],"next":"/more"})");
    if (request.target == "/more") return answer(200, R"({"data":[{"id":3,"t":"C"}]})");
    if (request.target.starts_with("/posts/2/")) return answer(404, R"({"e":1})");
    return answer(200, R"([{"n":")" + request.target + R"("}])");
  }

  static std::string config(const TestServer& server, const std::string& child, const std::string& parent = "") {
    return "client: {base_url: '" + server.url() + "'}\nresources:\n  - {name: posts, " + parent +
           "endpoint: {paginator: json_link}}\n  - {name: c, " + child + "}\n";
  }

  Error refused(const std::string& resources) {
    const auto source = make("client: {base_url: 'http://h.test'}\nresources:\n" + resources);
    EXPECT_FALSE(source) << resources;
    return source ? Error{} : source.error();
  }

  static std::vector<std::string> places(const TestSink& sink) {
    std::vector<std::string> result;
    for (const auto& page : sink.pages)
      result.push_back(TestSink::place(page.address) + ":" + std::to_string(page.address.page));
    return result;
  }
};

const char* const kChild =
    "include_from_parent: [id, t], endpoint: {path: 'posts/{resources.posts.id}/c', "
    "response_actions: [{status_code: 404, action: ignore}]}";

TEST_F(ParentsTest, EachRecordOfAParentBeginsASequence) {
  TestServer server([](const SeenRequest& request, auto) { return blog(request); });
  ASSERT_TRUE(run(config(server, kChild)));
  EXPECT_THAT(targets(server), ElementsAre("/posts", "/posts/1/c", "/posts/2/c", "/more", "/posts/3/c"));
  EXPECT_THAT(places(sink), ElementsAre("c@0.0:0", "posts:0", "c@1.0:0", "posts:1"));
  EXPECT_EQ(json::write(sink.pages[0].constants), R"({"_posts_id":1,"_posts_t":"A"})");
  EXPECT_THAT(sink.records["posts"].size(), 3U);
  EXPECT_THAT(sink.records["c"], ElementsAre(R"({"n":"/posts/1/c"})", R"({"n":"/posts/3/c"})"));
}

TEST_F(ParentsTest, AnInterruptedRunGoesOnFromTheStoredPageOfTheParent) {
  bool broken = true;
  TestServer server([&](const SeenRequest& request, auto) {
    return broken && request.target == "/posts/3/c" ? answer(400, "{}") : blog(request);
  });
  const Error error = error_of(config(server, kChild));
  EXPECT_THAT(to_string(error),
              AllOf(HasSubstr("page 1 of c"), HasSubstr("c of record 1"), HasSubstr("page 2 of posts")));
  EXPECT_THAT(places(sink), ElementsAre("c@0.0:0", "posts:0"));

  broken = false;
  sink = sink.next_run();
  ASSERT_TRUE(run(config(server, kChild)));
  EXPECT_EQ(targets(server).size(), 6U);
  EXPECT_EQ(targets(server).back(), "/posts/3/c");
  EXPECT_THAT(places(sink), ElementsAre("c@1.0:0", "posts:1"));
}

class ParallelChildren : public ParentsTest {
 protected:
  /// 40 posts on a page; `/posts/ID/c`, of which the first is slow.
  static http::ScriptedAnswer many(const SeenRequest& request) {
    if (request.target == "/posts") {
      std::string posts;
      for (int id = 0; id < 40; ++id) posts += (id == 0 ? "" : ",") + (R"({"id":)" + std::to_string(id) + "}");
      return answer(200, "[" + posts + "]");
    }
    auto comments = answer(200, R"([{"n":")" + request.target + R"("}])");
    if (request.target == "/posts/0/c") comments.stall = std::chrono::milliseconds(50);
    return comments;
  }

  static std::string config(const TestServer& server) {
    return "client: {base_url: '" + server.url() +
           "', paginator: single_page}\nresources:\n  - posts\n"
           "  - {name: c, parallelized: true, endpoint: {path: 'posts/{resources.posts.id}/c'}}\n";
  }

  /// How often each target was asked for.
  static std::map<std::string, int> counts(const TestServer& server) {
    std::map<std::string, int> result;
    for (const auto& target : targets(server)) ++result[target];
    return result;
  }
};

TEST_F(ParallelChildren, AreAskedForAheadButDecidedInOrder) {
  TestServer server([](const SeenRequest& request, auto) { return many(request); });
  ASSERT_TRUE(run(config(server)));
  ASSERT_EQ(sink.records["c"].size(), 40U);
  for (int id = 0; id < 40; ++id)
    EXPECT_EQ(sink.records["c"][static_cast<std::size_t>(id)], R"({"n":"/posts/)" + std::to_string(id) + R"(/c"})");
  const auto asked = counts(server);
  EXPECT_EQ(asked.size(), 41U);
  for (const auto& [target, count] : asked) EXPECT_EQ(count, 1) << target;
  std::set<int> connections;
  for (const auto& request : server.seen()) connections.insert(request.connection);
  EXPECT_GT(connections.size(), 2U);
}

TEST_F(ParallelChildren, LargeAnswersThatWaitKeepOthersFromBeingAskedFor) {
  constexpr int kMost = 6;                  // five at once ahead, and the one that is waited for
  constexpr std::size_t kLarge = 17 << 20;  // one is more than may wait
  std::mutex mutex;
  std::condition_variable changed;
  int asked = 0;
  int asked_before_first = 0;
  TestServer server([&](const SeenRequest& request, auto) {
    if (request.target == "/posts") return many(request);
    std::unique_lock lock(mutex);
    ++asked;
    changed.notify_all();
    const bool is_first = request.target == "/posts/0/c";
    if (!is_first && asked_before_first == 0) return answer(200, R"([{"n":")" + std::string(kLarge, 'x') + R"("}])");
    if (!is_first) return many(request);
    changed.wait_for(lock, std::chrono::milliseconds(500), [&] { return asked > kMost; });
    asked_before_first = asked;
    return many(request);
  });
  ASSERT_TRUE(run(config(server)));
  EXPECT_LE(asked_before_first, kMost);
  EXPECT_EQ(sink.records["c"].size(), 40U);
}

TEST_F(ParallelChildren, AnErrorIsThatOfTheFirstInOrder) {
  bool broken = true;
  TestServer server([&](const SeenRequest& request, auto) {
    return broken && (request.target == "/posts/7/c" || request.target == "/posts/9/c") ? answer(400, "{}")
                                                                                        : many(request);
  });
  EXPECT_THAT(to_string(error_of(config(server))), HasSubstr("c of record 8"));
  EXPECT_EQ(sink.records["c"].size(), 7U);
  broken = false;
  sink = sink.next_run();
  ASSERT_TRUE(run(config(server)));
  EXPECT_EQ(sink.records["c"].size(), 33U);
  EXPECT_EQ(counts(server)["/posts/3/c"], 1);
}

TEST_F(ParentsTest, AFinishedChildIsNotAskedForAgain) {
  TestServer server([](const SeenRequest& request, auto) { return blog(request); });
  ASSERT_TRUE(run(config(server, kChild)));
  TestSink left = sink.next_run();  // as if the last page of the parent had not been decided
  left.resume["posts"].next_page = 1;
  left.resume["posts"].cursor = sink.pages[1].cursor;
  left.resume["posts"].finished = false;
  left.cursors["posts"].pop_back();
  left.stored[{"posts", 1}] = sink.bodies[{"posts", 1}];
  sink = std::move(left);
  ASSERT_TRUE(run(config(server, kChild)));
  EXPECT_EQ(server.seen().size(), 5U);
  EXPECT_THAT(places(sink), ElementsAre("posts:1"));
}

TEST_F(ParentsTest, AnUnselectedParentIsAskedButEmitsNothing) {
  TestServer server([](const SeenRequest& request, auto) { return blog(request); });
  const std::string yaml = config(server, kChild, "selected: false, ");
  ASSERT_TRUE(run(yaml));
  EXPECT_THAT(sink.records["posts"], IsEmpty());
  EXPECT_EQ(sink.records["c"].size(), 2U);
  const auto source = make(yaml);
  EXPECT_EQ((*source)->resources()[0].write_disposition, "skip");
  selected = {"c"};
  EXPECT_EQ((*make(config(server, kChild)))->fingerprint(), (*source)->fingerprint());
  selected = {"posts"};
  EXPECT_EQ((*make(config(server, kChild)))->resources().size(), 1U);
}

TEST_F(ParentsTest, AParentOfTwoIsAskedOnceAndFieldsGoDownThreeLevels) {
  TestServer server([](const SeenRequest& request, auto) {
    if (request.target == "/a") return answer(200, R"([{"id":1}])");
    if (request.target == "/a/1/b") return answer(200, R"([{"id":"x","u":{"k":7}}])");
    return answer(200, R"([{"n":1}])");
  });
  ASSERT_TRUE(
      run("client: {base_url: '" + server.url() +
          "'}\nresources:\n"
          "  - {name: d, endpoint: 'b/{resources.b._a_id}/{resources.b.u.k}/d', include_from_parent: [_a_id]}\n"
          "  - {name: b, endpoint: 'a/{resources.a.id}/b', include_from_parent: [id]}\n"
          "  - {name: e, endpoint: {path: 'e/{x}/list', params: {x: {type: resolve, resource: a, field: id}}}}\n"
          "  - a\n"));
  EXPECT_THAT(targets(server), ElementsAre("/a", "/a/1/b", "/b/1/7/d", "/e/1/list"));
  EXPECT_THAT(places(sink), ElementsAre("d@0.0/0.0:0", "b@0.0:0", "e@0.0:0", "a:0"));
  EXPECT_EQ(json::write(sink.pages[0].constants), R"({"_b__a_id":1})");
}

TEST_F(ParentsTest, ChildrenGetWhatTheFilterLeavesWithItsAddress) {
  TestServer server([](const SeenRequest& request, auto) { return blog(request); });
  ASSERT_TRUE(run(config(
      server, "endpoint: 'posts/{resources.posts.id}/c'",
      "processing_steps: [{filter: \"(record->>'id')::INT = 3\"}, {map: \"{id: (record->>'id')::INT * 10}\"}], ")));
  EXPECT_THAT(targets(server), ElementsAre("/posts", "/more", "/posts/30/c"));
  EXPECT_THAT(places(sink), ElementsAre("posts:0", "c@1.0:0", "posts:1"));
  EXPECT_THAT(sink.records["posts"], ElementsAre(R"({"id":30})"));
}

TEST_F(ParentsTest, StepsSeeTheFieldsOfTheParent) {
  TestServer server([](const SeenRequest& request, auto) { return blog(request); });
  ASSERT_TRUE(run(config(server,
                         "include_from_parent: [id], endpoint: {path: 'posts/{resources.posts.id}/c', "
                         "response_actions: [{status_code: 404, action: ignore}]}, "
                         "processing_steps: [{filter: \"(record->>'_posts_id')::INT > 1\"}, "
                         "{map: \"{twice: (record->>'_posts_id')::INT * 2}\"}]")));
  EXPECT_THAT(sink.records["c"], ElementsAre(R"({"twice":6})"));
  for (const auto& page : sink.pages) {
    if (page.address.resource != "c" || page.records.empty()) continue;
    EXPECT_EQ(json::write(page.constants), "{}");
  }
}

TEST_F(ParentsTest, ARecordWithoutTheFieldIsAnErrorThatNamesIt) {
  TestServer server([](const SeenRequest& request, auto) { return blog(request); });
  EXPECT_THAT(error_of(config(server, "endpoint: 'x/{resources.posts.nope}/c'")).message,
              AllOf(HasSubstr("`posts`"), HasSubstr("`nope`"), HasSubstr("`id`, `t`")));
  EXPECT_THAT(error_of(config(server, "include_from_parent: [u], endpoint: 'x/{resources.posts.id}/c'")).message,
              HasSubstr("has no `u`"));
  EXPECT_EQ(server.seen().size(), 2U);
  TestServer scalars([](const auto&, auto) { return answer(200, "[1]"); });
  EXPECT_THAT(error_of(config(scalars, "endpoint: 'x/{resources.posts.id}/c'")).message, HasSubstr("is no object"));
}

TEST_F(ParentsTest, WrongReferencesAreRefused) {
  const auto child = [](const std::string& endpoint) {
    return "  - a\n  - b\n  - {name: c, endpoint: " + endpoint + "}\n";
  };
  EXPECT_THAT(refused(child("'x/{resources.a.id}/{resources.b.id}/c'")).message,
              AllOf(HasSubstr("t.yaml:5"), HasSubstr("`a`"), HasSubstr("`b`")));
  EXPECT_THAT(refused(child("'x/{resources.aa.id}/c'")).hint, HasSubstr("did you mean `a`?"));
  EXPECT_THAT(refused(child("'x/{resources.a}/c'")).hint, HasSubstr("{resources.PARENT.FIELD}"));
  EXPECT_THAT(refused(child("{path: 'x/{id}/c', params: {x: 1}}")).message, HasSubstr("no parameter `id`"));
  EXPECT_THAT(refused(child("{path: 'x/{i}/{i}', params: {i: 1}}")).message, HasSubstr("no parameter `i`"));
  EXPECT_THAT(refused(child("{path: x, params: {i: {type: resolve, resource: a, field: id}}}")).message,
              HasSubstr("params.i"));
  EXPECT_THAT(refused(child("{path: x, params: {i: {type: nope}}}")).message,
              AllOf(HasSubstr(".i.type"), HasSubstr("nope")));
  EXPECT_THAT(refused(child("{path: 'x/{resources.a.id}/c', json: {k: '{other.id}'}}")).message,
              AllOf(HasSubstr("endpoint.json"), HasSubstr("{other.id}")));
  EXPECT_THAT(
      refused("  - {name: a, endpoint: 'x/{resources.b.id}/c'}\n  - {name: b, endpoint: 'x/{resources.a.id}/c'}\n")
          .message,
      HasSubstr("in a circle: `a` needs `b` needs `a`"));
  EXPECT_THAT(refused("  - {name: a, include_from_parent: [id]}\n").message,
              AllOf(HasSubstr("include_from_parent"), HasSubstr("`a`")));
  EXPECT_THAT(
      refused("  - {name: a}\n  - {name: b, include_from_parent: id, endpoint: 'x/{resources.a.id}/y'}\n").message,
      HasSubstr("include_from_parent"));
}

}  // namespace
}  // namespace decant::source::rest
