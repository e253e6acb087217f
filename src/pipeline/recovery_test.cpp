#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "package/package_store.h"
#include "pipeline/pipeline.h"
#include "pipeline/pipeline_test.h"
#include "pipeline/working_folder.h"

namespace decant::pipeline {
namespace {

// Runs that do not come to their end, and what the next one makes of what they left.

using test::FakeDestination;
using test::FakeSource;
using test::PipelineTest;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST_F(PipelineTest, AFailedSourceLeavesThePackageAndTheNextRunAsksNoPageAgain) {
  FakeSource source;
  source.add("orders").fail_at = 2;
  source.add("customers");
  FakeDestination destination;
  const auto failed = run(source, destination);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::network);
  EXPECT_THAT(destination.loads, IsEmpty());
  EXPECT_THAT(source.asked(), ElementsAre("orders/0", "orders/1"));
  const auto left = store().newest().value();
  ASSERT_TRUE(left && left->is(package::PackageState::extracting));

  source.plan("orders").fail_at.reset();
  const auto report = run(source, destination);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_TRUE(report->resumed);
  EXPECT_EQ(report->packages[0].load_id, left->load_id);
  EXPECT_EQ(report->resources[0].pages, 3U);
  EXPECT_THAT(source.asked(), ElementsAre("customers/0", "customers/1", "customers/2", "orders/2"));

  FakeSource other;
  other.add("orders");
  other.add("customers");
  FakeDestination whole;
  options_.pipelines_dir /= "other";
  ASSERT_TRUE(run(other, whole));
  EXPECT_EQ(destination.all(), whole.all());
}

TEST_F(PipelineTest, AnExtractWithOtherRequestsStartsAgainAndSaysSo) {
  FakeSource source;
  source.add("orders").fail_at = 2;
  FakeDestination destination;
  ASSERT_FALSE(run(source, destination));
  source.asked();
  source.plan("orders").fail_at.reset();
  source.set_fingerprint("two");
  const auto report = run(source, destination);
  ASSERT_TRUE(report);
  EXPECT_FALSE(report->resumed);
  EXPECT_THAT(source.asked(), SizeIs(3));
  ASSERT_THAT(report->notes, SizeIs(1));
  EXPECT_THAT(report->notes[0].message, HasSubstr("is dropped"));
}

TEST_F(PipelineTest, NothingStaysOfAnExtractThatRecordedNothing) {
  FakeSource source;
  source.add("orders").fail_at = 0;
  FakeDestination destination;
  ASSERT_FALSE(run(source, destination));
  EXPECT_FALSE(store().newest().value());
}

TEST_F(PipelineTest, ASealedPackageIsLoadedFirstAndTheExtractGoesOn) {
  FakeSource source;
  source.add("orders");
  FakeDestination destination;
  destination.refuse =
      Error{.kind = ErrorKind::destination, .message = "disk full", .hint = {}, .details = {}, .context = {}};
  ASSERT_FALSE(run(source, destination));
  EXPECT_THAT(destination.loads, IsEmpty());
  source.plan("orders").pages = 4;
  const auto report = run(source, destination);
  ASSERT_TRUE(report) << to_string(report.error());
  ASSERT_THAT(report->packages, SizeIs(2));
  EXPECT_EQ(destination.loads.begin()->second.at("orders").size(), 12U);
  EXPECT_EQ(destination.loads.rbegin()->second.at("orders").size(), 16U);
  EXPECT_EQ(folder().read_state().value()->version(), 2);
}

/// With a destination that can be reached, and with one that is asked again.
TEST_F(PipelineTest, APackageThatCannotBeSealedIsNotLoaded) {
  for (const bool is_reached : {true, false}) {
    FakeSource source;
    auto& plan = source.add("orders");
    plan.wait_at = 2;
    std::filesystem::path obstacle;
    plan.is_time = [&] {
      obstacle = store().newest().value()->folder / "manifest.json.tmp";
      return std::filesystem::create_directory(obstacle);
    };
    FakeDestination destination;
    if (!is_reached) destination.refuse = fail(ErrorKind::network, "no connection").error();
    const auto failed = run(source, destination);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, ErrorKind::io);
    EXPECT_THAT(failed.error().message, HasSubstr("manifest.json.tmp"));
    EXPECT_THAT(destination.loads, IsEmpty());
    ASSERT_TRUE(std::filesystem::remove(obstacle));
    plan.wait_at.reset();
    const auto report = run(source, destination);
    ASSERT_TRUE(report) << to_string(report.error());
    EXPECT_TRUE(report->resumed);
    EXPECT_THAT(destination.loads, SizeIs(1));
    std::filesystem::remove_all(folder_);
  }
}

TEST_F(PipelineTest, ALoadWhoseAnswerWasLostIsNotLoadedTwice) {
  FakeSource source;
  source.add("orders");
  FakeDestination destination;
  destination.lose_answer = true;
  ASSERT_FALSE(run(source, destination));
  const auto report = run(source, destination);
  ASSERT_TRUE(report) << to_string(report.error());
  ASSERT_THAT(report->packages, SizeIs(2));
  EXPECT_TRUE(report->packages[0].already_loaded);
  EXPECT_THAT(destination.loads, SizeIs(2));
  EXPECT_EQ(source.state_at_start("orders").find("incremental")->find("id")->integer_or("last_value", -1), 2);
}

TEST_F(PipelineTest, AConnectionThatIsLostForAMomentCostsNoRun) {
  FakeSource source;
  source.add("orders");
  FakeDestination destination;
  destination.refuse = fail(ErrorKind::network, "no connection").error();
  const auto report = run(source, destination);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_THAT(report->packages, SizeIs(1));
  EXPECT_THAT(report->notes,
              testing::Contains(testing::Field(&Note::message, HasSubstr("is loaded again: no connection"))));
  EXPECT_THAT(report->tables, ElementsAre(testing::Pair("orders", 12), testing::Pair("orders__items", 24),
                                          testing::Pair("_dlt_pipeline_state", 1)));
  EXPECT_EQ(destination.loads.begin()->second.at("orders").size(), 12U);
}

TEST_F(PipelineTest, ACommitWhoseAnswerWasLostForAMomentCostsNoRun) {
  FakeSource source;
  source.add("orders");
  FakeDestination destination;
  destination.lose_answer = true;
  destination.lost_as = ErrorKind::network;
  const auto report = run(source, destination);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_THAT(destination.loads, SizeIs(1));
  ASSERT_THAT(report->packages, SizeIs(1));
  EXPECT_TRUE(report->packages[0].already_loaded);
}

TEST_F(PipelineTest, ACancellationEndsTheRunAndKeepsThePackage) {
  FakeSource source;
  source.add("orders").endless = true;
  FakeDestination destination;
  std::thread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    cancel_.cancel();
  });
  const auto started = std::chrono::steady_clock::now();
  const auto report = run(source, destination);
  canceller.join();
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, ErrorKind::cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::milliseconds(1150));
  EXPECT_TRUE(store().newest().value()->is(package::PackageState::extracting));
  EXPECT_THAT(destination.loads, IsEmpty());
}

}  // namespace
}  // namespace decant::pipeline
