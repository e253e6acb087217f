#include "pipeline/known_dataset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "json/write.h"
#include "pipeline/pipeline_test.h"

namespace decant::pipeline {
namespace {

using test::FakeDestination;
using test::FakeSource;
using testing::SizeIs;

class KnownDatasetTest : public test::PipelineTest {
 protected:
  KnownDatasetTest() { source_.add("orders"); }

  static std::string text_of(const destination::DatasetInfo& dataset) {
    std::string text = dataset.exists ? "there" : "not there";
    if (dataset.state) {
      const auto& state = *dataset.state;
      text += " " + std::to_string(state.version) + " " + std::to_string(state.engine_version) + " " +
              state.pipeline_name + " " + state.state + " " + std::to_string(state.created_at) + " " +
              state.version_hash;
    }
    for (const auto& schema : dataset.schemas) text += " " + json::write(schema);
    return text;
  }
  [[nodiscard]] std::string known() { return text_of(KnownDataset(folder(), "shop", destination_).inspect().value()); }
  [[nodiscard]] std::string asked() { return text_of(destination_.inspect("shop").value()); }

  FakeSource source_;
  FakeDestination destination_;
};

TEST_F(KnownDatasetTest, WhatACommitLeftIsKnownWithoutAsking) {
  ASSERT_TRUE(run(source_, destination_));
  FakeSource other("other");
  other.add("products");
  ASSERT_TRUE(run(other, destination_));
  EXPECT_EQ(destination_.inspected, 1);
  const std::string remembered = known();
  EXPECT_EQ(destination_.inspected, 1);
  EXPECT_EQ(remembered, asked());
  EXPECT_THAT(destination_.inspect("shop")->schemas, SizeIs(2));
}

TEST_F(KnownDatasetTest, ARunThatFindsNothingDoesNotAsk) {
  source_.plan("orders").follows_state = true;
  ASSERT_TRUE(run(source_, destination_));
  ASSERT_TRUE(run(source_, destination_));
  EXPECT_EQ(destination_.published, 1);
  EXPECT_EQ(destination_.inspected, 1);
}

TEST_F(KnownDatasetTest, WhatOthersWroteIsAskedFor) {
  ASSERT_TRUE(run(source_, destination_));
  destination_.state->version = 7;
  EXPECT_EQ(known(), asked());
  EXPECT_EQ(destination_.inspected, 3);
}

TEST_F(KnownDatasetTest, ACommitWhoseAnswerWasLostIsAskedFor) {
  ASSERT_TRUE(run(source_, destination_));
  source_.plan("orders").pages = 5;
  destination_.lose_answer = true;
  ASSERT_FALSE(run(source_, destination_));
  EXPECT_EQ(known(), asked());
  EXPECT_EQ(destination_.inspected, 3);
}

TEST_F(KnownDatasetTest, AFileThatCannotBeReadCountsAsNone) {
  ASSERT_TRUE(run(source_, destination_));
  const std::string whole = read_file(folder().dataset_file()).value();
  std::string other_end = whole;
  other_end.replace(whole.find("\"version\":1"), 11, "\"version\":2");
  const std::vector<std::string> contents{
      "",       "{\"mark\":", "[]", "{}", "\xff", std::string(whole.size(), '\0'), whole.substr(0, whole.size() / 2),
      other_end};
  for (const auto& content : contents) {
    std::ofstream(folder().dataset_file()) << content;
    destination_.inspected = 0;
    EXPECT_EQ(known(), asked());
    EXPECT_EQ(destination_.inspected, 2) << content;
  }
}

TEST_F(KnownDatasetTest, WhatIsOfSomethingElseIsNotTaken) {
  destination_.fixed_mark = "always the same";
  ASSERT_TRUE(run(source_, destination_));
  EXPECT_TRUE(KnownDataset(folder(), "shop", destination_).inspect());
  EXPECT_EQ(destination_.inspected, 1);
  EXPECT_TRUE(KnownDataset(folder(), "another pipeline", destination_).inspect());
  EXPECT_EQ(destination_.inspected, 2);
  FakeDestination other("other_data");
  other.fixed_mark = destination_.fixed_mark;
  EXPECT_TRUE(KnownDataset(folder(), "shop", other).inspect());
  EXPECT_EQ(other.inspected, 1);
}

TEST_F(KnownDatasetTest, WithoutAMarkNothingIsRemembered) {
  destination_.has_mark = false;
  ASSERT_TRUE(run(source_, destination_));
  ASSERT_TRUE(run(source_, destination_));
  EXPECT_EQ(destination_.inspected, 2);
  EXPECT_FALSE(std::filesystem::exists(folder().dataset_file()));
}

}  // namespace
}  // namespace decant::pipeline
