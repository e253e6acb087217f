#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/hash.h"
#include "package/package_store.h"
#include "pipeline/pipeline.h"
#include "pipeline/pipeline_test.h"
#include "pipeline/provenance_file.h"
#include "pipeline/working_folder.h"

namespace decant::pipeline {
namespace {

using test::FakeDestination;
using test::FakeSource;
using testing::ElementsAre;
using testing::HasSubstr;

class PipelineProvenanceTest : public testing::Test {
 protected:
  PipelineProvenanceTest() {
    options_.name = "shop";
    options_.pipelines_dir = folder_;
    options_.keep_packages = 5;
    source_.add("orders");
  }
  ~PipelineProvenanceTest() override {
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
  }

  Result<RunReport> run() { return pipeline::run(source_, destination_, options_, cancel_); }
  std::filesystem::path file() const {
    return WorkingFolder::at(folder_, "shop").value().provenance_file("fake", destination_);
  }
  package::PackageStore store() const { return package::PackageStore(folder_ / "shop" / "decant" / "packages"); }
  schema::Provenance known() const {
    auto read = read_provenance_file(file());
    EXPECT_TRUE(read) << to_string(read.error());
    return read && *read ? **read : schema::Provenance();
  }
  std::string load_id(std::size_t number) const { return store().list().value().at(number).load_id; }

  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("decant-provenance-" + random_hex(8));
  PipelineOptions options_;
  CancelToken cancel_;
  FakeSource source_;
  FakeDestination destination_;
};

TEST_F(PipelineProvenanceTest, ARefreshForgetsTheTablesThatItDrops) {
  ASSERT_TRUE(run());
  const std::string first = known().find("orders", "id")->first_load;
  ASSERT_TRUE(run());
  EXPECT_EQ(known().find("orders", "id")->first_load, first);
  options_.refresh = Refresh::drop_resources;
  ASSERT_TRUE(run());
  EXPECT_GT(known().find("orders", "id")->first_load, first);
}

TEST_F(PipelineProvenanceTest, EachLoadWidensWhatTheWorkingFolderKnows) {
  ASSERT_TRUE(run());
  source_.add("customers");
  ASSERT_TRUE(run());
  const auto provenance = known();
  const auto* id = provenance.find("orders", "id");
  ASSERT_NE(id, nullptr);
  EXPECT_THAT(id->paths, ElementsAre("$.id"));
  EXPECT_EQ(id->first_load, load_id(0));
  EXPECT_EQ(id->last_load, load_id(1));
  EXPECT_EQ(provenance.find("customers", "id")->first_load, load_id(1));
  EXPECT_THAT(provenance.find("orders__items", "n")->paths, ElementsAre("$.items[*].n"));
  EXPECT_TRUE(destination_.provenance.empty());
}

TEST_F(PipelineProvenanceTest, TheDatasetHoldsItIfItIsToAndANewMachineLearnsItThere) {
  options_.keeps_provenance = true;
  ASSERT_TRUE(run());
  const auto first = load_id(0);
  EXPECT_EQ(destination_.provenance, known());
  std::filesystem::remove_all(folder_ / "shop");
  ASSERT_TRUE(run());
  EXPECT_EQ(known().find("orders", "id")->first_load, first);
  EXPECT_EQ(known().find("orders", "id")->last_load, load_id(0));
  EXPECT_EQ(destination_.provenance, known());
}

TEST_F(PipelineProvenanceTest, AMachineWithoutTheSettingLearnsItToo) {
  options_.keeps_provenance = true;
  ASSERT_TRUE(run());
  const auto first = load_id(0);
  std::filesystem::remove_all(folder_ / "shop");
  options_.keeps_provenance = false;
  ASSERT_TRUE(run());
  EXPECT_EQ(known().find("orders", "id")->first_load, first);
}

TEST_F(PipelineProvenanceTest, ALoadWhoseAnswerWasLostIsTakenOverByTheNextRun) {
  destination_.lose_answer = true;
  ASSERT_FALSE(run());
  EXPECT_FALSE(std::filesystem::exists(file()));
  source_.plan("orders").pages = 0;
  source_.add("customers");
  ASSERT_TRUE(run());
  EXPECT_EQ(known().find("orders", "id")->first_load, load_id(0));
  EXPECT_EQ(known().find("orders", "id")->last_load, load_id(0));
  EXPECT_EQ(known().find("customers", "id")->first_load, load_id(1));
}

TEST_F(PipelineProvenanceTest, ASealedPackageThatIsLoadedLaterIsTheFirstLoad) {
  destination_.refuse = fail(ErrorKind::destination, "locked").error();
  ASSERT_FALSE(run());
  EXPECT_FALSE(std::filesystem::exists(file()));
  ASSERT_TRUE(run());
  EXPECT_EQ(known().find("orders", "id")->first_load, load_id(0));
  EXPECT_EQ(known().find("orders", "id")->last_load, load_id(1));
}

TEST_F(PipelineProvenanceTest, AReplayLeavesTheWorkingFolderAloneAndFillsTheOtherDataset) {
  options_.keeps_provenance = true;
  ASSERT_TRUE(run());
  const auto before = known();
  options_.keeps_provenance = false;
  const auto package = store().folder() / load_id(0);
  ASSERT_TRUE(replay(package, destination_, options_, cancel_));
  FakeDestination other;
  ASSERT_TRUE(replay(package, other, options_, cancel_));
  EXPECT_EQ(known(), before);
  EXPECT_EQ(other.provenance, before);
}

TEST_F(PipelineProvenanceTest, AVanishedDatasetTakesItAlong) {
  ASSERT_TRUE(run());
  destination_.clear();
  ASSERT_TRUE(run());
  EXPECT_EQ(known().find("orders", "id")->first_load, load_id(1));
}

TEST_F(PipelineProvenanceTest, ADamagedFileBeginsAnewAndTheRunSaysSo) {
  ASSERT_TRUE(run());
  std::ofstream(file()) << "{";
  const auto report = run();
  ASSERT_TRUE(report) << to_string(report.error());
  ASSERT_FALSE(report->notes.empty());
  EXPECT_THAT(report->notes.front().message, HasSubstr("is lost"));
  EXPECT_EQ(known().find("orders", "id")->first_load, load_id(1));
}

TEST_F(PipelineProvenanceTest, WhatIsSkippedIsNotLoaded) {
  source_.add("skipped", {}, "skip");
  ASSERT_TRUE(run());
  EXPECT_EQ(known().find("skipped", "id"), nullptr);
  EXPECT_NE(known().find("orders", "id"), nullptr);
}

}  // namespace
}  // namespace decant::pipeline
