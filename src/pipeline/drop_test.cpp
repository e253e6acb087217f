#include "pipeline/drop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/pipeline_test.h"
#include "pipeline/sync.h"

namespace decant::pipeline {
namespace {

using test::FakeDestination;
using test::FakeSource;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class DropTest : public test::PipelineTest {
 protected:
  DropTest() {
    for (const auto* name : {"orders", "old_orders", "prices"}) source_.add(name);
    EXPECT_TRUE(run(source_, destination_));
  }

  Workspace workspace() { return Workspace::open(folder(), options_, destination_, monitor_).value(); }
  Result<DropPlan> plan(const DropRequest& request) { return plan_drop(workspace(), request); }
  Result<std::string> drop(const DropRequest& request) {
    auto opened = workspace();
    DECANT_TRY(const auto wanted, plan_drop(opened, request));
    return execute_drop(wanted, opened, destination_, store(), options_);
  }
  static DropRequest of(std::vector<std::string> resources) {
    return {.resources = std::move(resources), .state_paths = {}, .schema = {}};
  }
  bool has_state(const std::string& resource) const {
    return folder().read_state().value()->find_resource("fake", resource) != nullptr;
  }

  FakeSource source_;
  FakeDestination destination_;
  RunMonitor monitor_{{}, nullptr};
};

TEST_F(DropTest, TablesStateAndSchemaGoInOneLoad) {
  const auto load_id = drop(of({"orders"}));
  ASSERT_TRUE(load_id) << to_string(load_id.error());
  EXPECT_TRUE(destination_.loads.contains(*load_id));
  EXPECT_THAT(destination_.dropped, ElementsAre("orders", "orders__items"));
  EXPECT_FALSE(has_state("orders"));
  EXPECT_TRUE(has_state("prices"));
  const auto schema = folder().read_schema("fake").value();
  EXPECT_EQ(schema->find("orders__items"), nullptr);
  EXPECT_NE(schema->find("prices"), nullptr);
  ASSERT_TRUE(run(source_, destination_));
  EXPECT_TRUE(source_.state_at_start("orders").is_null());
  EXPECT_FALSE(source_.state_at_start("prices").is_null());
  EXPECT_EQ(destination_.all()["orders"].size(), 12U);
}

TEST_F(DropTest, ExpressionsCountFromTheBeginningOfANameAndNamesAsAWhole) {
  EXPECT_THAT(plan(of({"re:o.*"}))->resources, ElementsAre("old_orders", "orders"));
  EXPECT_THAT(plan(of({"re:orders"}))->resources, ElementsAre("orders"));
  const auto none = plan(of({"order"}));
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->empty());
  EXPECT_THAT(none->warnings, ElementsAre(HasSubstr("its resources: old_orders, orders, prices")));
  EXPECT_EQ(plan(of({"re:("})).error().kind, ErrorKind::usage);
}

TEST_F(DropTest, AllIsAllButTheTablesOfDlt) {
  DropRequest all = of({});
  all.drop_all = true;
  ASSERT_TRUE(drop(all));
  EXPECT_THAT(destination_.dropped, SizeIs(6));
  const auto schema = folder().read_schema("fake").value();
  for (const auto& table : schema->tables()) EXPECT_TRUE(table.name().starts_with("_dlt"));
}

TEST_F(DropTest, StateAloneAndPathsInIt) {
  DropRequest state = of({"orders"});
  state.state_only = true;
  ASSERT_TRUE(drop(state));
  EXPECT_THAT(destination_.dropped, IsEmpty());
  EXPECT_FALSE(has_state("orders"));
  DropRequest path = of({});
  path.state_paths = {"resources.prices.incremental", "nothing.here"};
  const auto planned = plan(path);
  ASSERT_TRUE(planned) << to_string(planned.error());
  EXPECT_THAT(planned->state_paths, ElementsAre("fake.resources.prices.incremental"));
  EXPECT_THAT(planned->warnings, ElementsAre(HasSubstr("nothing.here leads to nothing")));
  ASSERT_TRUE(drop(path));
  EXPECT_TRUE(folder().read_state().value()->find_resource("fake", "prices")->as_object().empty());
  path.state_paths = {"[["};
  EXPECT_EQ(plan(path).error().kind, ErrorKind::usage);
  // As in dlt, the resources as a whole stay.
  path.state_paths = {"*"};
  EXPECT_TRUE(plan(path)->empty());
}

TEST_F(DropTest, ADestinationThatRefusesLeavesTheFolderAsItIs) {
  destination_.refuse = Error{.kind = ErrorKind::state, .message = "no", .hint = {}, .details = {}, .context = {}};
  ASSERT_FALSE(drop(of({"orders"})));
  EXPECT_TRUE(has_state("orders"));
  EXPECT_NE(folder().read_schema("fake").value()->find("orders"), nullptr);
}

TEST_F(DropTest, PendingPackagesComeFirst) {
  EXPECT_TRUE(refuse_pending(store(), "shop"));
  source_.plan("orders").fail_at = 1;
  ASSERT_FALSE(run(source_, destination_));
  const auto refused = refuse_pending(store(), "shop");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().hint, HasSubstr("drop-pending-packages"));
}

TEST_F(DropTest, SyncTakesWhatTheDatasetHolds) {
  const auto before = folder().read_state().value()->shared_document();
  auto local = *folder().read_state().value();
  local.source("fake")["mine"] = 1;
  local.bump_version();
  FileBatch files;
  ASSERT_TRUE(folder().write_state(local, files));
  ASSERT_TRUE(files.commit());
  source_.plan("orders").fail_at = 1;
  ASSERT_FALSE(run(source_, destination_));
  ASSERT_TRUE(sync_with_destination(folder(), destination_, options_, monitor_));
  EXPECT_EQ(folder().read_state().value()->shared_document(), before);
  EXPECT_THAT(folder().schema_names().value(), ElementsAre("fake"));
  EXPECT_TRUE(refuse_pending(store(), "shop"));
  FakeDestination empty("empty");
  const auto refused = sync_with_destination(folder(), empty, options_, monitor_);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("nothing was changed"));
  EXPECT_TRUE(folder().exists());
}

}  // namespace
}  // namespace decant::pipeline
