#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "destination/postgres/dataset_fixture.h"

namespace decant::destination {
namespace {

using schema::DataType;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::UnorderedElementsAre;

class PostgresIndexesTest : public PostgresDestinationTest {
 protected:
  /// `table: what the index is of`, without the dataset.
  std::vector<std::string> indexes() {
    return ask(
        "SELECT tablename || ': ' || regexp_replace(indexdef, ' INDEX .* USING', '') FROM pg_indexes WHERE "
        "schemaname = '" +
        dataset_ + "' AND tablename NOT LIKE '\\_dlt%'");
  }
};

TEST_F(PostgresIndexesTest, MergedTablesAreFoundByKeyAndRoot) {
  add_root("t", "merge", {"id"});
  add_nested("t__k", "t");
  add_root("appended", "append", {"id"});
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "r1"}}}},
                              {"t__k", {{{"x", "r1", "r1", "k1"}}}},
                              {"appended", {{{"1", "a", "1", "r1"}}}}})));
  EXPECT_THAT(indexes(),
              UnorderedElementsAre("appended: CREATE UNIQUE btree (_dlt_id varchar_pattern_ops)",
                                   "t: CREATE UNIQUE btree (_dlt_id varchar_pattern_ops)", "t: CREATE btree (id)",
                                   "t__k: CREATE UNIQUE btree (_dlt_root_id varchar_pattern_ops, _dlt_id "
                                   "varchar_pattern_ops)"));
}

TEST_F(PostgresIndexesTest, NestedRowsThatAreMergedByTheirIdsAreFoundByThem) {
  for (const std::string strategy : {"upsert", "insert-only"}) {
    const std::string name = strategy.substr(0, 6);
    add_root(name, "merge", {"id"}).properties()["x-merge-strategy"] = strategy;
    add_nested(name + "__k", name);
    ASSERT_TRUE(done(load(strategy, {{name, {{{"1", "a", "1", "r1"}}}, false, {0}},
                                     {name + "__k", {{{"x", "r1", "r1", "k1"}}}, false, {0}}})));
    EXPECT_THAT(indexes(), IsSupersetOf({name + "__k: CREATE UNIQUE btree (_dlt_id varchar_pattern_ops)",
                                         name + "__k: CREATE btree (_dlt_root_id varchar_pattern_ops)"}));
  }
}

TEST_F(PostgresIndexesTest, ANestedRowThatComesTwiceIsRefused) {
  add_root("t", "merge", {"id"});
  add_nested("t__k", "t");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "r1"}}}}, {"t__k", {{{"x", "r1", "r1", "k1"}}}}})));
  EXPECT_FALSE(
      load("2", {{"t", {{{"2", "b", "2", "r2"}}}}, {"t__k", {{{"x", "r2", "r2", "k2"}, {"y", "r2", "r2", "k2"}}}}}));
  EXPECT_THAT(ask("SELECT value FROM t__k"), ElementsAre("x"));
}

TEST_F(PostgresIndexesTest, ARowIdThatComesTwiceIsRefused) {
  add_root("t", "append");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "r1"}}}}})));
  EXPECT_FALSE(load("2", {{"t", {{{"2", "b", "2", "r1"}}}}}));
  EXPECT_FALSE(load("3", {{"t", {{{"2", "b", "3", "r2"}, {"3", "c", "3", "r2"}}}}}));
  EXPECT_THAT(ask("SELECT id FROM t"), ElementsAre("1"));
}

TEST_F(PostgresIndexesTest, KeysOfAnyLengthAreMerged) {
  add_root("text", "merge", {"v"});
  add_root("pair", "merge", {"id", "v"});
  std::string name;  // that cannot be compressed below what a B-tree takes
  for (int i = 0; i < 3000; ++i) name += random_hex(4);
  for (const std::string load_id : {"1", "2"}) {
    ASSERT_TRUE(done(load(load_id, {{"text", {{{load_id, name, load_id, "a" + load_id}}}},
                                    {"pair", {{{"7", name, load_id, "b" + load_id}}}}})));
  }
  EXPECT_THAT(ask("SELECT id FROM text"), ElementsAre("2"));
  EXPECT_THAT(ask("SELECT _dlt_id FROM pair"), ElementsAre("b2"));
  EXPECT_THAT(indexes(),
              UnorderedElementsAre("pair: CREATE UNIQUE btree (_dlt_id varchar_pattern_ops)",
                                   "text: CREATE UNIQUE btree (_dlt_id varchar_pattern_ops)", "text: CREATE hash (v)"));
}

TEST_F(PostgresIndexesTest, OnlyWhatIsMergedAndOnlyWholeKeys) {
  add_root("mixed", "merge", {"id", "v"});
  add_root("whole", "merge", {"id"}).add(column_of("day", DataType::date));
  schema_.find("whole")->column(*schema_.find("whole")->index_of("day")).primary_key = true;
  add_root("appended", "append");
  add_nested("appended__k", "appended");
  ASSERT_TRUE(done(load("1", {{"mixed", {{{"1", "a", "1", "r1"}}}},
                              {"whole", {{{"1", "a", "1", "r1", "7"}}}},
                              {"appended", {{{"1", "a", "1", "r1"}}}},
                              {"appended__k", {{{"x", "r1", "r1", "k1"}}}}})));
  const auto found = indexes();
  EXPECT_THAT(found, Contains("whole: CREATE btree (id, day)"));
  EXPECT_EQ(found.size(), 5);  // beside the unique ones
}

TEST_F(PostgresIndexesTest, LinksToIdsThatMayBeLongHaveNone) {
  add_root("t", "merge", {"id"});
  schema_.find("t")->column(*schema_.find("t")->index_of("_dlt_id")).unique = false;
  add_nested("t__k", "t");
  std::string id;
  for (int i = 0; i < 3000; ++i) id += random_hex(4);
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", id}}}}, {"t__k", {{{"x", id, id, "k1"}}}}})));
  EXPECT_THAT(ask("SELECT count(*) FROM t__k"), ElementsAre("1"));
}

TEST_F(PostgresIndexesTest, ASwappedTableBesideDoesNotHurryThem) {
  add_root("replaced", "replace");
  ASSERT_TRUE(done(load("1", {{"replaced", {{{"1", "a", "1", "r1"}}}}})));
  add_root("t", "merge", {"id"});
  PostgresDestination swapping({.credentials = credentials_, .dataset = dataset_, .replace = ReplaceStrategy::swap});
  ASSERT_TRUE(done(swapping.publish(request(
      "2", {{"replaced", {{{"2", "b", "2", "r2"}}}}, {"t", {{{"1", "a", "2", "r1"}, {"2", "b", "2", "r2"}}}}}))));
  EXPECT_THAT(ask("SELECT attname, n_distinct FROM pg_stats WHERE schemaname = '" + dataset_ + "' AND tablename = 't'"),
              ElementsAre("id|-1"));
}

TEST_F(PostgresIndexesTest, AMergeIsFoundByIndex) {
  add_root("t", "merge", {"id"});
  add_nested("t__k", "t");
  std::vector<Cells> rows;
  std::vector<Cells> nested;
  for (int i = 0; i < 20'000; ++i) {
    const std::string number = std::to_string(i);
    rows.push_back({number, "a", "1", "r" + number});
    nested.push_back({"x", "r" + number, "r" + number, "k" + number});
  }
  ASSERT_TRUE(done(load("1", {{"t", {rows}}, {"t__k", {nested}}})));
  ASSERT_TRUE(done(load("2", {{"t", {{{"5", "b", "2", "s5"}}}}, {"t__k", {{{"y", "s5", "s5", "k-5"}}}}})));
  EXPECT_THAT(ask("SELECT value FROM t__k JOIN t ON t._dlt_id = _dlt_root_id WHERE id = 5"), ElementsAre("y"));
  EXPECT_THAT(ask("SELECT count(*) FROM t__k"), ElementsAre("20000"));
  auto connection = PostgresConnection::open(credentials_);
  ASSERT_TRUE(connection);
  std::string plan;
  const std::string of = "\"" + dataset_ + "\".";
  ASSERT_TRUE(connection->query(
      "EXPLAIN SELECT 1 FROM " + of + "t__k WHERE _dlt_root_id IN (SELECT _dlt_id FROM " + of + "t WHERE id = 5)", {},
      [&](SqlRow row) -> Result<void> {
        plan.append(*row[0]).append("\n");
        return {};
      }));
  EXPECT_THAT(plan, HasSubstr("t_id_idx"));
  EXPECT_THAT(plan, HasSubstr("t__k__dlt_root_id__dlt_id_idx"));
}

}  // namespace
}  // namespace decant::destination
