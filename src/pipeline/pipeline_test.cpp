#include "pipeline/pipeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/file.h"
#include "core/hash.h"
#include "pipeline/pipeline_test.h"
#include "pipeline/working_folder.h"

namespace decant::pipeline {
namespace {

using test::FakeDestination;
using test::FakeSource;
using test::PipelineTest;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

TEST_F(PipelineTest, AFirstLoadIsPreparedBeforeTheFirstRequest) {
  FakeSource source;
  FakeDestination destination;
  auto& plan = source.add("orders");
  plan.wait_at = 0;
  plan.is_time = [&] { return destination.prepared_first > 0; };
  ASSERT_TRUE(run(source, destination));
  EXPECT_EQ(destination.prepared_first, 1);
}

TEST_F(PipelineTest, TheDestinationIsPreparedBesideAnExtractThatHasRecords) {
  FakeSource source;
  FakeDestination destination;
  auto& plan = source.add("orders");
  plan.follows_state = true;
  ASSERT_TRUE(run(source, destination));
  destination.prepared = 0;
  ASSERT_TRUE(run(source, destination));
  EXPECT_EQ(destination.published, 1);
  EXPECT_EQ(destination.prepared, 0);
  plan.pages = 6;
  plan.wait_at = 4;
  plan.is_time = [&] { return destination.prepared > 0; };
  ASSERT_TRUE(run(source, destination));
  EXPECT_EQ(destination.published, 2);
  EXPECT_EQ(destination.prepared, 1);
}

TEST_F(PipelineTest, ManyBytesAreReasonEnoughToPrepare) {
  FakeSource source;
  FakeDestination destination;
  auto& plan = source.add("orders");
  plan.follows_state = true;
  ASSERT_TRUE(run(source, destination));
  destination.prepared = 0;
  plan.pages = 4;
  plan.records = 100;
  plan.wait_behind_bytes = [&] { return destination.prepared > 0; };
  ASSERT_TRUE(run(source, destination));
  EXPECT_EQ(destination.prepared, 1);
}

TEST_F(PipelineTest, LoadsRowsOfRootAndNestedTablesAndRemembersState) {
  FakeSource source;
  source.add("orders");
  FakeDestination destination;
  const auto report = run(source, destination);
  ASSERT_TRUE(report) << to_string(report.error());
  ASSERT_THAT(report->packages, SizeIs(1));
  EXPECT_THAT(report->tables, ElementsAre(std::pair<std::string, std::uint64_t>("orders", 12),
                                          std::pair<std::string, std::uint64_t>("orders__items", 24),
                                          std::pair<std::string, std::uint64_t>("_dlt_pipeline_state", 1)));
  ASSERT_THAT(report->resources, SizeIs(1));
  EXPECT_EQ(report->resources[0].pages, 3U);
  EXPECT_EQ(report->resources[0].records, 12U);
  EXPECT_EQ(destination.all()["orders"].size(), 12U);
  EXPECT_EQ(destination.all()["orders__items"].count("n=201 "), 1U);

  auto state = folder().read_state();
  ASSERT_TRUE(state && *state);
  EXPECT_EQ((*state)->version(), 1);
  EXPECT_FALSE((*state)->local().bool_or("first_run", true));
  EXPECT_EQ((*state)->find("dataset_name")->as_string(), "fake_data");
  const auto* resource = (*state)->find_resource("fake", "orders");
  ASSERT_NE(resource, nullptr);
  EXPECT_EQ(resource->find("incremental")->find("id")->integer_or("last_value", -1), 2);
  EXPECT_THAT(folder().schema_names().value(), ElementsAre("fake"));
  EXPECT_TRUE(folder().read_schema("fake").value()->find("orders__items") != nullptr);
}

TEST_F(PipelineTest, PrintsTheClosingLinesOfDlt) {
  FakeSource source;
  source.add("orders");
  FakeDestination destination;
  auto report = run(source, destination);
  ASSERT_TRUE(report);
  report->load = {.started = 1, .finished = 260'001};
  EXPECT_EQ(report->to_text(),
            "Pipeline shop load step completed in 0.26 seconds\n"
            "1 load package(s) were loaded to destination duckdb and into dataset fake_data\n"
            "The duckdb destination used duckdb:////tmp/fake.duckdb location to store data\n"
            "Load package " +
                report->packages[0].load_id + " is LOADED and contains no failed jobs");
}

TEST_F(PipelineTest, ANewRunGivesTheStateToTheSource) {
  FakeSource source;
  source.add("orders");
  FakeDestination destination;
  ASSERT_TRUE(run(source, destination));
  EXPECT_TRUE(source.state_at_start("orders").is_null());
  ASSERT_TRUE(run(source, destination));
  EXPECT_EQ(source.state_at_start("orders").find("incremental")->find("id")->integer_or("last_value", -1), 2);
  EXPECT_THAT(destination.loads, SizeIs(2));
}

TEST_F(PipelineTest, ManyThreadsGiveTheRowsOfOne) {
  const auto add_all = [](FakeSource& source) {
    for (const char* name : {"a", "b", "c", "d", "e", "f"}) source.add(name).pages = 20;
  };
  FakeSource source;
  add_all(source);
  FakeDestination one;
  ASSERT_TRUE(run(source, one));
  FakeSource parallel;
  add_all(parallel);
  FakeDestination four;
  options_.pipelines_dir /= "other";
  options_.concurrency = 4;
  options_.memory = 64 << 10;  // so that the queue fills up
  const auto report = run(parallel, four);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_EQ(one.all(), four.all());
  EXPECT_EQ(one.all()["c__items"].size(), 160U);
}

TEST_F(PipelineTest, AReplayEqualsTheRunToTheRowId) {
  FakeSource source;
  source.add("orders").pages = 5;
  source.add("more_orders", "orders");  // shares the table: comes after all orders
  source.add("items", "orders__items");
  FakeDestination loaded;
  options_.concurrency = 3;
  const auto report = run(source, loaded);
  ASSERT_TRUE(report) << to_string(report.error());
  const std::string load_id = report->packages[0].load_id;
  const auto package = store().folder() / load_id;
  EXPECT_THAT(loaded.loads[load_id]["orders"], SizeIs(32));

  FakeDestination replayed;
  const auto again = replay(package, replayed, options_, cancel_);
  ASSERT_TRUE(again) << to_string(again.error());
  EXPECT_EQ(replayed.loads, loaded.loads);
  ASSERT_TRUE(replayed.state);
  EXPECT_EQ(replayed.state->state, loaded.state->state);
  EXPECT_EQ(replayed.state->created_at, loaded.state->created_at);

  const auto third = replay(package, replayed, options_, cancel_);
  ASSERT_TRUE(third);
  EXPECT_TRUE(third->packages[0].already_loaded);
}

TEST_F(PipelineTest, AReplayKeepsANewerState) {
  FakeSource source;
  source.add("orders");
  FakeDestination destination;
  options_.keep_packages = 5;
  const auto first = run(source, destination);
  ASSERT_TRUE(first);
  source.plan("orders").pages = 4;
  ASSERT_TRUE(run(source, destination));
  ASSERT_EQ(destination.state->version, 2);
  destination.loads.erase(first->packages[0].load_id);
  ASSERT_TRUE(replay(store().folder() / first->packages[0].load_id, destination, options_, cancel_));
  EXPECT_TRUE(destination.loads.contains(first->packages[0].load_id));
  EXPECT_EQ(destination.state->version, 2);
}

TEST_F(PipelineTest, ARunWithoutNewsLoadsNothing) {
  FakeSource source;
  source.add("orders");
  FakeDestination destination;
  ASSERT_TRUE(run(source, destination));
  source.plan("orders").records = 0;
  const auto report = run(source, destination);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_THAT(report->packages, IsEmpty());
  EXPECT_THAT(report->to_text(), HasSubstr("step completed in ---\n0 load package(s)"));
  EXPECT_THAT(destination.loads, SizeIs(1));
}

TEST_F(PipelineTest, AReplacedTableIsEmptiedWithItsNestedOnes) {
  FakeSource source;
  source.add("orders", {}, "replace");
  source.add("customers");
  FakeDestination destination;
  ASSERT_TRUE(run(source, destination));
  source.plan("orders").records = 0;
  source.plan("customers").records = 0;
  destination.dispositions.clear();
  const auto report = run(source, destination);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_THAT(report->packages, SizeIs(1));
  EXPECT_THAT(destination.dispositions,
              ElementsAre(std::pair<const std::string, std::string>("orders", "replace"),
                          std::pair<const std::string, std::string>("orders__items", "replace")));
}

TEST_F(PipelineTest, ANestedTableWithAKeyIsReplacedAsARootTable) {
  FakeSource source;
  source.add("orders");
  schema::NestedHints items{.path = {"items"}, .primary_key = {"n"}};
  items.properties["write_disposition"] = "replace";
  source.nest(items);
  FakeDestination destination;
  ASSERT_TRUE(run(source, destination));
  EXPECT_EQ(destination.dispositions["orders"], "append");
  EXPECT_EQ(destination.dispositions["orders__items"], "replace");
  source.plan("orders").records = 0;
  destination.dispositions.clear();
  ASSERT_TRUE(run(source, destination));
  EXPECT_THAT(destination.dispositions,
              ElementsAre(std::pair<const std::string, std::string>("orders__items", "replace")));
}

TEST_F(PipelineTest, TheFirstImportFileHoldsTheHints) {
  options_.schema.import_path = folder_ / "import";
  FakeSource source;
  source.add("orders", {}, "replace");
  source.nest({.path = {"items"}, .primary_key = {"n"}});
  source.add("none").records = 0;
  FakeDestination destination;
  ASSERT_TRUE(run(source, destination));
  const auto text = read_file(folder_ / "import" / "fake.schema.yaml");
  ASSERT_TRUE(text);
  EXPECT_THAT(*text, HasSubstr("write_disposition: replace"));
  EXPECT_THAT(*text, HasSubstr("primary_key: true"));
  EXPECT_THAT(*text, HasSubstr("_dlt_pipeline_state:"));
  EXPECT_THAT(*text, HasSubstr("version: 1\n"));
  EXPECT_THAT(*text, Not(HasSubstr("data_type: bigint\n        primary_key"))) << "what data says is not in it";
  EXPECT_THAT(*text, HasSubstr("none:")) << "as in dlt, a page without records brings its resource's hints";
  const auto again = run(source, destination);
  ASSERT_TRUE(again) << to_string(again.error());
  EXPECT_THAT(again->notes, IsEmpty()) << "the file is known";
}

TEST_F(PipelineTest, NoResourceFillsATableThatLoadsKeepForThemselves) {
  for (const char* name : {"_dlt_loads", "_DltVersion", "_decant_columns"}) {
    FakeSource source;
    source.add(name);
    FakeDestination destination;
    const auto report = run(source, destination);
    ASSERT_FALSE(report) << name;
    EXPECT_EQ(report.error().kind, ErrorKind::config);
    EXPECT_THAT(report.error().message, HasSubstr(name));
    EXPECT_TRUE(destination.all().empty());
    EXPECT_FALSE(*store().newest());
  }
}

TEST_F(PipelineTest, ASkippedResourceLeavesItsTableAlone) {
  FakeSource source;
  source.add("orders", {}, "replace");
  FakeDestination destination;
  ASSERT_TRUE(run(source, destination));
  destination.dispositions.clear();
  FakeSource skipping;
  skipping.add("orders", {}, "skip").records = 0;
  skipping.add("new", {}, "skip").records = 0;
  skipping.add("customers");
  const auto report = run(skipping, destination);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_FALSE(destination.dispositions.contains("orders"));
  EXPECT_TRUE(destination.dispositions.contains("customers"));
  const auto info = destination.inspect("fake");
  ASSERT_EQ(info->schemas.size(), 1U);
  EXPECT_NE(info->schemas[0].find("tables")->find("orders"), nullptr);
  EXPECT_EQ(info->schemas[0].find("tables")->find("new"), nullptr);
}

TEST_F(PipelineTest, RefusesAFolderWithPackagesOfDlt) {
  FakeSource source;
  source.add("orders");
  FakeDestination destination;
  ASSERT_TRUE(decant::create_directories(folder_ / "shop" / "load" / "normalized" / "1700000000.5"));
  const auto report = run(source, destination);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, ErrorKind::state);
  EXPECT_THAT(report.error().hint, HasSubstr("drop-pending-packages"));
  EXPECT_THAT(source.asked(), IsEmpty());
}

TEST_F(PipelineTest, WritesATraceOfFailedRunsToo) {
  FakeSource source;
  source.add("orders").fail_at = 1;
  FakeDestination destination;
  ASSERT_FALSE(run(source, destination));
  const auto trace = json::parse_value(read_file(folder().trace_file()).value()).value();
  EXPECT_EQ(trace.text_or("outcome", ""), "failed");
  EXPECT_EQ(trace.find("error")->text_or("kind", ""), "network");
}

TEST(WorkingFolderTest, RefusesNamesThatLeaveTheFolder) {
  for (const char* name : {"", ".", "..", "a/b", "a\\b", "a\nb"}) EXPECT_FALSE(WorkingFolder::at("/tmp", name)) << name;
  EXPECT_TRUE(WorkingFolder::at("/tmp", "shop-1"));
}

TEST(ElapsedTextTest, ReadsAsDltPrintsIt) {
  EXPECT_EQ(elapsed_text(0), "0 seconds");
  EXPECT_EQ(elapsed_text(30'000), "0.03 seconds");
  EXPECT_EQ(elapsed_text(kMicrosPerSecond), "1 second");
  EXPECT_EQ(elapsed_text(62'500'000), "1 minute and 2.50 seconds");
  EXPECT_EQ(elapsed_text(3'600'000'000 + 120'000'000), "1 hour and 2 minutes");
  EXPECT_EQ(elapsed_text(kMicrosPerDay + 3'661'000'000), "1 day, 1 hour, 1 minute and 1 second");
}

}  // namespace
}  // namespace decant::pipeline
