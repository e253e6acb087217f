#include "destination/duckdb/duckdb_destination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "destination/duckdb/dataset_fixture.h"

namespace decant::destination {
namespace {

using schema::DataType;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using DuckDbDestinationTest = DatasetTest;

constexpr const char* kLongText = "a text of more than twelve bytes: žluťoučký kůň";

TEST_F(DuckDbDestinationTest, EveryTypeAndNull) {
  schema::Table table("t");
  std::vector<std::pair<std::string, DataType>> columns = {
      {"text", DataType::text},    {"real", DataType::real},       {"flag", DataType::boolean},
      {"at", DataType::timestamp}, {"whole", DataType::bigint},    {"raw", DataType::binary},
      {"doc", DataType::json},     {"money", DataType::decimal},   {"wei", DataType::wei},
      {"day", DataType::date},     {"clock", DataType::time},      {"untyped", DataType::text},
      {"tiny", DataType::bigint},  {"small", DataType::bigint},    {"medium", DataType::bigint},
      {"huge", DataType::bigint},  {"local", DataType::timestamp}, {"local_s", DataType::timestamp},
      {"ns", DataType::timestamp}, {"m4", DataType::decimal},      {"m9", DataType::decimal},
      {"m18", DataType::decimal}};
  for (auto& [name, type] : columns) {
    auto column = column_of(name, type);
    if (name == "untyped") column.data_type.reset();
    if (name == "tiny") column.precision = 8;
    if (name == "small") column.precision = 16;
    if (name == "medium") column.precision = 32;
    if (name == "huge") column.precision = 128;
    if (name == "local" || name == "local_s" || name == "ns") column.timezone = false;
    if (name == "local_s") column.precision = 0;
    if (name == "ns") column.precision = 9;
    if (name.size() > 1 && name[0] == 'm' && name[1] < 'a') {
      column.precision = std::stoi(name.substr(1));
      column.scale = 2;
    }
    table.add(std::move(column));
  }
  schema_.add(std::move(table));
  const std::string bytes("\0\xff'\"", 4);
  const Cells full = {kLongText,
                      "1.5",
                      "1",
                      "1700000000000001",
                      "-9223372036854775808",
                      bytes,
                      R"({"a":[1,null]})",
                      "-12345.678901234",
                      "99999999999999999999999999999999999999",
                      "-1",
                      "3723000001",
                      "-128",
                      "32767",
                      "-2147483648",
                      "9223372036854775807",
                      "1700000000500000",
                      "1700000000000000",
                      "1700000000000001",
                      "-99.99",
                      "1234567.89",
                      "1e15"};
  ASSERT_TRUE(done(load("1", {{"t", {{full, Cells(21), full}}}})));
  EXPECT_THAT(
      ask("SELECT * FROM t LIMIT 1"),
      ElementsAre(std::string(kLongText) +
                  R"(|1.5|true|2023-11-14T22:13:20.000001+00:00|-9223372036854775808|\x00ff2722|{"a":[1,null]}|)"
                  "-12345.678901234|99999999999999999999999999999999999999|1969-12-31|01:02:03.000001|-128|32767|"
                  "-2147483648|9223372036854775807|2023-11-14T22:13:20.500000|2023-11-14T22:13:20|"
                  "2023-11-14T22:13:20.000001000|-99.99|1234567.89|1000000000000000.00"));
  EXPECT_THAT(ask("SELECT count(*), count(text), count(raw), count(money), count(tiny) FROM t"),
              ElementsAre("3|2|2|2|2"));
  EXPECT_THAT(
      ask("SELECT string_agg(data_type, ' ' ORDER BY column_index) FROM duckdb_columns() WHERE table_name = 't'"),
      ElementsAre("VARCHAR DOUBLE BOOLEAN TIMESTAMP WITH TIME ZONE BIGINT BLOB JSON DECIMAL(38,9) DECIMAL(38,0) DATE "
                  "TIME TINYINT SMALLINT INTEGER HUGEINT TIMESTAMP TIMESTAMP_S TIMESTAMP_NS DECIMAL(4,2) "
                  "DECIMAL(9,2) DECIMAL(18,2)"));
  EXPECT_THAT(ask("SELECT doc ->> '$.a[0]' FROM t LIMIT 1"), ElementsAre("1"));
}

TEST_F(DuckDbDestinationTest, BatchesOfManyChunksKeepNullsAndOrder) {
  add_root("t", "append");
  std::vector<Cells> rows;
  for (int i = 0; i < 5000; ++i) {
    rows.push_back(
        {std::to_string(i), i % 3 == 0 ? std::optional<std::string>() : kLongText + std::to_string(i), "1", "x"});
  }
  ASSERT_TRUE(done(load("1", {{"t", {rows, rows}}})));
  EXPECT_THAT(
      ask("SELECT count(*), count(v), sum(id), count(*) FILTER (v = '" + std::string(kLongText) + "' || id) FROM t"),
      ElementsAre("10000|6666|24995000|6666"));
  EXPECT_THAT(ask("SELECT id FROM t LIMIT 2 OFFSET 4999"), ElementsAre("4999", "0"));
}

TEST_F(DuckDbDestinationTest, NewColumnsComeLater) {
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
  EXPECT_THAT(ask("SELECT id, late, later FROM t ORDER BY id"), ElementsAre("1|NULL|NULL", "2|NULL|NULL", "3|[]|0.5"));
}

TEST_F(DuckDbDestinationTest, SystemTablesAreAsDltHasThem) {
  add_root("t", "append");
  auto load = request("1700000000.5", {{"t", {{{"1", "a", "1700000000.5", "x"}}}}});
  load.state = StateRow{.version = 3,
                        .engine_version = 4,
                        .pipeline_name = "shop",
                        .state = "eNtext",
                        .created_at = 1'700'000'000'000'001,
                        .version_hash = "hash"};
  load.state_row_id = "row";
  ASSERT_TRUE(done(destination().publish(std::move(load))));
  EXPECT_THAT(ask("SELECT * FROM _dlt_loads"),
              ElementsAre("1700000000.5|shop|0|2023-11-14T22:13:20+00:00|" + schema_.version_hash()));
  EXPECT_THAT(ask("SELECT * FROM _dlt_pipeline_state"),
              ElementsAre("3|4|shop|eNtext|2023-11-14T22:13:20.000001+00:00|hash|1700000000.5|row"));
  EXPECT_THAT(
      ask("SELECT version, engine_version, inserted_at, schema_name, version_hash, json_extract(schema, '$.name') "
          "FROM _dlt_version"),
      ElementsAre(std::to_string(schema_.version()) + "|11|2023-11-14T22:13:20+00:00|shop|" + schema_.version_hash() +
                  "|\"shop\""));
  EXPECT_THAT(ask("SELECT column_name || ' ' || data_type || CASE WHEN is_nullable THEN '' ELSE ' NOT NULL' END FROM "
                  "duckdb_columns() WHERE table_name = '_dlt_loads' ORDER BY column_index"),
              ElementsAre("load_id VARCHAR NOT NULL", "schema_name VARCHAR", "status BIGINT NOT NULL",
                          "inserted_at TIMESTAMP WITH TIME ZONE NOT NULL", "schema_version_hash VARCHAR"));
}

TEST_F(DuckDbDestinationTest, SchemaIsStoredOncePerHash) {
  add_root("t", "append");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  ASSERT_TRUE(done(load("2", {{"t", {{{"1", "a", "2", "y"}}}}})));
  EXPECT_THAT(ask("SELECT count(*) FROM _dlt_version"), ElementsAre("1"));
  EXPECT_THAT(ask("SELECT count(*) FROM _dlt_loads"), ElementsAre("2"));
}

TEST_F(DuckDbDestinationTest, InspectReadsStateAndSchemas) {
  auto nothing = destination().inspect("shop");
  ASSERT_TRUE(nothing);
  EXPECT_FALSE(nothing->exists);
  EXPECT_FALSE(std::filesystem::exists(path_));
  add_root("t", "append");
  for (const std::int64_t version : {1, 2}) {
    auto load = request(std::to_string(version), {});
    load.state = StateRow{.version = version, .pipeline_name = "shop", .state = "eN", .version_hash = "h"};
    load.inserted_at += version;
    ASSERT_TRUE(done(destination().publish(std::move(load))));
    add_root("more" + std::to_string(version), "append");
  }
  const auto info = destination().inspect("shop");
  ASSERT_TRUE(info) << to_string(info.error());
  EXPECT_TRUE(info->exists);
  ASSERT_TRUE(info->state);
  EXPECT_EQ(info->state->version, 2);
  EXPECT_EQ(info->state->version_hash, "h");
  ASSERT_EQ(info->schemas.size(), 1U);
  EXPECT_NE(info->schemas[0].find("tables")->find("more1"), nullptr);
  EXPECT_FALSE(destination().inspect("another")->state);
}

TEST_F(DuckDbDestinationTest, LoadIsMadeOnce) {
  add_root("t", "append");
  EXPECT_FALSE(destination().has_load("1").value());
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  EXPECT_TRUE(destination().has_load("1").value());
  const auto again = load("1", {{"t", {{{"1", "a", "1", "x"}}}}});
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->already_loaded);
  EXPECT_THAT(ask("SELECT count(*) FROM t"), ElementsAre("1"));
}

TEST_F(DuckDbDestinationTest, StateOfAnotherLoadInBetweenIsRefused) {
  const auto with_state = [&](const std::string& id, std::int64_t version, std::optional<std::int64_t> base) {
    auto load = request(id, {});
    load.state = StateRow{.version = version, .pipeline_name = "shop", .state = "eN", .version_hash = ""};
    load.check_state_version = true;
    load.base_state_version = base;
    return destination().publish(std::move(load));
  };
  ASSERT_TRUE(done(with_state("1", 1, std::nullopt)));
  ASSERT_TRUE(done(with_state("2", 2, 1)));
  const auto stale = with_state("3", 2, 1);
  ASSERT_FALSE(stale);
  EXPECT_EQ(stale.error().kind, ErrorKind::state);
  EXPECT_THAT(stale.error().message, HasSubstr("came in between: 2;"));
  EXPECT_FALSE(with_state("3", 1, std::nullopt));
  EXPECT_THAT(ask("SELECT load_id FROM _dlt_loads ORDER BY 1"), ElementsAre("1", "2"));
}

TEST_F(DuckDbDestinationTest, ValueThatDoesNotFitLeavesNothing) {
  auto& good = add_root("good", "append");
  auto& bad = add_root("bad", "append");
  auto money = column_of("money", DataType::decimal);
  money.precision = 4;
  money.scale = 2;
  bad.add(money);
  ASSERT_TRUE(done(load("1", {{"good", {{{"1", "a", "1", "x"}}}}})));
  good.add(column_of("more", DataType::text));
  const auto refused = load("2", {{"good", {{{"2", "b", "2", "y"}}}}, {"bad", {{{"1", "a", "2", "z", "123.4"}}}}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::destination);
  EXPECT_THAT(refused.error().message, HasSubstr("bad.money of type DECIMAL(4,2): 123.4"));
  EXPECT_THAT(refused.error().context, ElementsAre("loading table bad"));
  EXPECT_THAT(ask("SELECT * FROM good"), ElementsAre("1|a|1|x"));
  EXPECT_THAT(ask("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'bad'"), ElementsAre("0"));
  EXPECT_FALSE(destination().has_load("2").value());
}

TEST_F(DuckDbDestinationTest, BrokenConstraintLeavesNothing) {
  add_root("t", "append");
  const auto refused = load("1", {{"t", {{{"1", "a", "1", std::nullopt}}}}});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("NOT NULL"));
  EXPECT_FALSE(destination().has_load("1").value());
}

TEST_F(DuckDbDestinationTest, ColumnsOfAnotherTypeAreCast) {
  add_root("t", "append");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  schema::Schema other("shop");
  schema::Table table("T");
  table.add(column_of("ID", DataType::real));
  table.add(column_of("v", DataType::bigint));
  table.add(column_of("_dlt_id", DataType::text));
  other.add(std::move(table));
  std::swap(schema_, other);
  ASSERT_TRUE(done(load("2", {{"T", {{{"2.0", "77", "y"}}}}})));
  EXPECT_THAT(ask("SELECT * FROM t ORDER BY id"), ElementsAre("1|a|1|x", "2|77|NULL|y"));
}

TEST_F(DuckDbDestinationTest, ReplaceEmptiesTheWholeChain) {
  add_root("t", "replace");
  add_nested("t__k", "t");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}, {"t__k", {{{"n", "x", "x", "y"}}}}})));
  ASSERT_TRUE(done(load("2", {{"t", {{{"2", "b", "2", "z"}}}}, {"t__k", {}, true}})));
  EXPECT_THAT(ask("SELECT id FROM t"), ElementsAre("2"));
  EXPECT_THAT(ask("SELECT * FROM t__k"), IsEmpty());
}

TEST_F(DuckDbDestinationTest, DatasetNamedLikeTheFile) {
  for (const char* name : {"shop", "temp", "main", "it's \"one\"", "SHOP"}) {
    dataset_ = name;
    add_root("t" + random_hex(3), "append");
    const auto& table = schema_.tables().back().name();
    const auto loaded = load("1", {{table, {{{"1", "a", "1", "x"}}}}});
    ASSERT_TRUE(loaded) << name << to_string(loaded.error());
    if (loaded->already_loaded) continue;  // SHOP is shop
    EXPECT_THAT(ask("SELECT id FROM " + table), ElementsAre("1")) << name;
    EXPECT_TRUE(destination().has_load("1").value()) << name;
  }
  dataset_ = "shop";
  EXPECT_THAT(ask("SELECT count(*) FROM shop._dlt_loads"), ElementsAre("1"));
}

TEST_F(DuckDbDestinationTest, QueriesReadOnly) {
  EXPECT_THAT(ask("SELECT 1"), ElementsAre(HasSubstr("there is no database")));
  add_root("t", "append");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  EXPECT_THAT(ask("SELECT v FROM shop_data.t"), ElementsAre("a"));
  EXPECT_THAT(ask("SELECT v FROM shop.shop_data.t"), ElementsAre("a"));
  EXPECT_THAT(ask("DELETE FROM t"), ElementsAre(HasSubstr("read-only")));
  EXPECT_THAT(ask("SELECT * FROM read_text('/etc/hostname')"), ElementsAre(HasSubstr("disabled")));
  EXPECT_THAT(ask("SELECT '01:02:03+02'::TIMETZ AS x"), ElementsAre(HasSubstr("column x of type TIME WITH TIME ZONE")));
}

TEST_F(DuckDbDestinationTest, CellsHaveKinds) {
  ASSERT_TRUE(done(load("1", {})));
  auto target = destination();
  auto result = target.query(
      "SELECT 1.50::DECIMAL(4,2) AS n, true AS b, {'a': [1, NULL], 'b': 'x\"y'} AS s, MAP {1: 'x'} AS m, "
      "'x'::ENUM('x','y') "
      "AS e, 'nan'::DOUBLE AS d, INTERVAL '14 months 3 days 1.5 seconds' AS i, "
      "'6d3f1a2b-0000-4000-8000-0123456789ab'::UUID AS u, [1,2]::INTEGER[2] AS a, NULL AS z, 0.1::FLOAT AS f");
  ASSERT_TRUE(result) << to_string(result.error());
  using Kind = QueryResult::CellKind;
  std::vector<Kind> kinds;
  for (const auto& column : (*result)->columns()) kinds.push_back(column.kind);
  EXPECT_THAT(kinds, ElementsAre(Kind::number, Kind::boolean, Kind::json, Kind::json, Kind::text, Kind::number,
                                 Kind::text, Kind::text, Kind::json, Kind::number, Kind::number));
  const auto rows = (*result)->next();
  ASSERT_TRUE(rows);
  EXPECT_THAT(rows->at(0), ElementsAre("1.50", "true", R"({"a":[1,null],"b":"x\"y"})", R"({"1":"x"})", "x", "nan",
                                       "1 year 2 months 3 days 00:00:01.500000", "6d3f1a2b-0000-4000-8000-0123456789ab",
                                       "[1,2]", std::nullopt, "0.1"));
  EXPECT_EQ((*result)->columns()[2].type, "STRUCT(a INTEGER[], b VARCHAR)");
}

TEST_F(DuckDbDestinationTest, DropRemovesTheDataset) {
  EXPECT_TRUE(destination().drop());
  EXPECT_FALSE(std::filesystem::exists(path_));
  add_root("t", "append");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  ASSERT_TRUE(destination().drop());
  EXPECT_FALSE(destination().inspect("shop")->exists);
  EXPECT_FALSE(destination().has_load("1").value());
}

TEST_F(DuckDbDestinationTest, ColumnsThatDifferInCaseAreRefused) {
  auto& table = add_root("t", "append");
  table.add(column_of("ID", DataType::bigint));
  const auto refused = load("1", {{"t", {{{"1", "a", "1", "x", "2"}}}}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::schema);
}

TEST_F(DuckDbDestinationTest, DamagedBatchIsNotReadBeyondItsEnd) {
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
  const auto refused = destination().publish(std::move(load));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::package);
}

TEST_F(DuckDbDestinationTest, LocationIsDlts) {
  EXPECT_EQ(destination().location(), "duckdb:///" + path_.string());
  EXPECT_EQ(destination().capabilities().type, "duckdb");
}

}  // namespace
}  // namespace decant::destination
