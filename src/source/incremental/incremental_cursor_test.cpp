#include "source/incremental/incremental_cursor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "json/parser.h"
#include "json/write.h"

namespace decant::source {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A spec for the plain member `u` with an initial value of 10.
IncrementalSpec spec_of_u() {
  IncrementalSpec spec;
  spec.cursor_path = "u";
  spec.field = "u";
  spec.initial_value = CursorValue::from_json(10);
  return spec;
}

/// The runs of one resource, and its state between them.
class Runs {
 public:
  explicit Runs(IncrementalSpec spec) : spec_(std::move(spec)) {}

  IncrementalSpec& spec() { return spec_; }
  state::ResourceState& state() { return state_; }

  /// Begins a run from the state so far.
  Result<void> begin() {
    auto bound = IncrementalCursor::bind(spec_, "p", state_);
    if (!bound) return fail(std::move(bound).error());
    cursor_ = std::make_unique<IncrementalCursor>(std::move(*bound));
    change_ = {};
    return {};
  }

  IncrementalCursor& cursor() { return *cursor_; }

  /// The indexes of the records of a page that are kept.
  Result<std::vector<int>> judge(const std::string& records) {
    json::Parser parser;
    auto document = parser.parse(records);
    if (!document) return fail(std::move(document).error());
    std::vector<int> kept;
    int index = 0;
    for (const auto record : document->root().items()) {
      DECANT_TRY(const bool is_kept, cursor_->judge(record));
      if (is_kept) kept.push_back(index);
      ++index;
    }
    state::Page page;
    DECANT_TRY(cursor_->end_page(page));
    last_change_ = page.change;
    change_.append(page.change);
    return kept;
  }

  std::vector<int> page(const std::string& records) {
    auto kept = judge(records);
    EXPECT_TRUE(kept) << to_string(kept.error());
    return kept.value_or(std::vector<int>{-1});
  }

  [[nodiscard]] const state::StateChange& change() const { return change_; }
  [[nodiscard]] const state::StateChange& last_change() const { return last_change_; }

  /// Ends a run: its changes become the state, the boundary as a list.
  void end() {
    state::lay_over(state_.before, change_.state);
    if (change_.boundary.cursor_path.empty()) return;
    state_.before["incremental"][change_.boundary.cursor_path]["unique_hashes"] =
        state::unique_hashes_of(change_.boundary.added);
  }

  [[nodiscard]] std::string entry() const {
    const json::Value* incremental = state_.before.find("incremental");
    return incremental == nullptr ? "none" : json::write(incremental->as_object().front().second);
  }

 private:
  IncrementalSpec spec_;
  state::ResourceState state_;
  std::unique_ptr<IncrementalCursor> cursor_;
  state::StateChange change_;
  state::StateChange last_change_;
};

TEST(IncrementalCursor, DropsWhatIsOlderAndWhatIsKnownAtTheBoundary) {
  Runs runs(spec_of_u());
  ASSERT_TRUE(runs.begin());
  EXPECT_EQ(json::write(runs.cursor().start_value()), "10");
  EXPECT_THAT(runs.page(R"([{"id":1,"u":11},{"id":2,"u":15},{"id":3,"u":9}])"), ElementsAre(0, 1));
  runs.end();
  EXPECT_EQ(runs.entry(),
            R"({"initial_value":10,"last_value":15,"unique_hashes":["+AYP1wSe8w5Euu1dMxxf"],"start_value":10})");
  ASSERT_TRUE(runs.begin());
  EXPECT_EQ(json::write(runs.cursor().start_value()), "15");
  EXPECT_THAT(runs.page(R"([{"u":15,"id":2},{"id":4,"u":15},{"id":5,"u":20},{"id":6,"u":14}])"), ElementsAre(1, 2));
  runs.end();
  EXPECT_EQ(runs.entry(),
            R"({"initial_value":10,"last_value":20,"unique_hashes":["5nKH9d378s3LP5/Xrmbb"],"start_value":15})");
}

TEST(IncrementalCursor, BoundaryGrowsOverPagesAndRuns) {
  Runs runs(spec_of_u());
  runs.spec().key = DedupKey{.columns = {"id"}, .is_one_text = true};
  ASSERT_TRUE(runs.begin());
  EXPECT_THAT(runs.page(R"([{"id":1,"u":20},{"id":2,"u":15}])"), ElementsAre(0, 1));
  EXPECT_THAT(runs.page(R"([{"id":3,"u":20},{"id":4,"u":12}])"), ElementsAre(0, 1));
  EXPECT_EQ(runs.last_change().boundary.added.size(), 1U);
  EXPECT_FALSE(runs.last_change().boundary.resets);
  runs.end();
  EXPECT_THAT(runs.entry(), HasSubstr(R"("unique_hashes":["669czW83KR00ut4bv/U5","Cn/dwi436vBbdERZ9hKf"])"));
  ASSERT_TRUE(runs.begin());
  EXPECT_THAT(runs.page(R"([{"id":1,"u":20},{"id":3,"u":20},{"id":5,"u":20}])"), ElementsAre(2));
  runs.end();
  EXPECT_THAT(runs.entry(), HasSubstr("tIXXf9wiHssyAgHEzQnu"));
  EXPECT_THAT(runs.entry(), HasSubstr("669czW83KR00ut4bv/U5"));
}

TEST(IncrementalCursor, KeyOfSeveralColumnsAndItsLack) {
  Runs runs(spec_of_u());
  runs.spec().key = DedupKey{.columns = {"a", "b"}};
  ASSERT_TRUE(runs.begin());
  EXPECT_THAT(runs.page(R"([{"a":1,"b":"x","u":15}])"), ElementsAre(0));
  EXPECT_EQ(runs.change().boundary.added.front().text(), "T2u7rnGEfmXm0tVkRBws");
  const auto missing = runs.judge(R"([{"a":1,"u":15}])");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::source_data);
  EXPECT_THAT(missing.error().message, HasSubstr("`b`"));
}

TEST(IncrementalCursor, AnEmptyKeyDisablesDeduplication) {
  Runs runs(spec_of_u());
  runs.spec().key = DedupKey{};
  for (int run = 0; run < 2; ++run) {
    ASSERT_TRUE(runs.begin());
    EXPECT_THAT(runs.page(R"([{"u":15}])"), ElementsAre(0));
    runs.end();
    EXPECT_THAT(runs.entry(), HasSubstr(R"("unique_hashes":[])"));
  }
}

TEST(IncrementalCursor, RangesMayBeOpenOrClosed) {
  Runs runs(spec_of_u());
  runs.spec().range_start = RangeEdge::open;
  ASSERT_TRUE(runs.begin());
  EXPECT_THAT(runs.page(R"([{"u":10},{"u":11},{"u":10}])"), ElementsAre(1));
  runs.spec() = spec_of_u();
  runs.spec().end_value = CursorValue::from_json(20);
  ASSERT_TRUE(runs.begin());
  EXPECT_THAT(runs.page(R"([{"u":20},{"u":19},{"u":21},{"u":10},{"u":9}])"), ElementsAre(1, 3));
  runs.spec().range_end = RangeEdge::closed;
  ASSERT_TRUE(runs.begin());
  EXPECT_THAT(runs.page(R"([{"u":20},{"u":19},{"u":21},{"u":10}])"), ElementsAre(0, 1, 3));
}

TEST(IncrementalCursor, AnEndValueLeavesTheStateAlone) {
  Runs runs(spec_of_u());
  ASSERT_TRUE(runs.begin());
  runs.page(R"([{"u":15}])");
  runs.end();
  const std::string before = runs.entry();
  runs.spec().end_value = CursorValue::from_json(30);
  ASSERT_TRUE(runs.begin());
  EXPECT_EQ(json::write(runs.cursor().start_value()), "10");
  EXPECT_THAT(runs.page(R"([{"u":15},{"u":29}])"), ElementsAre(0, 1));
  EXPECT_EQ(json::write(*runs.cursor().last_value()), "10");
  EXPECT_TRUE(runs.change().state.is_null());
  EXPECT_TRUE(runs.change().boundary.cursor_path.empty());
  runs.end();
  EXPECT_EQ(runs.entry(), before);
}

TEST(IncrementalCursor, BoundsMustFit) {
  const auto refused = [](int initial, const json::Value& end, LastValueFunc func) -> std::string {
    Runs runs(spec_of_u());
    if (initial >= 0) {
      runs.spec().initial_value = CursorValue::from_json(initial);
    } else {
      runs.spec().initial_value = {};
    }
    runs.spec().end_value = CursorValue::from_json(end);
    runs.spec().last_value_func = func;
    const auto begun = runs.begin();
    if (begun) return "";
    EXPECT_EQ(begun.error().kind, ErrorKind::config);
    return begun.error().message;
  };
  EXPECT_THAT(refused(-1, 5, LastValueFunc::max), HasSubstr("initial_value"));
  EXPECT_THAT(refused(10, 5, LastValueFunc::max), HasSubstr("higher"));
  EXPECT_THAT(refused(10, 15, LastValueFunc::min), HasSubstr("lower"));
  EXPECT_THAT(refused(10, "x", LastValueFunc::max), HasSubstr("cannot be compared"));
  EXPECT_EQ(refused(10, 10, LastValueFunc::max), "");
  EXPECT_EQ(refused(10, 5, LastValueFunc::min), "");
}

TEST(IncrementalCursor, MissingValuesAreAnErrorOrKeptOrDropped) {
  Runs runs(spec_of_u());
  ASSERT_TRUE(runs.begin());
  const auto missing = runs.judge(R"([{"u":12},{"id":2}])");
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().message, HasSubstr("no value at the cursor path `u`"));
  EXPECT_EQ(missing.error().details.json_path, "u");
  const auto null = runs.judge(R"([{"u":null}])");
  ASSERT_FALSE(null);
  EXPECT_THAT(null.error().message, HasSubstr("null at"));
  for (const auto policy : {OnCursorMissing::include, OnCursorMissing::exclude}) {
    runs.spec().on_missing = policy;
    ASSERT_TRUE(runs.begin());
    const auto kept = runs.page(R"([{"u":12},{"id":2},{"u":null},7,null])");
    if (policy == OnCursorMissing::include) {
      EXPECT_THAT(kept, ElementsAre(0, 1, 2, 3));
    } else {
      EXPECT_THAT(kept, ElementsAre(0));
    }
    EXPECT_EQ(json::write(*runs.cursor().last_value()), "12");
  }
}

TEST(IncrementalCursor, OtherTypesAreAnErrorThatNamesBothValues) {
  Runs runs(spec_of_u());
  ASSERT_TRUE(runs.begin());
  for (const char* page : {R"([{"u":"11"}])", R"([{"u":[11]}])"}) {
    const auto judged = runs.judge(page);
    ASSERT_FALSE(judged);
    EXPECT_EQ(judged.error().kind, ErrorKind::source_data);
    EXPECT_THAT(judged.error().message, HasSubstr("`u`"));
    EXPECT_THAT(judged.error().message, HasSubstr("10"));
  }
}

TEST(IncrementalCursor, MinAndLagWidenTheStart) {
  Runs runs(spec_of_u());
  runs.spec().initial_value = CursorValue::from_json(100);
  runs.spec().last_value_func = LastValueFunc::min;
  runs.spec().lag = 3;
  ASSERT_TRUE(runs.begin());
  EXPECT_EQ(json::write(runs.cursor().start_value()), "100");
  EXPECT_THAT(runs.page(R"([{"u":50},{"u":101}])"), ElementsAre(0));
  EXPECT_EQ(json::write(*runs.cursor().last_value()), "53");
  runs.end();
  ASSERT_TRUE(runs.begin());
  EXPECT_EQ(json::write(runs.cursor().start_value()), "53");
  EXPECT_THAT(runs.page(R"([{"u":53},{"u":54}])"), ElementsAre(0));
  runs.end();
  EXPECT_EQ(runs.entry(), R"({"initial_value":100,"last_value":50,"unique_hashes":[],"start_value":50})");
}

TEST(IncrementalCursor, RowOrderStopsPagingOnItsSide) {
  Runs runs(spec_of_u());
  runs.spec().row_order = RowOrder::desc;
  ASSERT_TRUE(runs.begin());
  runs.page(R"([{"u":14},{"u":12}])");
  EXPECT_FALSE(runs.cursor().stops_paging());
  EXPECT_THAT(runs.page(R"([{"u":11},{"u":9},{"u":13}])"), ElementsAre(0, 2));
  EXPECT_TRUE(runs.cursor().stops_paging());
  runs.spec().row_order = RowOrder::asc;
  runs.spec().end_value = CursorValue::from_json(20);
  ASSERT_TRUE(runs.begin());
  runs.page(R"([{"u":9}])");
  EXPECT_FALSE(runs.cursor().stops_paging());
  runs.page(R"([{"u":20}])");
  EXPECT_TRUE(runs.cursor().stops_paging());
}

TEST(IncrementalCursor, PagesWithoutRecordsChangeNothingOnceThereIsAState) {
  Runs runs(spec_of_u());
  ASSERT_TRUE(runs.begin());
  EXPECT_THAT(runs.page("[]"), IsEmpty());
  EXPECT_FALSE(runs.last_change().state.is_null());
  runs.page("[]");
  EXPECT_TRUE(runs.last_change().state.is_null());
  runs.end();
  EXPECT_EQ(runs.entry(), R"({"initial_value":10,"last_value":10,"unique_hashes":[],"start_value":10})");
  ASSERT_TRUE(runs.begin());
  runs.page("[]");
  EXPECT_TRUE(runs.change().state.is_null());
}

TEST(IncrementalCursor, TheInitialValueOfTheStateStays) {
  Runs runs(spec_of_u());
  ASSERT_TRUE(runs.begin());
  runs.page(R"([{"u":15}])");
  runs.end();
  runs.spec().initial_value = CursorValue::from_json(2);
  ASSERT_TRUE(runs.begin());
  EXPECT_EQ(json::write(runs.cursor().initial_value()), "2");
  EXPECT_EQ(json::write(runs.cursor().start_value()), "15");
  runs.page(R"([{"u":16}])");
  runs.end();
  EXPECT_THAT(runs.entry(), HasSubstr(R"({"initial_value":10,"last_value":16)"));
}

TEST(IncrementalCursor, ShortHashesMatchAndStayShortUntilTheValueMoves) {
  Runs runs(spec_of_u());
  runs.spec().key = DedupKey{.columns = {"id"}, .is_one_text = true};
  runs.state().before = *json::parse_value(
      R"({"incremental":{"u":{"initial_value":10,"last_value":20,"unique_hashes":["669czW83KR00"],"start_value":10}}})");
  ASSERT_TRUE(runs.begin());
  EXPECT_THAT(runs.page(R"([{"id":1,"u":20},{"id":3,"u":20}])"), ElementsAre(1));
  EXPECT_EQ(runs.change().boundary.added.size(), 2U);
  for (const auto& hash : runs.change().boundary.added) EXPECT_EQ(hash.text().size(), 12U);
  EXPECT_THAT(runs.page(R"([{"id":1,"u":21}])"), ElementsAre(0));
  ASSERT_EQ(runs.change().boundary.added.size(), 1U);
  EXPECT_EQ(runs.change().boundary.added[0].text(), "669czW83KR00ut4bv/U5");
}

TEST(IncrementalCursor, AMixedSetMatchesEachByItsLength) {
  Runs runs(spec_of_u());
  runs.spec().key = DedupKey{.columns = {"id"}, .is_one_text = true};
  runs.state().before = *json::parse_value(
      R"({"incremental":{"u":{"last_value":20,"unique_hashes":["669czW83KR00","Cn/dwi436vBbdERZ9hKf"]}}})");
  ASSERT_TRUE(runs.begin());
  EXPECT_THAT(runs.page(R"([{"id":1,"u":20},{"id":3,"u":20},{"id":4,"u":20}])"), ElementsAre(2));
  EXPECT_EQ(runs.change().boundary.added.size(), 3U);
}

TEST(IncrementalCursor, HashesOfTheTableStayThereAndOnlyNewOnesAreTold) {
  Runs runs(spec_of_u());
  runs.spec().key = DedupKey{.columns = {"id"}, .is_one_text = true};
  auto stored = std::make_shared<state::BoundarySet>();
  stored->insert(*state::BoundaryHash::from_text("669czW83KR00ut4bv/U5"));
  runs.state().stored_boundaries["u"] = stored;
  runs.state().before = *json::parse_value(
      R"({"incremental":{"u":{"last_value":20,"unique_hashes":["_decant_boundary/000000000000001"]}}})");
  ASSERT_TRUE(runs.begin());
  EXPECT_THAT(runs.page(R"([{"id":1,"u":20},{"id":3,"u":20},{"id":3,"u":20}])"), ElementsAre(1, 2));
  EXPECT_FALSE(runs.change().boundary.resets);
  EXPECT_EQ(runs.change().boundary.added.size(), 1U);
  EXPECT_THAT(runs.page(R"([{"id":1,"u":21},{"id":1,"u":20}])"), ElementsAre(0));
  EXPECT_TRUE(runs.change().boundary.resets);
  EXPECT_EQ(runs.change().boundary.added.size(), 1U);
}

TEST(IncrementalCursor, GoesOnBehindTheLastDecidedPage) {
  const std::string first = R"([{"id":1,"u":12},{"id":2,"u":15}])";
  const std::string second = R"([{"id":3,"u":15},{"id":4,"u":14},{"id":5,"u":9}])";
  Runs whole(spec_of_u());
  ASSERT_TRUE(whole.begin());
  whole.page(first);
  const auto kept = whole.page(second);

  Runs cut(spec_of_u());
  ASSERT_TRUE(cut.begin());
  cut.page(first);
  cut.state().decided = cut.change();
  ASSERT_TRUE(cut.begin());
  EXPECT_EQ(json::write(cut.cursor().start_value()), "10");
  EXPECT_EQ(json::write(*cut.cursor().last_value()), "15");
  EXPECT_EQ(cut.page(second), kept);
  state::StateChange joined = cut.state().decided;
  joined.append(cut.change());
  EXPECT_EQ(json::write(joined.state), json::write(whole.change().state));
  EXPECT_EQ(joined.boundary, whole.change().boundary);
}

TEST(IncrementalCursor, PathsAndPlainNames) {
  Runs runs(spec_of_u());
  runs.spec().field.reset();
  runs.spec().cursor_path = "data.attrs[0].ts";
  runs.spec().path = *json::Path::compile("data.attrs[0].ts");
  runs.spec().initial_value = CursorValue::from_json(5);
  ASSERT_TRUE(runs.begin());
  EXPECT_THAT(runs.page(R"([{"data":{"attrs":[{"ts":4}]}},{"data":{"attrs":[{"ts":6},{"ts":1}]}}])"), ElementsAre(1));
  runs.end();
  EXPECT_EQ(runs.change().boundary.added[0].text(), "Pi5E4pm78L5BSoMeWjI6");
  EXPECT_TRUE(runs.state().before.find("incremental")->find("data.attrs[0].ts") != nullptr);
}

TEST(IncrementalCursor, TakesItsBoundsFromOutside) {
  Runs runs(spec_of_u());
  runs.spec().joins_scheduler = true;
  EXPECT_EQ(runs.begin().error().kind, ErrorKind::config);
  runs.spec().interval = Interval{.start = 1704067200 * kMicrosPerSecond, .end = 1704153600 * kMicrosPerSecond};
  ASSERT_TRUE(runs.begin());
  EXPECT_EQ(json::write(runs.cursor().initial_value()), "1704067200");
  EXPECT_EQ(json::write(runs.cursor().end_value()), "1704153600");
  EXPECT_THAT(runs.page(R"([{"u":1704067199},{"u":1704067200},{"u":1704153599},{"u":1704153600}])"), ElementsAre(1, 2));
  EXPECT_TRUE(runs.change().state.is_null());
  runs.spec().initial_value = CursorValue::from_json(1704067300.5);
  runs.spec().end_value = CursorValue::from_json(1704067400.0);
  ASSERT_TRUE(runs.begin());
  EXPECT_EQ(json::write(runs.cursor().initial_value()), "1704067300.5");
  EXPECT_EQ(json::write(runs.cursor().end_value()), "1704067400.0");
  runs.spec().initial_value = CursorValue::from_json("2024-01-01");
  runs.spec().end_value = {};
  EXPECT_EQ(runs.begin().error().kind, ErrorKind::config);
}

TEST(IncrementalCursor, PlaceholdersMayNameEveryOption) {
  Runs runs(spec_of_u());
  runs.spec().options["lag"] = nullptr;
  ASSERT_TRUE(runs.begin());
  EXPECT_EQ(json::write(**runs.cursor().attribute("start_value")), "10");
  EXPECT_TRUE((*runs.cursor().attribute("end_value"))->is_null());
  EXPECT_TRUE((*runs.cursor().attribute("lag"))->is_null());
  EXPECT_FALSE(runs.cursor().attribute("nothing")->has_value());
}

TEST(IncrementalCursor, AValueFromElsewhereIsJudgedWithTheRecordsKey) {
  Runs runs(spec_of_u());
  runs.spec().cursor_path = "modification_date";
  runs.spec().initial_value = {};
  runs.spec().key = DedupKey{.columns = {"file_url"}, .is_one_text = true};
  ASSERT_TRUE(runs.begin());
  auto file = json::Parser().parse(R"({"file_url":"a"})");
  ASSERT_TRUE(file);
  EXPECT_TRUE(*runs.cursor().judge(CursorView::of_timestamp(5), file->root()));
  state::Page page;
  ASSERT_TRUE(runs.cursor().end_page(page));
  runs.state().before = page.change.state;
  runs.state().before["incremental"]["modification_date"]["unique_hashes"] =
      state::unique_hashes_of(page.change.boundary.added);
  EXPECT_THAT(runs.entry(), HasSubstr("\xEF\x80\xA7"
                                      "1970-01-01T00:00:00.000005+00:00"));
  ASSERT_TRUE(runs.begin());
  EXPECT_FALSE(*runs.cursor().judge(CursorView::of_timestamp(5), file->root()));
  EXPECT_TRUE(*runs.cursor().judge(CursorView::of_timestamp(6), file->root()));
}

}  // namespace

}  // namespace decant::source
