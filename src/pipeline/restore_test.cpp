#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/pipeline_test.h"
#include "state/state_text.h"

namespace decant::pipeline {
namespace {

using test::FakeDestination;
using test::FakeSource;
using testing::HasSubstr;
using testing::SizeIs;

class RestoreTest : public test::PipelineTest {
 protected:
  void move_to_another_machine() { options_.pipelines_dir /= "elsewhere"; }
  WorkingFolder present_folder() const { return WorkingFolder::at(options_.pipelines_dir, "shop").value(); }
  static std::int64_t last_value(FakeSource& source) {
    const auto state = source.state_at_start("orders");
    const json::Value* found = state.find("incremental");
    return found == nullptr ? -1 : found->find("id")->integer_or("last_value", -1);
  }
};

TEST_F(RestoreTest, AVanishedDatasetIsMadeAgainFromTheStart) {
  FakeSource source;
  source.add("orders");
  FakeDestination destination;
  ASSERT_TRUE(run(source, destination));
  destination.clear();
  const auto report = run(source, destination);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_TRUE(source.state_at_start("orders").is_null());
  EXPECT_EQ(destination.all()["orders"].size(), 12U);
  EXPECT_THAT(report->notes[0].message, HasSubstr("starts afresh"));
}

TEST_F(RestoreTest, AnEmptyFolderTakesStateAndSchemaFromTheDataset) {
  FakeSource source;
  source.add("orders");
  FakeDestination destination;
  ASSERT_TRUE(run(source, destination));
  options_.pipelines_dir /= "elsewhere";
  ASSERT_TRUE(run(source, destination));
  EXPECT_EQ(source.state_at_start("orders").find("incremental")->find("id")->integer_or("last_value", -1), 2);
  EXPECT_THAT(destination.loads, SizeIs(2));
  EXPECT_EQ(destination.state->version, 1);
}

TEST_F(RestoreTest, AFolderThatFellBehindTakesTheSchemaWithTheState) {
  FakeSource source;
  source.add("orders");
  FakeDestination destination;
  ASSERT_TRUE(run(source, destination));
  // What this folder knows of the schema alone, in a version that is higher than the dataset's.
  auto local = folder().read_schema("fake");
  ASSERT_TRUE(local && *local);
  for (const char* table : {"mine", "mine_too", "mine_as_well"}) {
    (*local)->add(schema::Table(table));
    (*local)->bump_version();
  }
  FileBatch files;
  ASSERT_TRUE(folder().write_schema(**local, files));
  ASSERT_TRUE(files.commit());
  options_.pipelines_dir /= "elsewhere";
  source.plan("orders").pages = 5;
  ASSERT_TRUE(run(source, destination));
  options_.pipelines_dir = folder_;
  source.plan("orders").pages = 6;
  ASSERT_TRUE(run(source, destination));
  const auto schema = folder().read_schema("fake");
  ASSERT_TRUE(schema && *schema);
  EXPECT_EQ((*schema)->find("mine"), nullptr);
}

TEST_F(RestoreTest, AVanishedDatasetTakesAllSchemasAlongAlsoBehindAPendingPackage) {
  FakeSource one("one");
  FakeSource two("two");
  one.add("orders");
  two.add("people");
  FakeDestination destination;
  ASSERT_TRUE(run(two, destination));
  auto local = folder().read_schema("two");
  ASSERT_TRUE(local && *local);
  (*local)->add(schema::Table("mine"));
  (*local)->bump_version();
  FileBatch files;
  ASSERT_TRUE(folder().write_schema(**local, files));
  ASSERT_TRUE(files.commit());
  destination.clear();
  destination.refuse = fail(ErrorKind::destination, "locked").error();
  ASSERT_FALSE(run(one, destination));
  ASSERT_TRUE(run(two, destination));
  EXPECT_EQ(destination.published, 3);
  const auto schema = folder().read_schema("two");
  ASSERT_TRUE(schema && *schema);
  EXPECT_EQ((*schema)->find("mine"), nullptr);
}

TEST_F(RestoreTest, AllSchemasOfThePipelineComeWithTheState) {
  FakeSource one("one");
  FakeSource two("two");
  one.add("orders");
  two.add("people");
  FakeDestination destination;
  ASSERT_TRUE(run(one, destination));
  ASSERT_TRUE(run(two, destination));
  move_to_another_machine();
  one.plan("orders").pages = 5;
  ASSERT_TRUE(run(one, destination));
  const auto other = present_folder().read_schema("two");
  ASSERT_TRUE(other && *other);
  EXPECT_NE((*other)->find("people"), nullptr);
  const auto state = present_folder().read_state();
  EXPECT_EQ((*state)->find("default_schema_name")->as_string(), "one");
  EXPECT_THAT((*state)->find("schema_names")->as_array(), SizeIs(2));
}

TEST_F(RestoreTest, ADefaultSchemaThatIsNoneOfThePipelinesIsReplaced) {
  FakeSource source;
  source.add("orders");
  FakeDestination destination;
  ASSERT_TRUE(run(source, destination));
  auto document = state::decode_state_text(destination.state->state).value();
  document["default_schema_name"] = "gone";
  destination.state->state = state::encode_state_text(document).value();
  move_to_another_machine();
  source.plan("orders").pages = 5;
  ASSERT_TRUE(run(source, destination));
  const auto state = present_folder().read_state();
  EXPECT_EQ((*state)->find("default_schema_name")->as_string(), "fake");
}

TEST_F(RestoreTest, WithoutItTheStateIsTheFoldersAlone) {
  options_.restores_state = false;
  FakeSource source;
  source.add("orders");
  FakeDestination destination;
  ASSERT_TRUE(run(source, destination));
  EXPECT_FALSE(destination.state);
  source.plan("orders").pages = 5;
  ASSERT_TRUE(run(source, destination));
  EXPECT_EQ(last_value(source), 2);
  EXPECT_FALSE(destination.state);
  move_to_another_machine();
  ASSERT_TRUE(run(source, destination));
  EXPECT_EQ(last_value(source), -1);
}

TEST_F(RestoreTest, WithoutItAStateOfTheDatasetIsNotTaken) {
  FakeSource source;
  source.add("orders");
  FakeDestination destination;
  ASSERT_TRUE(run(source, destination));
  options_.restores_state = false;
  move_to_another_machine();
  ASSERT_TRUE(run(source, destination));
  EXPECT_EQ(last_value(source), -1);
  EXPECT_EQ(destination.state->version, 1);
}

TEST_F(RestoreTest, WithoutItALoadWhoseAnswerWasLostBringsItsState) {
  options_.restores_state = false;
  FakeSource source;
  source.add("orders");
  FakeDestination destination;
  destination.lose_answer = true;
  ASSERT_FALSE(run(source, destination));
  source.plan("orders").pages = 5;
  ASSERT_TRUE(run(source, destination));
  EXPECT_EQ(last_value(source), 2);
  EXPECT_EQ(destination.all()["orders"].size(), 32U);
}

TEST_F(RestoreTest, WithoutItNewsOfTheStateAloneMakeNoLoad) {
  options_.restores_state = false;
  FakeSource source;
  source.add("orders");
  FakeDestination destination;
  ASSERT_TRUE(run(source, destination));
  source.plan("orders").records = 0;
  source.plan("orders").pages = 4;
  ASSERT_TRUE(run(source, destination));
  ASSERT_TRUE(run(source, destination));
  EXPECT_EQ(last_value(source), 3);
  EXPECT_THAT(destination.loads, SizeIs(1));
}

}  // namespace
}  // namespace decant::pipeline
