#include "pipeline/slicing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/pipeline_test.h"
#include "state/state_text.h"

namespace decant::pipeline {
namespace {

using test::FakeDestination;
using test::FakeSource;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class SlicingTest : public test::PipelineTest {
 protected:
  SlicingTest() { options_.package_size.bytes = 1; }

  /// Newest values that the states of all loads name, -1 for a state that names none.
  static std::vector<std::int64_t> last_values(const FakeDestination& destination) {
    std::vector<std::int64_t> values;
    for (const auto& text : destination.states) {
      const json::Value document = state::decode_state_text(text).value();
      const json::Value* at = document.find("sources");
      for (const auto* key : {"fake", "resources", "orders", "incremental", "id", "last_value"}) {
        if (at != nullptr) at = at->find(key);
      }
      values.push_back(at == nullptr ? -1 : at->as_integer());
    }
    return values;
  }
  std::map<std::string, std::multiset<std::string>> in_one_package(FakeSource& source) {
    FakeDestination whole;
    auto options = options_;
    options.package_size = {};
    options.pipelines_dir /= "whole";
    EXPECT_TRUE(pipeline::run(source, whole, options, cancel_));
    return whole.all();
  }
};

TEST_F(SlicingTest, EachPackageBringsTheStateBehindItsLastPage) {
  FakeSource source;
  source.add("orders").pages = 20;
  source.object_to_restart("");
  FakeDestination destination;
  const auto report = run(source, destination);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_GE(destination.loads.size(), 2U);
  EXPECT_EQ(report->packages.size(), destination.loads.size());
  EXPECT_EQ(destination.all(), in_one_package(source));
  const auto values = last_values(destination);
  EXPECT_TRUE(std::is_sorted(values.begin(), values.end()));
  EXPECT_GE(values.front(), 0);
  EXPECT_EQ(values.back(), 19);
  const auto packages = store().list().value();
  ASSERT_THAT(packages, SizeIs(destination.loads.size()));  // all of the one run that is kept
  EXPECT_EQ(packages[1].manifest->slice, 1);
  EXPECT_EQ(packages[1].manifest->run, packages[0].load_id);
}

TEST_F(SlicingTest, ARunThatStartsAfreshBehindPublishedPackagesBringsNoRowTwice) {
  FakeSource source;
  auto& plan = source.add("orders");
  plan.pages = 40;
  plan.fail_at = plan.wait_at = 30;
  plan.follows_state = true;
  source.object_to_restart("");
  FakeDestination destination;
  plan.is_time = [&] { return destination.published > 0; };
  ASSERT_FALSE(run(source, destination));
  ASSERT_FALSE(destination.loads.empty());
  source.plan("orders").fail_at.reset();
  const auto report = run(source, destination);
  ASSERT_TRUE(report) << to_string(report.error());
  FakeSource undisturbed;
  undisturbed.add("orders").pages = 40;
  EXPECT_EQ(destination.all(), in_one_package(undisturbed));
}

TEST_F(SlicingTest, AMergeThatCouldNotBeginAnywhereBringsItsStateAtTheEnd) {
  FakeSource source;
  source.add("orders", "", "merge").pages = 20;
  source.hints().primary_key = {"id"};
  source.hints().properties["x-stage-data-deduplicated"] = true;
  FakeDestination destination;
  const auto report = run(source, destination);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_GE(destination.loads.size(), 2U);
  EXPECT_EQ(destination.all(), in_one_package(source));
  EXPECT_THAT(last_values(destination), ElementsAre(-1, 19));
}

TEST_F(SlicingTest, WhereItMayNotBeItIsOnePackageAndANoteSaysWhy) {
  const auto note_for = [&](const char* disposition, auto change) {
    FakeSource source;
    source.add("orders", "", disposition);
    source.hints().primary_key = {"id"};
    source.hints().properties["x-stage-data-deduplicated"] = true;
    change(source.hints());
    FakeDestination destination;
    options_.pipelines_dir = folder_ / random_hex(4);
    const auto report = run(source, destination);
    EXPECT_TRUE(report && destination.loads.size() == 1);
    return report && !report->notes.empty() ? report->notes[0].message : std::string("none");
  };
  const auto nothing = [](schema::ResourceHints&) {};
  EXPECT_THAT(note_for("append", nothing), HasSubstr("one package: resource orders: no order"));
  EXPECT_THAT(note_for("replace", nothing), HasSubstr("its write disposition is replace"));
  EXPECT_THAT(note_for("merge", [](auto& hints) { hints.primary_key.clear(); }), HasSubstr("no primary key"));
  EXPECT_THAT(note_for("merge", [](auto& hints) { hints.merge_key = {"id"}; }), HasSubstr("merge key"));
  EXPECT_THAT(note_for("merge", [](auto& hints) { hints.properties["x-merge-strategy"] = "scd2"; }), HasSubstr("scd2"));
  EXPECT_THAT(note_for("merge", [](auto& hints) { hints.properties["x-stage-data-deduplicated"] = false; }),
              HasSubstr("deduplicated"));
  for (const auto* hint : {"dedup_sort", "hard_delete"}) {
    EXPECT_THAT(note_for("merge",
                         [&](auto& hints) {
                           schema::Column column;
                           column.name = "of";
                           column.other[hint] =
                               std::string_view(hint) == "dedup_sort" ? json::Value("asc") : json::Value(true);
                           hints.columns.push_back(column);
                         }),
                HasSubstr(hint));
  }
}

TEST_F(SlicingTest, ABoundaryThatOutgrowsTheStateHasTheHashesOfEarlierPackages) {
  FakeSource source;
  auto& plan = source.add("orders");
  plan.pages = 3;
  plan.boundary = 150;
  source.object_to_restart("");
  FakeDestination destination;
  const auto report = run(source, destination);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_THAT(destination.loads, SizeIs(2));
  EXPECT_THAT(destination.boundaries["orders/id"], SizeIs(450));
}

TEST_F(SlicingTest, APackageThatIsRefusedWaitsForTheNextRun) {
  FakeSource source;
  auto& plan = source.add("orders");
  plan.pages = 20;
  plan.follows_state = true;
  source.object_to_restart("");
  FakeDestination destination;
  destination.refuse =
      Error{.kind = ErrorKind::destination, .message = "gone", .hint = {}, .details = {}, .context = {}};
  ASSERT_FALSE(run(source, destination));
  ASSERT_TRUE(run(source, destination));
  FakeSource undisturbed;
  undisturbed.add("orders").pages = 20;
  EXPECT_EQ(destination.all(), in_one_package(undisturbed));
}

}  // namespace
}  // namespace decant::pipeline
