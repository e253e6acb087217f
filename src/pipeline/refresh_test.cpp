#include "pipeline/refresh.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/pipeline_test.h"

namespace decant::pipeline {
namespace {

using test::FakeDestination;
using test::FakeSource;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class RefreshTest : public test::PipelineTest {
 protected:
  RefreshTest() {
    source_.add("orders");
    source_.add("customers");
    orders_.add("orders");
  }

  /// A first run, and one of orders alone that refreshes.
  Result<RunReport> refresh(Refresh mode) {
    auto first = run(source_, destination_);
    if (!first) return first;
    options_.refresh = mode;
    return run(orders_, destination_);
  }
  json::Value state_of(const std::string& resource) const {
    const auto state = folder().read_state().value();
    const auto* found = state->find_resource("fake", resource);
    return found == nullptr ? json::Value() : *found;
  }
  schema::Schema schema() const { return *folder().read_schema("fake").value(); }

  FakeSource source_;
  FakeSource orders_;
  FakeDestination destination_;
};

TEST_F(RefreshTest, DropResourcesDropsTheTablesOfTheRunAndTheirState) {
  ASSERT_TRUE(refresh(Refresh::drop_resources));
  EXPECT_TRUE(orders_.state_at_start("orders").is_null());
  EXPECT_THAT(destination_.dropped, ElementsAre("orders", "orders__items"));
  EXPECT_THAT(destination_.truncated, IsEmpty());
  EXPECT_EQ(destination_.all()["orders"].size(), 12U);
  EXPECT_EQ(destination_.all()["customers"].size(), 12U);
  EXPECT_FALSE(state_of("customers").is_null());
  EXPECT_NE(schema().find("customers"), nullptr);
  EXPECT_GT(schema().version(), 2);
}

TEST_F(RefreshTest, DropSourcesBeginsSchemaAndStateAnew) {
  ASSERT_TRUE(refresh(Refresh::drop_sources));
  EXPECT_THAT(destination_.dropped, ElementsAre("orders", "orders__items", "customers", "customers__items"));
  EXPECT_EQ(destination_.all()["orders"].size(), 12U);
  EXPECT_EQ(destination_.all().count("customers"), 0U);
  EXPECT_TRUE(state_of("customers").is_null());
  EXPECT_FALSE(state_of("orders").is_null());
  EXPECT_EQ(schema().find("customers"), nullptr);
  EXPECT_EQ(schema().version(), 2);
}

TEST_F(RefreshTest, DropDataEmptiesTablesAndKeepsTheSchema) {
  ASSERT_TRUE(run(source_, destination_));
  const auto before = schema();
  options_.refresh = Refresh::drop_data;
  ASSERT_TRUE(run(orders_, destination_));
  EXPECT_TRUE(orders_.state_at_start("orders").is_null());
  EXPECT_THAT(destination_.truncated, ElementsAre("orders", "orders__items"));
  EXPECT_THAT(destination_.dropped, IsEmpty());
  EXPECT_EQ(destination_.all()["orders"].size(), 12U);
  EXPECT_EQ(schema().version_hash(), before.version_hash());
}

TEST_F(RefreshTest, TablesAreEmptiedAlsoIfNothingComes) {
  orders_.plan("orders").pages = 0;
  const auto report = refresh(Refresh::drop_data);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_THAT(report->packages, SizeIs(1));
  EXPECT_EQ(destination_.all().count("orders"), 0U);
}

TEST_F(RefreshTest, ASealedPackageRemovesWhatItsRunSaid) {
  ASSERT_TRUE(run(source_, destination_));
  options_.refresh = Refresh::drop_resources;
  destination_.refuse =
      Error{.kind = ErrorKind::destination, .message = "gone", .hint = {}, .details = {}, .context = {}};
  ASSERT_FALSE(run(orders_, destination_));
  options_.refresh = Refresh::none;
  const auto load_id = store().newest().value()->load_id;
  orders_.plan("orders").pages = 0;
  ASSERT_TRUE(run(orders_, destination_));
  EXPECT_THAT(destination_.dropped, ElementsAre("orders", "orders__items"));
  EXPECT_EQ(destination_.plain_loads[load_id]["orders"].size(), 12U);
  EXPECT_EQ(destination_.all()["orders"].size(), 12U);
}

TEST_F(RefreshTest, ALostAnswerLeavesTheSchemaOfTheDataset) {
  ASSERT_TRUE(run(source_, destination_));
  options_.refresh = Refresh::drop_sources;
  destination_.lose_answer = true;
  ASSERT_FALSE(run(orders_, destination_));
  options_.refresh = Refresh::none;
  orders_.plan("orders").pages = 0;
  ASSERT_TRUE(run(orders_, destination_));
  EXPECT_EQ(schema().find("customers"), nullptr);
}

TEST_F(RefreshTest, AnExtractThatBeganWithAnotherRefreshStartsAgain) {
  ASSERT_TRUE(run(source_, destination_));
  orders_.plan("orders").fail_at = 2;
  ASSERT_FALSE(run(orders_, destination_));
  orders_.plan("orders").fail_at.reset();
  options_.refresh = Refresh::drop_data;
  const auto report = run(orders_, destination_);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_FALSE(report->resumed);
  EXPECT_EQ(destination_.all()["orders"].size(), 12U);
}

TEST_F(RefreshTest, DevModeCountsNeitherStateNorSchemaAndTheNextRunGoesOnFromTheDataset) {
  ASSERT_TRUE(run(orders_, destination_));
  FakeDestination dev("fake_data_20261127030000");
  options_.dev_mode = true;
  ASSERT_TRUE(run(orders_, dev));
  EXPECT_TRUE(orders_.state_at_start("orders").is_null());
  EXPECT_TRUE(folder().read_state().value()->local().bool_or("_dev_mode", false));
  options_.dev_mode = false;
  ASSERT_TRUE(run(orders_, destination_));
  EXPECT_EQ(orders_.state_at_start("orders").find("incremental")->find("id")->integer_or("last_value", -1), 2);
  EXPECT_FALSE(folder().read_state().value()->local().bool_or("_dev_mode", true));
}

TEST_F(RefreshTest, APackageThatARunInDevModeLeftIsDropped) {
  FakeDestination dev("fake_data_1");
  options_.dev_mode = true;
  dev.refuse = Error{.kind = ErrorKind::destination, .message = "gone", .hint = {}, .details = {}, .context = {}};
  ASSERT_FALSE(run(orders_, dev));
  FakeDestination next("fake_data_2");
  const auto report = run(orders_, next);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_THAT(next.loads, SizeIs(1));
}

}  // namespace
}  // namespace decant::pipeline
