#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "destination/any_dataset_fixture.h"
#include "destination/provenance_fixture.h"

namespace decant::destination {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using ProvenanceTest = ProvenanceLoads<AnyDatasetTest>;

TEST_P(ProvenanceTest, LoadsAreMergedInTheTable) {
  EXPECT_TRUE(stored().empty());
  ASSERT_TRUE(done(load_with("1700000000.1", seen("id", "$.id", "1700000000.1"), true)));
  ASSERT_TRUE(done(load_with("1700000000.2", seen("id", "$[\"I D\"]", "1700000000.2"), true)));
  EXPECT_THAT(
      ask("SELECT schema_name, table_name, column_name, paths->>0, paths->>1, more_paths, types->>0, first_load, "
          "last_load FROM _decant_columns"),
      ElementsAre(R"(shop|orders|id|$.id|$["I D"]|0|bigint|1700000000.1|1700000000.2)"));
  EXPECT_THAT(stored().find("orders", "id")->paths, ElementsAre("$.id", "$[\"I D\"]"));
  EXPECT_TRUE(stored("another").empty());
}

TEST_P(ProvenanceTest, ATableThatIsThereIsKeptUpAndNoneIsMadeUnasked) {
  ASSERT_TRUE(done(load_with("1700000000.1", seen("id", "$.id", "1700000000.1"), false)));
  EXPECT_THAT(ask("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND "
                  "table_name LIKE '_decant%'"),
              IsEmpty());
  ASSERT_TRUE(done(load_with("1700000000.2", seen("id", "$.id", "1700000000.2"), true)));
  ASSERT_TRUE(done(load_with("1700000000.3", seen("v", "$.v", "1700000000.3"), false)));
  EXPECT_THAT(ask("SELECT column_name, last_load FROM _decant_columns ORDER BY 1"),
              ElementsAre("id|1700000000.2", "v|1700000000.3"));
}

TEST_P(ProvenanceTest, WhatIsKnownOfADroppedTableGoesWithIt) {
  ASSERT_TRUE(done(load_with("1700000000.1", seen("id", "$.id", "1700000000.1"), true)));
  auto anew = request("1700000000.2", {{.table = "orders", .batches = {{{"1", "a", "l", "r"}}}}});
  const auto provenance = seen("v", "$.v", "1700000000.2");
  anew.provenance = &provenance;
  anew.dropped_tables = {"orders"};
  ASSERT_TRUE(done(target()->publish(std::move(anew))));
  EXPECT_THAT(ask("SELECT column_name FROM _decant_columns"), ElementsAre("v"));
  auto gone = request("1700000000.3", {});
  gone.dropped_tables = {"orders"};
  ASSERT_TRUE(done(target()->publish(std::move(gone))));
  EXPECT_THAT(ask("SELECT column_name FROM _decant_columns"), IsEmpty());
}

TEST_P(ProvenanceTest, ItComesWithTheCommitOrNotAtAll) {
  DECANT_NEEDS(has_not_null);
  ASSERT_TRUE(done(load_with("1700000000.1", seen("id", "$.id", "1700000000.1"), true)));
  auto load = request("1700000000.2", {{.table = "orders", .batches = {{{"1", "a", "l", std::nullopt}}}}});
  const auto provenance = seen("id", "$.other", "1700000000.2");
  load.provenance = &provenance;
  load.keeps_provenance = true;
  ASSERT_FALSE(target()->publish(std::move(load)));
  EXPECT_THAT(stored().find("orders", "id")->paths, ElementsAre("$.id"));
}

DECANT_EACH_DESTINATION(ProvenanceTest);

}  // namespace
}  // namespace decant::destination
