#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "destination/any_dataset_fixture.h"
#include "schema/system_tables.h"

namespace decant::destination {
namespace {

using schema::DataType;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// What holds for every destination, as far as its capability record says so.
using ConformanceTest = AnyDatasetTest;

TEST_P(ConformanceTest, NewColumnsComeLater) {
  auto& table = add_root("t", "append");
  const auto first = load("1", {{"t", {{{"1", "a", "1", "x"}}}}});
  ASSERT_TRUE(first) << to_string(first.error());
  EXPECT_THAT(first->new_tables, ElementsAre("t"));
  EXPECT_THAT(first->new_columns, IsEmpty());
  auto late = column_of("late", DataType::json);
  late.nullable = false;
  table.add(late);
  table.add(column_of("Later", DataType::real));
  // The first batch was made before the columns were known.
  const auto second = load("2", {{"t", {{{"2", "b", "2", "y"}}, {{"3", "c", "2", "z", "[]", "0.5"}}}}});
  ASSERT_TRUE(second) << to_string(second.error());
  EXPECT_THAT(second->new_tables, IsEmpty());
  EXPECT_THAT(second->new_columns, ElementsAre("t.late", "t.Later"));
  EXPECT_THAT(ask("SELECT id, late, \"Later\" FROM t ORDER BY id"),
              ElementsAre("1|NULL|NULL", "2|NULL|NULL", "3|[]|0.5"));
}

TEST_P(ConformanceTest, NothingIsChangedByALoadThatCouldNotBeDoneAgain) {
  add_root("t", "replace");
  const auto refuse = [&](LoadRequest load) {
    load.until_sealed = [] { return Result<void>(fail(ErrorKind::io, "the disk is full")); };
    const auto refused = target()->publish(std::move(load));
    return refused ? ErrorKind::internal : refused.error().kind;
  };
  EXPECT_EQ(refuse(request("1", {{"t", {{{"1", "a", "1", "x"}}}}})), ErrorKind::io);
  const auto left = target()->inspect("shop");
  ASSERT_TRUE(left) << to_string(left.error());
  EXPECT_FALSE(left->exists);
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  EXPECT_EQ(refuse(request("2", {{"t", {{{"2", "b", "2", "y"}}}}})), ErrorKind::io);
  EXPECT_THAT(ask("SELECT id FROM t"), ElementsAre("1"));
}

TEST_P(ConformanceTest, SystemTablesAreAsDltHasThem) {
  add_root("t", "append");
  schema_.add(schema::pipeline_state_table());
  auto load = request("1700000000.5", {{"t", {{{"1", "a", "1700000000.5", "x"}}}}});
  load.state = StateRow{.version = 3,
                        .engine_version = 4,
                        .pipeline_name = "shop",
                        .state = "eNtext",
                        .created_at = 1'700'000'000'000'001,
                        .version_hash = "hash"};
  load.state_row_id = "row";
  ASSERT_TRUE(done(target()->publish(std::move(load))));
  EXPECT_THAT(ask("SELECT * FROM _dlt_loads"),
              ElementsAre("1700000000.5|shop|0|2023-11-14T22:13:20+00:00|" + schema_.version_hash()));
  EXPECT_THAT(ask("SELECT version, engine_version, pipeline_name, state, created_at, version_hash, _dlt_load_id "
                  "FROM _dlt_pipeline_state"),
              ElementsAre("3|4|shop|eNtext|2023-11-14T22:13:20.000001+00:00|hash|1700000000.5"));
  EXPECT_THAT(ask("SELECT version, engine_version, schema_name, version_hash, schema LIKE '%\"name\":\"shop\"%' "
                  "FROM _dlt_version"),
              ElementsAre(std::to_string(schema_.version()) + "|11|shop|" + schema_.version_hash() + "|true"));
}

TEST_P(ConformanceTest, SchemaIsStoredOncePerHash) {
  add_root("t", "append");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  ASSERT_TRUE(done(load("2", {{"t", {{{"1", "a", "2", "y"}}}}})));
  EXPECT_THAT(ask("SELECT count(*) FROM _dlt_version"), ElementsAre("1"));
  EXPECT_THAT(ask("SELECT count(*) FROM _dlt_loads"), ElementsAre("2"));
}

TEST_P(ConformanceTest, InspectReadsStateAndSchemas) {
  auto nothing = target()->inspect("shop");
  ASSERT_TRUE(nothing);
  EXPECT_FALSE(nothing->exists);
  add_root("t", "append");
  for (const std::int64_t version : {1, 2}) {
    auto load = request(std::to_string(version), {});
    load.state = StateRow{.version = version, .pipeline_name = "shop", .state = "eN", .version_hash = "h"};
    load.state_row_id = "row " + std::to_string(version);
    load.inserted_at += version;
    ASSERT_TRUE(done(target()->publish(std::move(load))));
    add_root("more" + std::to_string(version), "append");
  }
  const auto info = target()->inspect("shop");
  ASSERT_TRUE(info) << to_string(info.error());
  EXPECT_TRUE(info->exists);
  ASSERT_TRUE(info->state);
  EXPECT_EQ(info->state->version, 2);
  EXPECT_EQ(info->state->version_hash, "h");
  ASSERT_EQ(info->schemas.size(), 1U);
  EXPECT_NE(info->schemas[0].find("tables")->find("more1"), nullptr);
  EXPECT_FALSE(target()->inspect("another")->state);
}

TEST_P(ConformanceTest, LoadIsMadeOnce) {
  add_root("t", "append");
  EXPECT_FALSE(target()->has_load("1").value());
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  EXPECT_TRUE(target()->has_load("1").value());
  const auto again = load("1", {{"t", {{{"1", "a", "1", "x"}}}}});
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->already_loaded);
  EXPECT_THAT(ask("SELECT count(*) FROM t"), ElementsAre("1"));
}

TEST_P(ConformanceTest, StateOfAnotherLoadInBetweenIsRefused) {
  const auto with_state = [&](const std::string& id, std::int64_t version, std::optional<std::int64_t> base) {
    auto load = request(id, {});
    load.state = StateRow{.version = version, .pipeline_name = "shop", .state = "eN", .version_hash = ""};
    load.state_row_id = "row " + id;
    load.check_state_version = true;
    load.base_state_version = base;
    return target()->publish(std::move(load));
  };
  ASSERT_TRUE(done(with_state("1", 1, std::nullopt)));
  ASSERT_TRUE(done(with_state("2", 2, 1)));
  const auto stale = with_state("3", 2, 1);
  ASSERT_FALSE(stale);
  EXPECT_EQ(stale.error().kind, ErrorKind::state);
  EXPECT_THAT(stale.error().message, HasSubstr("came in between: 2 of "));
  EXPECT_FALSE(with_state("3", 1, std::nullopt));
  EXPECT_THAT(ask("SELECT load_id FROM _dlt_loads ORDER BY 1"), ElementsAre("1", "2"));
}

TEST_P(ConformanceTest, BrokenConstraintLeavesNothing) {
  DECANT_NEEDS(has_not_null);
  add_root("t", "append");
  const auto refused = load("1", {{"t", {{{"1", "a", "1", std::nullopt}}}}});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, ::testing::ContainsRegex("(NOT NULL|not-null)"));
  EXPECT_FALSE(target()->has_load("1").value());
}

TEST_P(ConformanceTest, ReplaceEmptiesTheWholeChain) {
  add_root("t", "replace");
  add_nested("t__k", "t");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}, {"t__k", {{{"n", "x", "x", "y"}}}}})));
  ASSERT_TRUE(done(load("2", {{"t", {{{"2", "b", "2", "z"}}}}, {"t__k", {}, true}})));
  EXPECT_THAT(ask("SELECT id FROM t"), ElementsAre("2"));
  EXPECT_THAT(ask("SELECT * FROM t__k"), IsEmpty());
}

TEST_P(ConformanceTest, WhatReplacesMayHaveNewColumns) {
  auto& table = add_root("t", "replace");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  table.add(column_of("more", DataType::bigint));
  ASSERT_TRUE(done(load("2", {{"t", {{{"2", "b", "2", "y", "7"}}}}})));
  EXPECT_THAT(ask("SELECT id, more FROM t"), ElementsAre("2|7"));
}

TEST_P(ConformanceTest, MergedRowsTakeThePlaceOfStoredOnes) {
  DECANT_NEEDS(has_merge);
  add_root("t", "merge", {"id"});
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}, {"2", "b", "1", "y"}}}}})));
  ASSERT_TRUE(done(load("2", {{"t", {{{"2", "c", "2", "z"}}}}})));
  EXPECT_THAT(ask("SELECT id, v FROM t ORDER BY id"), ElementsAre("1|a", "2|c"));
}

TEST_P(ConformanceTest, WithoutMergeRowsAreAppended) {
  DECANT_NEEDS_NO(has_merge);
  add_root("t", "merge", {"id"});
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  ASSERT_TRUE(done(load("2", {{"t", {{{"1", "b", "2", "y"}}}}})));
  EXPECT_THAT(ask("SELECT id, v FROM t ORDER BY v"), ElementsAre("1|a", "1|b"));
}

TEST_P(ConformanceTest, ALoadThatFailsLeavesTheOldRowsOfWhatItReplaces) {
  add_root("t", "replace");
  add_root("u", "replace");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}, {"u", {{{"1", "a", "1", "x"}}}}})));
  auto second = request("2", {{"t", {{{"2", "b", "2", "y"}}}}, {"u", {{{"2", "b", "2", "y"}}}}});
  second.tables.back().write_disposition = "unheard of";
  ASSERT_FALSE(target()->publish(std::move(second)));
  EXPECT_THAT(ask("SELECT id FROM t"), ElementsAre("1"));
  EXPECT_FALSE(target()->has_load("2").value());
}

TEST_P(ConformanceTest, ValuesOfAllTypesComeBack) {
  auto& table = add_root("t", "append");
  for (const auto type : {DataType::real, DataType::boolean, DataType::timestamp, DataType::binary, DataType::json,
                          DataType::decimal, DataType::wei, DataType::date, DataType::time}) {
    table.add(column_of("c_" + std::string(schema::to_string(type)), type));
  }
  ASSERT_TRUE(
      done(load("1", {{"t",
                       {{{"-9223372036854775808", "a,\"'\n\\", "1", "x", "1.5", "1", "1700000000000001", "bytes",
                          R"({"a":"b"})", "-12.500000000", "12345678901234567890123456789", "-1", "3723000001"},
                         {"2", std::nullopt, "1", "y", std::nullopt, std::nullopt, std::nullopt, std::nullopt,
                          std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt}}}}})));
  EXPECT_THAT(ask("SELECT id, v, c_double, c_bool, c_timestamp, c_binary, c_json->>'a', c_decimal, c_wei = "
                  "12345678901234567890123456789, c_date, c_time FROM t ORDER BY id"),
              ElementsAre("-9223372036854775808|a,\"'\n\\|1.5|true|2023-11-14T22:13:20.000001+00:00|\\x6279746573|"
                          "b|-12.500000000|true|1969-12-31|01:02:03.000001",
                          "2|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL"));
}

TEST_P(ConformanceTest, RowsOfManyBatchesKeepTheirNulls) {
  add_root("t", "append");
  std::vector<std::vector<Cells>> batches;
  int id = 0;
  for (const int rows : {1, 2047, 2049, 1, 64}) {
    batches.emplace_back();
    for (int row = 0; row < rows; ++row, ++id) {
      const auto text = std::to_string(id);
      batches.back().push_back({text, id % 3 == 0 ? std::optional<std::string>() : text, "1", text});
    }
  }
  ASSERT_TRUE(done(load("1", {{"t", std::move(batches)}})));
  EXPECT_THAT(ask("SELECT count(*), count(v), count(DISTINCT id), sum(id), sum(CAST(v AS BIGINT)) FROM t"),
              ElementsAre("4162|2774|4162|8659041|5771307"));
}

TEST_P(ConformanceTest, DamagedBatchIsNotReadBeyondItsEnd) {
  add_root("t", "append");
  auto load = request("1", {});
  auto batch = batch_of(*schema_.find("t"), {{"1", "a", "1", "x"}});
  batch.columns[1].offsets[1] = 4000;
  std::vector<normalize::Batch> batches;
  batches.push_back(std::move(batch));
  TableLoad entry;
  entry.table = schema_.find("t");
  entry.write_disposition = "append";
  entry.rows = std::make_unique<HeldBatches>(std::move(batches));
  load.tables.push_back(std::move(entry));
  const auto refused = target()->publish(std::move(load));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::package);
}

TEST_P(ConformanceTest, DropRemovesTheDataset) {
  EXPECT_TRUE(target()->drop());
  add_root("t", "append");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  ASSERT_TRUE(target()->drop());
  EXPECT_FALSE(target()->inspect("shop")->exists);
  EXPECT_FALSE(target()->has_load("1").value());
}

DECANT_EACH_DATASET(ConformanceTest);

}  // namespace
}  // namespace decant::destination
