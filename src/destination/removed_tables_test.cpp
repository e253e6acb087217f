#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "destination/any_dataset_fixture.h"

namespace decant::destination {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class RemovedTablesTest : public AnyDatasetTest {
 protected:
  void SetUp() override {
    add_root("t", "append");
    add_root("other", "append");
    ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}, {"other", {{{"9", "o", "1", "w"}}}}})));
  }
};

TEST_P(RemovedTablesTest, ADroppedTableComesBackAsTheNewSchemaHasIt) {
  schema_.remove({"t"});
  schema::Table table("t");
  table.properties()["write_disposition"] = "append";
  table.add(column_of("id", schema::DataType::text));
  schema_.add(std::move(table));
  auto second = request("2", {{"t", {{{"one"}}}}});
  second.dropped_tables = {"t", "never_there"};
  const auto report = target()->publish(std::move(second));
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_THAT(report->new_tables, ElementsAre("t"));
  EXPECT_THAT(ask("SELECT * FROM t"), ElementsAre("one"));
  EXPECT_THAT(ask("SELECT count(*) FROM other"), ElementsAre("1"));
  EXPECT_THAT(ask("SELECT version_hash FROM _dlt_version"), ElementsAre(schema_.version_hash()));
}

TEST_P(RemovedTablesTest, ATruncatedTableKeepsItsColumnsAndTheSchemasItsVersions) {
  auto second = request("2", {});
  second.truncated_tables = {"t"};
  ASSERT_TRUE(done(target()->publish(std::move(second))));
  EXPECT_THAT(ask("SELECT count(*) FROM t"), ElementsAre("0"));
  EXPECT_THAT(ask("SELECT count(*) FROM other"), ElementsAre("1"));
  EXPECT_THAT(ask("SELECT count(*) FROM _dlt_version"), ElementsAre("1"));
}

TEST_P(RemovedTablesTest, ATruncatedTableMayGetNewColumns) {
  schema_.find("t")->add(column_of("more", schema::DataType::bigint));
  auto second = request("2", {{"t", {{{"2", "b", "2", "y", "7"}}}}});
  second.truncated_tables = {"t"};
  ASSERT_TRUE(done(target()->publish(std::move(second))));
  EXPECT_THAT(ask("SELECT id, more FROM t"), ElementsAre("2|7"));
}

TEST_P(RemovedTablesTest, ALoadThatFailsLeavesWhatItWouldHaveDropped) {
  auto second = request("2", {{"t", {{{"2", "b", "2", "y"}}}}});
  second.dropped_tables = {"t"};
  second.tables.front().write_disposition = "unheard of";
  ASSERT_FALSE(target()->publish(std::move(second)));
  EXPECT_THAT(ask("SELECT id FROM t"), ElementsAre("1"));
  EXPECT_THAT(ask("SELECT count(*) FROM _dlt_version"), ElementsAre("1"));
}

DECANT_EACH_DESTINATION(RemovedTablesTest);

}  // namespace
}  // namespace decant::destination
