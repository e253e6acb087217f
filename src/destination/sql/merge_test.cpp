#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "destination/sql/dataset_fixture.h"

namespace decant::destination {
namespace {

using schema::DataType;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class MergeTest : public SqlDatasetTest {
 protected:
  /// Loads rows of `t` (id, v, row id) and of `t__k` (value, root id).
  Result<LoadReport> merge(const std::string& load_id, const std::vector<std::array<std::string, 3>>& roots,
                           const std::vector<std::array<std::string, 2>>& nested = {}) {
    std::vector<Cells> rows;
    for (const auto& [id, v, row_id] : roots) {
      rows.push_back({id == "NULL" ? std::optional<std::string>() : id, v, load_id, row_id});
    }
    std::vector<Cells> children;
    for (const auto& [value, root_id] : nested) children.push_back({value, root_id, root_id, value + root_id});
    std::vector<TableRows> tables = {{"t", {rows}}};
    if (schema_.find("t__k") != nullptr) tables.push_back({"t__k", {children}});
    return load(load_id, tables);
  }

  std::vector<std::string> roots() { return ask("SELECT id, v, _dlt_id FROM t ORDER BY id, _dlt_id"); }
  std::vector<std::string> nested() { return ask("SELECT value FROM t__k ORDER BY 1"); }
};

TEST_P(MergeTest, NewRowsReplaceStoredOnesWithWhatIsNestedInThem) {
  add_root("t", "merge", {"id"});
  add_nested("t__k", "t");
  ASSERT_TRUE(done(merge("1", {{"1", "a", "r1"}, {"2", "b", "r2"}}, {{"n1", "r1"}, {"n2", "r2"}, {"n3", "r2"}})));
  ASSERT_TRUE(done(merge("2", {{"2", "c", "r3"}, {"3", "d", "r4"}}, {{"n4", "r3"}, {"n5", "r4"}})));
  EXPECT_THAT(roots(), ElementsAre("1|a|r1", "2|c|r3", "3|d|r4"));
  EXPECT_THAT(nested(), ElementsAre("n1", "n4", "n5"));
}

TEST_P(MergeTest, FirstOfDuplicatesStaysInANewTable) {
  add_root("t", "merge", {"id"});
  add_nested("t__k", "t");
  ASSERT_TRUE(done(merge("1", {{"1", "a", "r1"}, {"1", "b", "r2"}, {"2", "c", "r3"}, {"1", "d", "r4"}},
                         {{"n1", "r1"}, {"n2", "r2"}, {"n3", "r3"}, {"n4", "r4"}})));
  EXPECT_THAT(roots(), ElementsAre("1|a|r1", "2|c|r3"));
  EXPECT_THAT(nested(), ElementsAre("n1", "n3"));
}

TEST_P(MergeTest, FirstOfDuplicatesStaysInATableWithRows) {
  add_root("t", "merge", {"id"});
  add_nested("t__k", "t");
  ASSERT_TRUE(done(merge("1", {{"1", "old", "r0"}, {"5", "e", "r5"}}, {{"n0", "r0"}, {"n5", "r5"}})));
  ASSERT_TRUE(done(merge("2", {{"1", "a", "r1"}, {"1", "b", "r2"}, {"2", "c", "r3"}, {"1", "d", "r4"}},
                         {{"n1", "r1"}, {"n2", "r2"}, {"n3", "r3"}, {"n4", "r4"}})));
  EXPECT_THAT(roots(), ElementsAre("1|a|r1", "2|c|r3", "5|e|r5"));
  EXPECT_THAT(nested(), ElementsAre("n1", "n3", "n5"));
}

TEST_P(MergeTest, FirstIsByRecordOrderAcrossManyChunks) {
  add_root("t", "merge", {"id"});
  ASSERT_TRUE(done(merge("1", {{"0", "old", "r0"}})));
  std::vector<Cells> rows;
  for (int i = 0; i < 20'000; ++i)
    rows.push_back({std::to_string(i % 100), std::to_string(i), "2", "s" + std::to_string(i)});
  ASSERT_TRUE(done(load("2", {{"t", {rows, rows}}})));
  EXPECT_THAT(ask("SELECT count(*), count(*) FILTER (WHERE id = v::BIGINT) FROM t"), ElementsAre("100|100"));
}

/// 49,152 keys that come twice, in different batches.
std::vector<std::vector<Cells>> keys_that_come_twice() {
  std::vector<std::vector<Cells>> batches;
  for (int batch = 0; batch < 24; ++batch) {
    auto& rows = batches.emplace_back();
    for (int i = 0; i < 4096; ++i) {
      const std::string id = std::to_string(batch % 12 * 4096 + i);
      const std::string v = batch < 12 ? "first" : "second";
      rows.push_back({id, v, "1", v + id});
    }
  }
  return batches;
}

TEST_P(MergeTest, FirstIsByRecordOrderAcrossManyBatches) {
  add_root("t", "merge", {"id"});
  ASSERT_TRUE(done(load("1", {{"t", keys_that_come_twice()}})));
  EXPECT_THAT(ask("SELECT count(*), count(*) FILTER (WHERE v = 'first') FROM t"), ElementsAre("49152|49152"));
}

TEST_P(MergeTest, FirstIsByRecordOrderInALoadOfVeryManyColumns) {
  add_root("t", "merge", {"id"});
  auto& wide = add_root("wide", "append");
  for (int i = 0; i < 300; ++i) wide.add(column_of("c" + std::to_string(i), DataType::bigint));
  Cells row = {"1", "a", "1", "w1"};
  row.resize(wide.columns().size());
  ASSERT_TRUE(done(load("1", {{"t", keys_that_come_twice()}, {"wide", {{row}}}})));
  EXPECT_THAT(ask("SELECT count(*), count(*) FILTER (WHERE v = 'first') FROM t"), ElementsAre("49152|49152"));
}

TEST_P(MergeTest, CompositeKeysMatchAsAWhole) {
  add_root("t", "merge", {"id", "v"});
  ASSERT_TRUE(done(merge("1", {{"1", "a", "r1"}, {"1", "b", "r2"}})));
  ASSERT_TRUE(done(merge("2", {{"1", "b", "r3"}, {"2", "a", "r4"}})));
  EXPECT_THAT(roots(), ElementsAre("1|a|r1", "1|b|r3", "2|a|r4"));
}

TEST_P(MergeTest, NullKeysMatchNothing) {
  add_root("t", "merge", {"id"});
  ASSERT_TRUE(done(merge("1", {{"NULL", "a", "r1"}, {"NULL", "b", "r2"}})));
  EXPECT_THAT(ask("SELECT v FROM t ORDER BY 1"), ElementsAre("a", "b"));
  ASSERT_TRUE(done(merge("2", {{"NULL", "c", "r3"}, {"NULL", "d", "r4"}, {"1", "e", "r5"}, {"1", "f", "r6"}})));
  EXPECT_THAT(ask("SELECT v FROM t ORDER BY 1"), ElementsAre("a", "b", "c", "d", "e"));
}

TEST_P(MergeTest, MergeKeyReplacesWholeGroupsWithoutDeduplication) {
  auto& table = add_root("t", "merge");
  table.column(*table.index_of("v")).merge_key = true;
  ASSERT_TRUE(done(merge("1", {{"1", "mon", "r1"}, {"2", "mon", "r2"}, {"3", "tue", "r3"}})));
  ASSERT_TRUE(done(merge("2", {{"4", "mon", "r4"}, {"5", "mon", "r5"}})));
  EXPECT_THAT(roots(), ElementsAre("3|tue|r3", "4|mon|r4", "5|mon|r5"));
}

TEST_P(MergeTest, PrimaryOrMergeKeyIsEnough) {
  auto& table = add_root("t", "merge", {"id"});
  table.column(*table.index_of("v")).merge_key = true;
  ASSERT_TRUE(done(merge("1", {{"1", "mon", "r1"}, {"2", "tue", "r2"}, {"3", "wed", "r3"}})));
  ASSERT_TRUE(done(merge("2", {{"1", "tue", "r4"}})));
  EXPECT_THAT(roots(), ElementsAre("1|tue|r4", "3|wed|r3"));
}

TEST_P(MergeTest, WithoutKeysRowsAreAppended) {
  add_root("t", "merge");
  ASSERT_TRUE(done(merge("1", {{"1", "a", "r1"}})));
  ASSERT_TRUE(done(merge("2", {{"1", "a", "r2"}})));
  EXPECT_THAT(roots(), ElementsAre("1|a|r1", "1|a|r2"));
}

TEST_P(MergeTest, DirectChildrenAreFoundByTheirParentKey) {
  add_root("t", "merge", {"id"});
  auto& child = add_nested("t__k", "t");
  child.column(*child.index_of("_dlt_root_id")).root_key = false;
  ASSERT_TRUE(done(merge("1", {{"1", "a", "r1"}}, {{"n1", "r1"}})));
  ASSERT_TRUE(done(merge("2", {{"1", "b", "r2"}}, {{"n2", "r2"}})));
  EXPECT_THAT(nested(), ElementsAre("n2"));
}

TEST_P(MergeTest, NestedTableWithoutARootKeyIsRefused) {
  add_root("t", "merge", {"id"});
  auto& child = add_nested("t__k", "t");
  child.column(*child.index_of("_dlt_root_id")).root_key = false;
  child.column(*child.index_of("_dlt_parent_id")).parent_key = false;
  const auto refused = merge("1", {{"1", "a", "r1"}}, {{"n1", "r1"}});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("table t__k cannot be assigned"));
}

TEST_P(MergeTest, HardDeleteRemovesAndIsNotInserted) {
  auto& table = add_root("t", "merge", {"id"});
  add_nested("t__k", "t");
  auto deleted = column_of("gone", DataType::boolean);
  deleted.other["hard_delete"] = true;
  table.add(deleted);
  const std::vector<Cells> first = {
      {"1", "a", "1", "r1", "0"}, {"2", "b", "1", "r2", std::nullopt}, {"3", "c", "1", "r3", "1"}};
  ASSERT_TRUE(done(load("1", {{"t", {first}}, {"t__k", {{{"n1", "r1", "r1", "x1"}, {"n3", "r3", "r3", "x3"}}}}})));
  EXPECT_THAT(roots(), ElementsAre("1|a|r1", "2|b|r2"));
  EXPECT_THAT(nested(), ElementsAre("n1"));
  // The first row of a key decides: the later one of 2 does not bring it back.
  ASSERT_TRUE(
      done(load("2", {{"t", {{{"1", "a", "2", "r4", "1"}, {"2", "d", "2", "r5", "0"}, {"2", "e", "2", "r6", "1"}}}},
                      {"t__k", {}, true}})));
  EXPECT_THAT(roots(), ElementsAre("2|d|r5"));
  EXPECT_THAT(nested(), IsEmpty());
}

TEST_P(MergeTest, DedupSortDecidesWhichStays) {
  auto& table = add_root("t", "merge", {"id"});
  table.column(*table.index_of("v")).other["dedup_sort"] = "desc";
  ASSERT_TRUE(done(merge("1", {{"1", "a", "r1"}, {"1", "c", "r2"}, {"1", "b", "r3"}})));
  EXPECT_THAT(roots(), ElementsAre("1|c|r2"));
}

TEST_P(MergeTest, AColumnNamedRowidIsNoTrap) {
  auto& table = add_root("t", "merge", {"id"});
  table.add(column_of("rowid", DataType::bigint));
  ASSERT_TRUE(
      done(load("1", {{"t", {{{"1", "a", "1", "r1", "9"}, {"1", "b", "1", "r2", "9"}, {"2", "c", "1", "r3", "9"}}}}})));
  EXPECT_THAT(roots(), ElementsAre("1|a|r1", "2|c|r3"));
  ASSERT_TRUE(done(load("2", {{"t", {{{"2", "d", "2", "r4", "9"}, {"2", "e", "2", "r5", "9"}}}}})));
  EXPECT_THAT(roots(), ElementsAre("1|a|r1", "2|d|r4"));
}

TEST_P(MergeTest, ColumnNamesOfTheStatementsAreNoTrapEither) {
  auto& table = add_root("t", "merge", {"id"});
  for (const char* name : {"r", "kept", "d", "s"}) {
    auto column = column_of(name, DataType::bigint);
    column.primary_key = true;
    table.add(std::move(column));
  }
  ASSERT_TRUE(done(load("1", {{"t",
                               {{{"1", "a", "1", "r1", "9", "8", "7", "6"},
                                 {"1", "b", "1", "r2", "9", "8", "7", "6"},
                                 {"1", "c", "1", "r3", "9", "8", "7", "5"}}}}})));
  EXPECT_THAT(roots(), ElementsAre("1|a|r1", "1|c|r3"));
  ASSERT_TRUE(done(load("2", {{"t", {{{"1", "d", "2", "r4", "9", "8", "7", "6"}}}}})));
  EXPECT_THAT(roots(), ElementsAre("1|c|r3", "1|d|r4"));
}

TEST_P(MergeTest, RowKeyThatIsThePrimaryKeyKeepsWhatIsNested) {
  add_root("t", "merge", {"_dlt_id"});
  add_nested("t__k", "t");
  ASSERT_TRUE(done(merge("1", {{"1", "a", "r1"}, {"2", "b", "r1"}}, {{"n1", "r1"}})));
  EXPECT_THAT(roots(), ElementsAre("1|a|r1"));
  EXPECT_THAT(nested(), ElementsAre("n1"));
  ASSERT_TRUE(done(merge("2", {{"3", "c", "r1"}, {"4", "d", "r1"}}, {{"n2", "r1"}})));
  EXPECT_THAT(roots(), ElementsAre("3|c|r1"));
  EXPECT_THAT(nested(), ElementsAre("n2"));
}

TEST_P(MergeTest, NewColumnsComeWithAMerge) {
  auto& table = add_root("t", "merge", {"id"});
  ASSERT_TRUE(done(merge("1", {{"1", "a", "r1"}, {"2", "b", "r2"}})));
  table.add(column_of("more", DataType::json));
  ASSERT_TRUE(done(load("2", {{"t", {{{"2", "c", "2", "r3", "[1]"}}}}})));
  EXPECT_THAT(ask("SELECT id, v, more FROM t ORDER BY id"), ElementsAre("1|a|NULL", "2|c|[1]"));
}

TEST_P(MergeTest, RowsThatWereAppendedBeforeGoWithWhatIsNestedInThem) {
  add_root("t", "append", {"id"});
  for (const char* const name : {"t__k", "t__k__m"}) {
    schema::Table nested(name);
    nested.properties()["parent"] = name == std::string("t__k") ? "t" : "t__k";
    for (const char* const column : {"value", "_dlt_parent_id", "_dlt_id"}) {
      nested.add(column_of(column, DataType::text));
    }
    nested.column(1).parent_key = true;
    nested.column(2).row_key = true;
    schema_.add(std::move(nested));
  }
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "r1"}, {"2", "b", "1", "r2"}}}},
                              {"t__k", {{{"n1", "r1", "k1"}, {"n2", "r2", "k2"}}}},
                              {"t__k__m", {{{"m1", "k1", "l1"}, {"m2", "k2", "l2"}}}}})));
  schema_.find("t")->properties()["write_disposition"] = "merge";
  for (const char* const name : {"t__k", "t__k__m"}) {
    auto link = column_of("_dlt_root_id", DataType::text);
    link.root_key = true;
    schema_.find(name)->add(std::move(link));
  }
  // One nested table has new rows, the other takes part without any.
  ASSERT_TRUE(done(
      load("2", {{"t", {{{"1", "c", "2", "r3"}}}}, {"t__k", {{{"n3", "r3", "k3", "r3"}}}}, {"t__k__m", {}, true}})));
  EXPECT_THAT(roots(), ElementsAre("1|c|r3", "2|b|r2"));
  EXPECT_THAT(ask("SELECT value, _dlt_root_id FROM t__k ORDER BY 1"), ElementsAre("n2|r2", "n3|r3"));
  EXPECT_THAT(ask("SELECT value, _dlt_root_id FROM t__k__m"), ElementsAre("m2|r2"));
}

TEST_P(MergeTest, AnUnknownStrategyIsRefusedByName) {
  auto& table = add_root("t", "merge", {"id"});
  table.properties()["x-merge-strategy"] = "scd3";
  const auto refused = merge("1", {{"1", "a", "r1"}});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("scd3"));
  EXPECT_EQ(refused.error().kind, ErrorKind::config);
}

DECANT_EACH_SQL_DATABASE(MergeTest);

}  // namespace
}  // namespace decant::destination
