#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "core/hash.h"
#include "json/write.h"
#include "package/package_store.h"
#include "pipeline/pipeline.h"
#include "pipeline/pipeline_test.h"
#include "pipeline/working_folder.h"
#include "state/state_text.h"

namespace decant::pipeline {
namespace {

using test::FakeDestination;
using test::FakeSource;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// A resource `p` whose pages add hashes to the boundary of `id`.
class BoundaryTest : public testing::Test {
 protected:
  BoundaryTest() : folder_(std::filesystem::temp_directory_path() / ("decant-boundary-" + random_hex(8))) {
    options_.name = "shop";
    options_.pipelines_dir = folder_;
    source_.add("p");
    source_.plan("p").records = 1;
  }
  ~BoundaryTest() override {
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
  }

  Result<RunReport> run(int pages, int hashes, int first_hash, bool resets = false) {
    auto& plan = source_.plan("p");
    plan.pages = static_cast<std::uint64_t>(pages);
    plan.boundary = hashes;
    plan.first_hash = first_hash;
    plan.resets = resets;
    return pipeline::run(source_, destination_, options_, cancel_);
  }

  /// The list `unique_hashes` of the dataset's newest state.
  std::string hashes() const {
    const auto document = state::decode_state_text(destination_.state->state);
    const json::Value* found = document->find("sources");
    for (const char* key : {"fake", "resources", "p", "incremental", "id", "unique_hashes"}) {
      if (found != nullptr) found = found->find(key);
    }
    return found == nullptr ? "none" : json::write(*found);
  }
  std::vector<state::BoundaryHash>& table() { return destination_.boundaries["p/id"]; }
  static std::string mark(std::size_t count) { return json::write(state::unique_hashes_in_table(count)); }

  std::filesystem::path folder_;
  PipelineOptions options_;
  CancelToken cancel_;
  FakeSource source_;
  FakeDestination destination_;
};

TEST_F(BoundaryTest, UpTo200HashesStandInTheState) {
  ASSERT_TRUE(run(2, 100, 0));
  EXPECT_THAT(hashes(), HasSubstr(test::hash(199).text()));
  EXPECT_THAT(table(), IsEmpty());
}

TEST_F(BoundaryTest, MoreOfThemStandInTheTableAndTheRunSaysSo) {
  const auto report = run(3, 67, 0);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_EQ(hashes(), mark(201));
  EXPECT_THAT(table(), SizeIs(201));
  EXPECT_THAT(json::write(report->to_json()), HasSubstr("_decant_boundary"));
}

TEST_F(BoundaryTest, ALaterRunAddsToTheTableAndTheStateChangesWithIt) {
  ASSERT_TRUE(run(3, 100, 0));
  const auto version = destination_.state->version;
  ASSERT_TRUE(run(2, 10, 1000));
  EXPECT_EQ(hashes(), mark(320));
  EXPECT_THAT(table(), SizeIs(320));
  EXPECT_GT(destination_.state->version, version);
}

TEST_F(BoundaryTest, ASmallBoundaryLeavesTheTable) {
  ASSERT_TRUE(run(3, 100, 0));
  ASSERT_TRUE(run(1, 5, 1000, true));
  EXPECT_THAT(hashes(), HasSubstr(test::hash(1004).text()));
  EXPECT_THAT(table(), IsEmpty());
}

TEST_F(BoundaryTest, AnotherLargeBoundaryTakesItsPlace) {
  ASSERT_TRUE(run(3, 100, 0));
  ASSERT_TRUE(run(3, 70, 1000, true));
  EXPECT_EQ(hashes(), mark(210));
  ASSERT_THAT(table(), SizeIs(210));
  EXPECT_EQ(table().front(), test::hash(1000));
}

TEST_F(BoundaryTest, AnInterruptedExtractGoesOnWithWhatItHas) {
  source_.plan("p").fail_at = 2;
  ASSERT_FALSE(run(4, 60, 0));
  EXPECT_FALSE(destination_.state);
  source_.plan("p").fail_at.reset();
  ASSERT_TRUE(run(4, 60, 0));
  EXPECT_EQ(hashes(), mark(240));
  EXPECT_THAT(table(), SizeIs(240));
}

TEST_F(BoundaryTest, ASealedPackageBringsItsHashes) {
  destination_.refuse = fail(ErrorKind::destination, "no connection").error();
  ASSERT_FALSE(run(3, 100, 0));
  ASSERT_TRUE(run(1, 1, 1000));
  EXPECT_EQ(hashes(), mark(301));
  EXPECT_THAT(table(), SizeIs(301));
}

TEST_F(BoundaryTest, AReplayBringsTheHashesOfItsPackage) {
  const auto report = run(3, 100, 0);
  ASSERT_TRUE(report);
  FakeDestination other;
  const auto load_id = report->packages.front().load_id;
  ASSERT_TRUE(replay(folder_ / "shop" / "decant" / "packages" / load_id, other, options_, cancel_));
  EXPECT_EQ(other.boundaries["p/id"], table());
  EXPECT_EQ(other.state->state, destination_.state->state);
}

TEST_F(BoundaryTest, HashesThatAreLostAreNoted) {
  ASSERT_TRUE(run(3, 100, 0));
  destination_.boundaries.clear();
  const auto report = run(1, 1, 1000);
  ASSERT_TRUE(report);
  EXPECT_THAT(json::write(report->to_json()), HasSubstr("has lost the hashes"));
}

TEST_F(BoundaryTest, AResourceThatReplacesItsTableStartsWithoutItsState) {
  FakeSource source;
  source.add("p", "p", "replace").boundary = 101;
  ASSERT_TRUE(pipeline::run(source, destination_, options_, cancel_));
  EXPECT_EQ(hashes(), mark(303));
  source.plan("p").boundary = 1;
  ASSERT_TRUE(pipeline::run(source, destination_, options_, cancel_));
  EXPECT_TRUE(source.state_at_start("p").is_null());
  EXPECT_THAT(hashes(), HasSubstr(test::hash(2).text()));
  EXPECT_THAT(table(), IsEmpty());
}

}  // namespace
}  // namespace decant::pipeline
