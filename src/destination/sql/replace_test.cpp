#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "destination/postgres/postgres_destination.h"
#include "destination/sql/dataset_fixture.h"

namespace decant::destination {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Tables that take the place of others, as PostgreSQL has it.
class SwapTest : public LoadTest {
 protected:
  SwapTest() { dataset_ = "shop_" + random_hex(6); }
  ~SwapTest() override { static_cast<void>(target()->drop()); }
  SwapTest(const SwapTest&) = delete;
  SwapTest& operator=(const SwapTest&) = delete;

  [[nodiscard]] std::unique_ptr<Destination> target() const override {
    return std::make_unique<PostgresDestination>(PostgresOptions{
        .credentials = PostgresTestServer::get().credentials(), .dataset = dataset_, .replace = ReplaceStrategy::swap});
  }

  void run_elsewhere(const std::string& sql) const {
    auto connection = PostgresConnection::open(PostgresTestServer::get().credentials());
    ASSERT_TRUE(connection && connection->execute(sql)) << sql;
  }

  Result<LoadReport> replace(const std::string& load_id, const std::string& v, bool has_nested) {
    TableRows nested{"t__k", {{{v + ".0", "r", "r", "n"}}}};
    if (!has_nested) nested = {.table = "t__k", .batches = {}, .takes_part_only = true};
    std::vector<TableRows> tables;
    tables.push_back({"t", {{{"1", v, load_id, "r"}}}});
    tables.push_back(std::move(nested));
    return load(load_id, tables);
  }
};

TEST_F(SwapTest, NewTablesTakeThePlaceOfTheOldOnes) {
  add_root("t", "replace");
  add_nested("t__k", "t");
  ASSERT_TRUE(done(replace("1", "a", true)));
  ASSERT_TRUE(done(replace("2", "b", true)));
  EXPECT_THAT(ask("SELECT v FROM t"), ElementsAre("b"));
  EXPECT_THAT(ask("SELECT value FROM t__k"), ElementsAre("b.0"));
  schema_.find("t")->add(column_of("more", schema::DataType::bigint));
  const auto third = replace("3", "c", false);
  ASSERT_TRUE(done(third));
  EXPECT_THAT(third->new_columns, ElementsAre("t.more"));
  EXPECT_GT(third->locked_for, 0);
  EXPECT_THAT(ask("SELECT v, more FROM t"), ElementsAre("c|NULL"));
  EXPECT_THAT(ask("SELECT value FROM t__k"), IsEmpty());
  EXPECT_THAT(
      ask("SELECT count(*) FROM pg_tables WHERE schemaname = '" + dataset_ + "' AND tablename LIKE '\\_decant%'"),
      ElementsAre("0"));
}

TEST_F(SwapTest, RowIdsStayUnique) {
  add_root("t", "replace");
  add_nested("t__k", "t");
  ASSERT_TRUE(done(replace("1", "a", true)));
  ASSERT_TRUE(done(replace("2", "b", true)));
  ASSERT_FALSE(load("3", {{"t", {{{"1", "c", "3", "r"}, {"2", "c", "3", "r"}}}}}));
  EXPECT_THAT(ask("SELECT v FROM t"), ElementsAre("b"));
}

TEST_F(SwapTest, WhatDependsOnATableKeepsItAndIsNamed) {
  add_root("t", "replace");
  add_nested("t__k", "t");
  ASSERT_TRUE(done(replace("1", "a", true)));
  run_elsewhere("CREATE VIEW \"" + dataset_ + "\".seen AS SELECT v FROM \"" + dataset_ + "\".t");
  const auto refused = replace("2", "b", true);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().hint, HasSubstr("truncate-and-insert"));
  EXPECT_THAT(ask("SELECT v FROM t"), ElementsAre("a"));
}

}  // namespace
}  // namespace decant::destination
