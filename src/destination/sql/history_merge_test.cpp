#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "destination/sql/dataset_fixture.h"

namespace decant::destination {
namespace {

using schema::DataType;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr Micros kDay = 86'400'000'000;

class HistoryMergeTest : public SqlDatasetTest {
 protected:
  /// Columns: id, v, load id, row id (the version), from, to.
  schema::Table& add_history() {
    auto& table = add_root("t", "merge");
    table.properties()["x-merge-strategy"] = "scd2";
    auto& version = table.column(*table.index_of("_dlt_id"));
    version.unique = version.row_key = false;
    version.other["x-row-version"] = true;
    auto from = column_of("valid_from", DataType::timestamp);
    from.other["x-valid-from"] = true;
    table.add(std::move(from));
    auto to = column_of("valid_to", DataType::timestamp);
    to.other["x-valid-to"] = true;
    table.add(std::move(to));
    return table;
  }

  /// Loads rows {id, v}; the version of a row is made of both. Rows nested in it: `nested` times the version.
  Result<LoadReport> load_rows(int day, const std::vector<std::array<std::string, 2>>& rows) {
    std::vector<Cells> roots;
    std::vector<Cells> nested;
    for (const auto& [id, v] : rows) {
      const std::string version = id + v;
      roots.push_back({id, v, std::to_string(day), version});
      nested.push_back({"of " + version, version, version, version + ".0"});
    }
    std::vector<TableRows> tables;
    tables.push_back({"t", {roots}});
    if (schema_.find("t__k") != nullptr) tables.push_back({"t__k", {nested}});
    auto wanted = request(std::to_string(day), tables);
    wanted.inserted_at = day * kDay;
    return target()->publish(std::move(wanted));
  }

  /// id, v, and the days in which each version is valid.
  std::vector<std::string> history() {
    return ask(
        "SELECT id, v, CAST(extract(epoch FROM valid_from) / 86400 AS bigint), CAST(extract(epoch FROM valid_to) / "
        "86400 AS bigint) FROM t ORDER BY id, valid_from, v");
  }
};

TEST_P(HistoryMergeTest, ARowThatDoesNotComeAgainIsRetired) {
  add_history();
  ASSERT_TRUE(done(load_rows(1, {{"1", "a"}, {"2", "b"}})));
  ASSERT_TRUE(done(load_rows(2, {{"1", "a"}, {"2", "c"}})));
  ASSERT_TRUE(done(load_rows(3, {{"2", "c"}})));
  EXPECT_THAT(history(), ElementsAre("1|a|1|3", "2|b|1|2", "2|c|2|NULL"));
  // One that was retired comes back as a version of its own.
  ASSERT_TRUE(done(load_rows(4, {{"1", "a"}, {"2", "c"}})));
  EXPECT_THAT(history(), ElementsAre("1|a|1|3", "1|a|4|NULL", "2|b|1|2", "2|c|2|NULL"));
}

TEST_P(HistoryMergeTest, WithAMergeKeyOnlyItsKeysAreRetired) {
  auto& table = add_history();
  table.column(*table.index_of("id")).merge_key = true;
  ASSERT_TRUE(done(load_rows(1, {{"1", "a"}, {"2", "b"}})));
  ASSERT_TRUE(done(load_rows(2, {{"1", "A"}})));
  EXPECT_THAT(history(), ElementsAre("1|a|1|2", "1|A|2|NULL", "2|b|1|NULL"));
}

TEST_P(HistoryMergeTest, SeveralMergeKeysCountAsOne) {
  auto& table = add_history();
  table.column(*table.index_of("id")).merge_key = true;
  table.column(*table.index_of("v")).merge_key = true;
  ASSERT_TRUE(done(load_rows(1, {{"1", "a"}, {"1", "b"}})));
  ASSERT_TRUE(done(load_rows(2, {{"1", "b"}, {"2", "a"}})));
  EXPECT_THAT(history(), ElementsAre("1|a|1|NULL", "1|b|1|NULL", "2|a|2|NULL"));
}

TEST_P(HistoryMergeTest, ActiveRowsMayHaveATimeOfTheirOwn) {
  auto& table = add_history();
  table.column(*table.index_of("valid_to")).other["x-active-record-timestamp"] = "1970-01-10";
  table.properties()["x-boundary-timestamp"] = "1970-01-04T00:00:00Z";
  ASSERT_TRUE(done(load_rows(1, {{"1", "a"}, {"2", "b"}})));
  ASSERT_TRUE(done(load_rows(2, {{"2", "b"}})));
  EXPECT_THAT(history(), ElementsAre("1|a|3|3", "2|b|3|9"));
}

TEST_P(HistoryMergeTest, NestedRowsStayWithTheirVersion) {
  add_history();
  add_nested("t__k", "t");
  ASSERT_TRUE(done(load_rows(1, {{"1", "a"}})));
  ASSERT_TRUE(done(load_rows(2, {{"1", "b"}})));
  ASSERT_TRUE(done(load_rows(3, {{"1", "a"}, {"1", "a"}, {"2", "c"}, {"2", "c"}})));
  EXPECT_THAT(ask("SELECT value FROM t__k ORDER BY 1"), ElementsAre("of 1a", "of 1b", "of 2c"));
}

TEST_P(HistoryMergeTest, APrimaryKeyIsNotWhatNestedRowsLinkTo) {
  for (const char* key : {"id", "v"}) {
    SCOPED_TRACE(key);
    schema_ = schema::Schema("shop");
    static_cast<void>(target()->drop());
    auto& table = add_history();
    table.column(*table.index_of(key)).primary_key = true;
    add_nested("t__k", "t");
    ASSERT_TRUE(done(load_rows(1, {{"1", "a"}})));
    ASSERT_TRUE(done(load_rows(2, {{"1", "b"}})));
    EXPECT_THAT(ask("SELECT value FROM t__k ORDER BY 1"), ElementsAre("of 1a", "of 1b"));
  }
}

TEST_P(HistoryMergeTest, ATableWithoutTheColumnsIsRefused) {
  add_root("t", "merge").properties()["x-merge-strategy"] = "scd2";
  const auto refused = load("1", {{"t", {{{"1", "a", "1", "r1"}}}}});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("x-row-version"));
}

DECANT_EACH_SQL_DATABASE(HistoryMergeTest);

}  // namespace
}  // namespace decant::destination
