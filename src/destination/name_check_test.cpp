#include "destination/name_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "destination/any_dataset_fixture.h"

namespace decant::destination {
namespace {

using schema::DataType;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Tables and columns whose names differ in case only.
class NameCheckTest : public AnyDatasetTest {
 protected:
  void SetUp() override {
    add_root("Orders", "append");
    add_root("orders", "append");
    add_root("one", "append");
  }

  static void expect_refused(const Result<LoadReport>& report, const std::string& what) {
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().kind, ErrorKind::schema);
    EXPECT_THAT(report.error().message, HasSubstr(what));
    EXPECT_THAT(report.error().hint, HasSubstr("snake_case"));
  }
};

TEST_P(NameCheckTest, TablesAreRefusedBeforeAnythingIsWritten) {
  DECANT_NEEDS_NO(has_case_sensitive_names);
  expect_refused(load("1", {{"one", {{{"1", "a", "1", "x"}}}}}), "Orders and orders differ in case only");
  EXPECT_FALSE(target()->inspect("shop")->exists);
}

TEST_P(NameCheckTest, TablesThatAreNeverMadeAreLeftAlone) {
  DECANT_NEEDS_NO(has_case_sensitive_names);
  schema_.remove({"orders"});
  schema_.add(schema::Table("orders"));
  schema::Column untyped;
  untyped.name = "ID";
  schema_.find("one")->add(untyped);
  EXPECT_TRUE(done(load("1", {{"one", {{{"1", "a", "1", "x"}}}}})));
}

TEST_P(NameCheckTest, ColumnsAreRefusedBeforeAnythingIsWritten) {
  DECANT_NEEDS_NO(has_case_sensitive_names);
  schema_.remove({"orders"});
  ASSERT_TRUE(done(load("1", {{"one", {{{"1", "a", "1", "x"}}}}})));
  schema_.find("one")->add(column_of("V", DataType::text));
  expect_refused(load("2", {{"one", {{{"2", "b", "2", "y", "B"}}}}}), "table one apart: v and V differ in case only");
  EXPECT_THAT(ask("SELECT id FROM one"), ElementsAre("1"));
}

TEST_P(NameCheckTest, TheDatabaseThatCanKeepsThemApart) {
  DECANT_NEEDS(has_case_sensitive_names);
  if (GetParam() != "postgres") GTEST_SKIP() << "files are asked by an engine that folds case";
  schema_.find("one")->add(column_of("V", DataType::text));
  ASSERT_TRUE(done(load("1", {{"Orders", {{{"1", "a", "1", "x"}}}}, {"one", {{{"1", "a", "1", "x", "A"}}}}})));
  ASSERT_TRUE(done(load("2", {{"orders", {{{"2", "b", "2", "y"}}}}, {"one", {{{"2", "b", "2", "y", "B"}}}}})));
  EXPECT_THAT(ask("SELECT id FROM \"Orders\""), ElementsAre("1"));
  EXPECT_THAT(ask("SELECT id FROM orders"), ElementsAre("2"));
  EXPECT_THAT(ask("SELECT v, \"V\" FROM one ORDER BY id"), ElementsAre("a|A", "b|B"));
}

TEST_P(NameCheckTest, MergedOnesTooWhereRowsAreStaged) {
  DECANT_NEEDS(has_merge);
  DECANT_NEEDS(has_case_sensitive_names);
  auto& merged = add_root("merged", "merge", {"id"});
  merged.properties()["x-merge-strategy"] = "upsert";
  merged.add(column_of("ID", DataType::bigint));
  const auto upsert = [&](const std::string& id, const Cells& cells) {
    return load(id, {{.table = "merged", .batches = {{cells}}, .records = {0}}});
  };
  ASSERT_TRUE(done(upsert("1", {"1", "a", "1", "x", "7"})));
  ASSERT_TRUE(done(upsert("2", {"1", "b", "2", "x", "8"})));
  ASSERT_TRUE(done(upsert("3", {"8", "c", "3", "y", "1"})));
  EXPECT_THAT(ask("SELECT id, v, \"ID\" FROM merged ORDER BY id"), ElementsAre("1|b|8", "8|c|1"));
}

TEST_P(NameCheckTest, FilesKeepTablesApartButNoColumnsOfParquet) {
  DECANT_NEEDS_NO(has_merge);
  ASSERT_TRUE(done(load("1", {{"Orders", {{{"1", "a", "1", "x"}}}}, {"orders", {{{"2", "b", "1", "y"}}}}})));
  EXPECT_TRUE(std::filesystem::exists(folder_ / dataset_ / "Orders"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / dataset_ / "orders"));
  schema_.find("one")->add(column_of("V", DataType::text));
  const auto report = load("2", {{"one", {{{"2", "b", "2", "y", "B"}}}}});
  if (file_format_ != "parquet") {
    EXPECT_TRUE(done(report));
    return;
  }
  expect_refused(report, "table one apart: v and V differ in case only");
  EXPECT_FALSE(std::filesystem::exists(folder_ / dataset_ / "one"));
}

DECANT_EACH_DATASET(NameCheckTest);

}  // namespace
}  // namespace decant::destination
