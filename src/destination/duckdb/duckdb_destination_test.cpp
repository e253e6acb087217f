#include "destination/duckdb/duckdb_destination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "destination/duckdb/dataset_fixture.h"

namespace decant::destination {
namespace {

using schema::DataType;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using DuckDbDestinationTest = DatasetTest;

constexpr const char* kLongText = "a text of more than twelve bytes: žluťoučký kůň";

/// A load leaves a mark only if nobody holds the file.
TEST_F(DuckDbDestinationTest, TheFileIsFreeBehindALoadWhateverItsSchemasAreCalled) {
  add_root("t", "append");
  int loads = 0;
  for (const char* dataset : {"main", "memory", "temp", "system", "shop", "shop_data"}) {
    dataset_ = dataset;
    path_ = folder_ / (dataset_ + ".duckdb");
    const auto into = target();
    const auto report = into->publish(request(std::to_string(++loads), {{"t", {{{"1", "a", "l", "r"}}}}}));
    ASSERT_TRUE(done(report)) << dataset;
    EXPECT_TRUE(report->left) << dataset;
    EXPECT_TRUE(into->mark()) << dataset;
  }
}

TEST_F(DuckDbDestinationTest, OneDestinationLoadsAgainAndAgain) {
  add_root("t", "append");
  const auto into = target();
  for (int i = 1; i <= 3; ++i) {
    const std::string number = std::to_string(i);
    into->prepare();
    ASSERT_TRUE(done(into->publish(request(number, {{"t", {{{number, "a", number, number}}}}}))));
    EXPECT_TRUE(into->has_load(number).value());
  }
  EXPECT_THAT(ask("SELECT id FROM t ORDER BY id"), ElementsAre("1", "2", "3"));
}

TEST_F(DuckDbDestinationTest, AFirstLoadThatWasPreparedIsOneToo) {
  add_root("t", "append");
  for (const std::string number : {"1", "2"}) {
    const auto into = target();
    into->prepare_first_load();
    ASSERT_TRUE(done(into->publish(request(number, {{"t", {{{number, "a", number, number}}}}}))));
  }
  EXPECT_THAT(ask("SELECT id FROM t ORDER BY id"), ElementsAre("1", "2"));
}

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

TEST_F(DuckDbDestinationTest, ShortTablesHaveSmallRowGroups) {
  add_root("t", "append");
  ASSERT_TRUE(done(load("1", {{"t", {std::vector<Cells>(40'000, Cells{"1", "a", "1", "x"})}}})));
  EXPECT_THAT(ask("SELECT row_group_id, sum(count) FROM pragma_storage_info('t') WHERE column_name = 'id' AND "
                  "segment_type = 'BIGINT' GROUP BY ALL ORDER BY ALL"),
              ElementsAre("0|24576", "1|15424"));
}

TEST(RowGroupTest, LongTablesOfFewColumnsHaveUsualOnes) {
  EXPECT_EQ(row_group_of({.widest = 30, .longest = 999'999}), 24'576U);
  EXPECT_EQ(row_group_of({.widest = 65, .longest = 5'000'000}), 24'576U);
  EXPECT_EQ(row_group_of({.widest = 64, .longest = 1'000'000}), std::nullopt);
}

TEST_F(DuckDbDestinationTest, ALoadTellsWhatItLeft) {
  EXPECT_EQ(destination().mark(), std::nullopt);
  add_root("t", "append");
  const auto publish = [&](const std::string& load_id, std::int64_t version) {
    auto load = request(load_id, {{"t", {{{"1", "a", "1", "x"}}}}});
    load.state = StateRow{.version = version, .pipeline_name = "shop", .state = "s" + load_id, .version_hash = "h"};
    auto report = destination().publish(std::move(load));
    EXPECT_TRUE(done(report));
    return std::move(report->left);
  };
  const auto first = publish("5", 1);
  ASSERT_TRUE(first && first->dataset.state);
  EXPECT_EQ(first->dataset.state->state, "s5");
  EXPECT_EQ(first->dataset.state->created_at, destination().inspect("shop")->state->created_at);
  // Another machine's clock was ahead: its load stays the newest.
  publish("9", 2);
  const auto last = publish("6", 3);
  ASSERT_TRUE(first && last);
  EXPECT_EQ(last->mark, destination().mark());
  EXPECT_NE(last->mark, first->mark);
  const auto asked = destination().inspect("shop");
  EXPECT_EQ(last->dataset.state->state, "s9");
  EXPECT_EQ(asked->state->state, "s9");
  EXPECT_EQ(last->dataset.schemas.size(), asked->schemas.size());
  const auto again = load("6", {{"t", {{{"1", "a", "1", "x"}}}}});
  ASSERT_TRUE(again && again->already_loaded);
  EXPECT_FALSE(again->left);
}

TEST_F(DuckDbDestinationTest, SmallLoadsDoNotPileUpRowGroups) {
  add_root("t", "append");
  for (int i = 0; i < 6; ++i) ASSERT_TRUE(done(load(std::to_string(i), {{"t", {{{"1", "a", "1", "x"}}}}})));
  EXPECT_THAT(ask("SELECT max(row_group_id) < 3 FROM pragma_storage_info('t')"), ElementsAre("true"));
}

TEST_F(DuckDbDestinationTest, TypesOfSystemTablesAreDlts) {
  ASSERT_TRUE(done(load("1", {})));
  EXPECT_THAT(ask("SELECT column_name || ' ' || data_type || CASE WHEN is_nullable THEN '' ELSE ' NOT NULL' END FROM "
                  "duckdb_columns() WHERE table_name = '_dlt_loads' ORDER BY column_index"),
              ElementsAre("load_id VARCHAR NOT NULL", "schema_name VARCHAR", "status BIGINT NOT NULL",
                          "inserted_at TIMESTAMP WITH TIME ZONE NOT NULL", "schema_version_hash VARCHAR"));
}

TEST_F(DuckDbDestinationTest, LookingMakesNoFile) {
  EXPECT_FALSE(destination().inspect("shop")->exists);
  EXPECT_TRUE(destination().drop());
  EXPECT_FALSE(std::filesystem::exists(path_));
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

TEST_F(DuckDbDestinationTest, ColumnsThatDifferInCaseAreRefused) {
  auto& table = add_root("t", "append");
  table.add(column_of("ID", DataType::bigint));
  const auto refused = load("1", {{"t", {{{"1", "a", "1", "x", "2"}}}}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::schema);
}

TEST_F(DuckDbDestinationTest, LocationIsDlts) {
  EXPECT_EQ(destination().location(), "duckdb:///" + path_.string());
  EXPECT_EQ(destination().capabilities().type, "duckdb");
}

TEST_F(DuckDbDestinationTest, ADatabaseInMemoryLivesWithItsDestination) {
  DuckDbDestination memory({.path = kInMemory, .dataset = dataset_, .threads = 2});
  EXPECT_EQ(memory.location(), "duckdb:///:memory:");
  EXPECT_FALSE(memory.inspect("shop")->exists);
  EXPECT_FALSE(memory.query("SELECT 1"));
  add_root("t", "merge", {"id"});
  ASSERT_TRUE(done(memory.publish(request("1", {{"t", {{{"1", "a", "1", "r1"}}}}}))));
  ASSERT_TRUE(done(memory.publish(request("2", {{"t", {{{"1", "b", "2", "r2"}, {"2", "c", "2", "r3"}}}}}))));
  EXPECT_TRUE(memory.inspect("shop")->exists);
  const auto rows = memory.query("SELECT v FROM t ORDER BY id");
  ASSERT_TRUE(rows);
  EXPECT_EQ((*rows)->next()->size(), 2U);
  EXPECT_FALSE(std::filesystem::exists(kInMemory));
  EXPECT_FALSE(DuckDbDestination({.path = kInMemory, .dataset = dataset_, .threads = 2}).inspect("shop")->exists);
}

}  // namespace
}  // namespace decant::destination
