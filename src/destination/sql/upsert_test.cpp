#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "destination/sql/dataset_fixture.h"

namespace decant::destination {
namespace {

using schema::DataType;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Row ids are made of keys: `k1` is the row of key 1, `k1.0` the first one nested in it.
class UpsertTest : public SqlDatasetTest {
 protected:
  void add_tables(const std::string& strategy) {
    add_root("t", "merge", {"id"}).properties()["x-merge-strategy"] = strategy;
    add_nested("t__k", "t");
  }

  /// A record: its key, its value, the values nested in it; and whether it says that its key is deleted.
  struct Record {
    std::string id;
    std::string v;
    std::vector<std::string> nested = {};
    std::optional<bool> is_deleted = {};
  };

  Result<LoadReport> load_records(const std::string& load_id, const std::vector<Record>& records) {
    const bool has_flag = schema_.find("t")->find("gone") != nullptr;
    TableRows roots{"t", {{}}};
    TableRows nested{"t__k", {{}}};
    for (std::size_t i = 0; i < records.size(); ++i) {
      const auto& [id, v, values, is_deleted] = records[i];
      const std::string key = "k" + id;
      Cells cells = {id, v, load_id, key};
      if (has_flag) cells.push_back(is_deleted ? std::optional(std::string(*is_deleted ? "1" : "0")) : std::nullopt);
      roots.batches.front().push_back(cells);
      roots.records.push_back(static_cast<std::int64_t>(i));
      for (std::size_t k = 0; k < values.size(); ++k) {
        nested.batches.front().push_back({values[k], key, key, key + "." + std::to_string(k)});
        nested.records.push_back(static_cast<std::int64_t>(i));
      }
    }
    nested.takes_part_only = nested.records.empty();
    std::vector<TableRows> tables;
    tables.push_back(std::move(roots));
    tables.push_back(std::move(nested));
    return load(load_id, tables);
  }

  void add_hard_delete() {
    auto column = column_of("gone", DataType::boolean);
    column.other["hard_delete"] = true;
    schema_.find("t")->add(std::move(column));
  }

  std::vector<std::string> roots() { return ask("SELECT id, v FROM t ORDER BY id, v"); }
  std::vector<std::string> nested() { return ask("SELECT _dlt_id, value FROM t__k ORDER BY 1"); }
};

TEST_P(UpsertTest, RowsAreUpdatedOrInsertedWithWhatIsNestedInThem) {
  add_tables("upsert");
  ASSERT_TRUE(done(load_records("1", {{"1", "a", {"x", "y", "z"}}, {"2", "b", {"x"}}})));
  ASSERT_TRUE(done(load_records("2", {{"2", "B", {"X", "Y"}}, {"3", "c"}, {"1", "A", {"w"}}})));
  EXPECT_THAT(roots(), ElementsAre("1|A", "2|B", "3|c"));
  EXPECT_THAT(nested(), ElementsAre("k1.0|w", "k2.0|X", "k2.1|Y"));
  ASSERT_TRUE(done(load_records("3", {{"2", "b"}})));
  EXPECT_THAT(nested(), ElementsAre("k1.0|w"));
}

TEST_P(UpsertTest, TheLastOfAKeyWinsAndItsNestedRowsWithIt) {
  add_tables("upsert");
  ASSERT_TRUE(done(load_records("1", {{"1", "a", {"x", "y", "z"}}, {"2", "b"}, {"1", "c", {"w"}}})));
  EXPECT_THAT(roots(), ElementsAre("1|c", "2|b"));
  EXPECT_THAT(nested(), ElementsAre("k1.0|w"));
  ASSERT_TRUE(done(load_records("2", {{"1", "d", {"v"}}, {"1", "e", {"u", "t"}}, {"1", "f"}})));
  EXPECT_THAT(roots(), ElementsAre("1|f", "2|b"));
  EXPECT_THAT(nested(), IsEmpty());
}

TEST_P(UpsertTest, DedupSortGoesBeforeTheOrderOfRecords) {
  add_tables("upsert");
  auto& table = *schema_.find("t");
  table.column(*table.index_of("v")).other["dedup_sort"] = "desc";
  ASSERT_TRUE(done(load_records("1", {{"1", "b", {"x"}}, {"1", "c", {"y"}}, {"1", "a", {"z"}}})));
  EXPECT_THAT(roots(), ElementsAre("1|c"));
  EXPECT_THAT(nested(), ElementsAre("k1.0|y"));
}

TEST_P(UpsertTest, ARecordThatSaysSoDeletesItsKey) {
  add_tables("upsert");
  add_hard_delete();
  ASSERT_TRUE(done(load_records("1", {{"1", "a", {"x"}, false}, {"2", "b", {"y"}}, {"3", "c", {"z"}}})));
  ASSERT_TRUE(done(load_records("2", {{"1", "a", {"x"}, true}, {"2", "b", {"y"}, true}, {"2", "B", {"Y"}, false}})));
  EXPECT_THAT(roots(), ElementsAre("2|B", "3|c"));
  EXPECT_THAT(nested(), ElementsAre("k2.0|Y", "k3.0|z"));
  // As in dlt, a deleted key that was not there comes in; what is nested in it does not.
  ASSERT_TRUE(done(load_records("3", {{"7", "g", {"w"}, true}})));
  EXPECT_THAT(roots(), ElementsAre("2|B", "3|c", "7|g"));
  EXPECT_THAT(nested(), ElementsAre("k2.0|Y", "k3.0|z"));
}

TEST_P(UpsertTest, AStoredRowOfAnotherIdTakesItsNestedRowsAlong) {
  add_tables("upsert");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "random"}}}}, {"t__k", {{{"x", "random", "random", "n"}}}}})));
  ASSERT_TRUE(done(load_records("2", {{"1", "b", {"y"}}})));
  EXPECT_THAT(roots(), ElementsAre("1|b"));
  EXPECT_THAT(nested(), ElementsAre("k1.0|y"));
}

TEST_P(UpsertTest, ColumnsOfSomebodyElseStay) {
  add_tables("upsert");
  ASSERT_TRUE(done(load_records("1", {{"1", "a"}})));
  run_elsewhere("ALTER TABLE " + path_of("t") + " ADD COLUMN mine VARCHAR");
  run_elsewhere("UPDATE " + path_of("t") + " SET mine = 'kept'");
  ASSERT_TRUE(done(load_records("2", {{"1", "b"}, {"2", "c"}})));
  EXPECT_THAT(ask("SELECT id, v, mine FROM t ORDER BY id"), ElementsAre("1|b|kept", "2|c|NULL"));
}

TEST_P(UpsertTest, NewColumnsComeWithIt) {
  add_tables("upsert");
  ASSERT_TRUE(done(load_records("1", {{"1", "a"}})));
  add_hard_delete();
  ASSERT_TRUE(done(load_records("2", {{"1", "b", {"x"}, false}})));
  EXPECT_THAT(ask("SELECT id, v, gone FROM t"), ElementsAre("1|b|false"));
  EXPECT_THAT(nested(), ElementsAre("k1.0|x"));
}

TEST_P(UpsertTest, WithoutAPrimaryKeyItIsRefused) {
  add_root("t", "merge").properties()["x-merge-strategy"] = "upsert";
  const auto refused = load("1", {{"t", {{{"1", "a", "1", "r1"}}}}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::config);
  EXPECT_THAT(refused.error().message, HasSubstr("primary key"));
}

TEST_P(UpsertTest, AColumnNamedLikeTheRecordsNumberIsNoTrap) {
  add_tables("upsert");
  schema_.find("t")->add(column_of("decant_record", DataType::text));
  ASSERT_TRUE(done(load(
      "1", {{"t", {{{"1", "a", "1", "k1", "x"}, {"1", "b", "1", "k1", "y"}}}, false, {0, 1}}, {"t__k", {}, true}})));
  EXPECT_THAT(ask("SELECT v, decant_record FROM t"), ElementsAre("b|y"));
}

TEST_P(UpsertTest, InsertOnlyKeepsWhatIsThere) {
  add_tables("insert-only");
  ASSERT_TRUE(done(load_records("1", {{"1", "a", {"x"}}, {"1", "b", {"y", "z"}}})));
  EXPECT_THAT(roots(), ElementsAre("1|a"));
  EXPECT_THAT(nested(), ElementsAre("k1.0|x"));
  ASSERT_TRUE(done(load_records("2", {{"1", "c", {"u", "v"}}, {"2", "d", {"w"}}})));
  EXPECT_THAT(roots(), ElementsAre("1|a", "2|d"));
  EXPECT_THAT(nested(), ElementsAre("k1.0|x", "k1.1|v", "k2.0|w"));
}

TEST_P(UpsertTest, InsertOnlyLeavesDeletedKeysOutWithWhatIsNested) {
  add_tables("insert-only");
  add_hard_delete();
  ASSERT_TRUE(done(load_records("1", {{"1", "a", {"x"}, true}, {"2", "b", {"y"}, false}})));
  EXPECT_THAT(roots(), ElementsAre("2|b"));
  EXPECT_THAT(nested(), ElementsAre("k2.0|y"));
}

DECANT_EACH_SQL_DATABASE(UpsertTest);

}  // namespace
}  // namespace decant::destination
