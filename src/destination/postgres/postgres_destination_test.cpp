#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "destination/postgres/dataset_fixture.h"

namespace decant::destination {
namespace {

using schema::DataType;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(PostgresDestinationTest, EveryTypeAndNull) {
  schema::Table table("t");
  for (auto& [name, type] : std::vector<std::pair<std::string, DataType>>{{"text", DataType::text},
                                                                          {"real", DataType::real},
                                                                          {"flag", DataType::boolean},
                                                                          {"at", DataType::timestamp},
                                                                          {"whole", DataType::bigint},
                                                                          {"raw", DataType::binary},
                                                                          {"doc", DataType::json},
                                                                          {"money", DataType::decimal},
                                                                          {"wei", DataType::wei},
                                                                          {"day", DataType::date},
                                                                          {"clock", DataType::time}})
    table.add(column_of(name, type));
  table.add(sized("small", DataType::bigint, 16));
  table.add(sized("medium", DataType::bigint, 32));
  table.add(sized("m4", DataType::decimal, 4, 2));
  table.add(sized("code", DataType::text, 3));
  auto local = column_of("local", DataType::timestamp);
  local.timezone = false;
  table.add(local);
  schema_.add(std::move(table));
  const Cells full = {"žluťoučký",
                      "1.5",
                      "1",
                      "1700000000000001",
                      "-9223372036854775808",
                      std::string("\0\xff'\"", 4),
                      R"({"a":[1,null]})",
                      "-12345.678901234",
                      "-0.000000000000000001",
                      "-1",
                      "3723000001",
                      "-32768",
                      "2147483647",
                      "-99.99",
                      "abc",
                      "-62135596800000000"};
  ASSERT_TRUE(done(load("1", {{"t", {{full, Cells(full.size())}}}})));
  EXPECT_THAT(ask("SELECT * FROM t LIMIT 1"),
              ElementsAre(R"(žluťoučký|1.5|true|2023-11-14T22:13:20.000001+00:00|-9223372036854775808|\x00ff2722|)"
                          R"({"a": [1, null]}|-12345.678901234|-0.)" +
                          std::string(17, '0') + "1" + std::string(60, '0') +
                          "|1969-12-31|01:02:03.000001|-32768|2147483647|-99.99|abc|0001-01-01T00:00:00"));
  EXPECT_THAT(ask("SELECT count(*), count(text), count(raw), count(money), count(small) FROM t"),
              ElementsAre("2|1|1|1|1"));
  EXPECT_THAT(ask("SELECT string_agg(format_type(atttypid, atttypmod), ' ' ORDER BY attnum) FROM pg_attribute WHERE "
                  "attrelid = 't'::regclass AND attnum > 0"),
              ElementsAre("character varying double precision boolean timestamp with time zone bigint bytea jsonb "
                          "numeric(38,9) numeric(156,78) date time without time zone smallint integer numeric(4,2) "
                          "character varying(3) timestamp without time zone"));
}

TEST_F(PostgresDestinationTest, DecimalsOfAnySize) {
  schema::Table table("t");
  table.add(column_of("id", DataType::bigint));
  table.add(sized("n", DataType::decimal, 60, 20));
  schema_.add(std::move(table));
  const std::vector<std::string> texts = {
      "0",     "-0.00",   "1",      "10000", "1E+5",         "12345678901234567890.123456789",
      "1e-20", "0.00010", "-99999", "1E-21", "99990000.0001"};
  std::vector<Cells> rows;
  for (std::size_t i = 0; i < texts.size(); ++i) rows.push_back({std::to_string(i), texts[i]});
  ASSERT_TRUE(done(load("1", {{"t", {rows}}})));
  EXPECT_THAT(ask("SELECT trim_scale(n) FROM t ORDER BY id"),
              ElementsAre("0", "0", "1", "10000", "100000", "12345678901234567890.123456789", "0.00000000000000000001",
                          "0.0001", "-99999", "0", "99990000.0001"));
}

TEST_F(PostgresDestinationTest, NulCharactersAreLeftOut) {
  schema::Table table("t");
  table.add(column_of("v", DataType::text));
  table.add(column_of("doc", DataType::json));
  schema_.add(std::move(table));
  ASSERT_TRUE(done(load("1", {{"t", {{{std::string("a\0b", 3), R"({"k":"x\u0000y\\u0000","\u0000":1})"}}}}})));
  EXPECT_THAT(ask("SELECT v, doc FROM t"), ElementsAre(R"(ab|{"": 1, "k": "xy\\u0000"})"));
}

TEST_F(PostgresDestinationTest, AValueThatDoesNotFitLeavesNothing) {
  auto& table = add_root("t", "append");
  table.add(sized("m", DataType::decimal, 4, 2));
  const auto refused = load("1", {{"t", {{{"1", "a", "1", "x", "123.4"}}}}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().details.sqlstate, "22003");
  EXPECT_THAT(refused.error().hint, HasSubstr("by a hint"));
  EXPECT_THAT(refused.error().context, ElementsAre("loading table t"));
  EXPECT_FALSE(target()->inspect("shop")->exists);
}

TEST_F(PostgresDestinationTest, AColumnOfAnotherTypeIsNamed) {
  add_root("t", "append");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  schema::Schema other("shop");
  schema::Table table("t");
  table.add(column_of("id", DataType::date));
  other.add(std::move(table));
  std::swap(schema_, other);
  const auto refused = load("2", {{"t", {{{"2"}}}}});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("column t.id has another type in the database: values of type date"));
}

TEST_F(PostgresDestinationTest, QueriesReadOnlyAndOnlyOneStatement) {
  add_root("t", "append");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  EXPECT_THAT(ask("SELECT 1.5::float8, 'NaN'::float8, true, '[1]'::jsonb, id FROM t"),
              ElementsAre("1.5|nan|true|[1]|1"));
  for (const char* statement : {"DELETE FROM t", "SELECT 1; DROP TABLE t",
                                "WITH d AS (DELETE FROM t RETURNING 1) SELECT * FROM d", "CREATE TABLE u (a int)"})
    EXPECT_THAT(ask(statement), ElementsAre(HasSubstr("error: "))) << statement;
  EXPECT_THAT(ask("SELECT count(*) FROM t"), ElementsAre("1"));
}

TEST_F(PostgresDestinationTest, CellsHaveKinds) {
  add_root("t", "append");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}})));
  const auto asked = target();
  const auto result = asked->query("SELECT id, v, true AS flag, '{}'::jsonb AS doc, now() AS at FROM t");
  ASSERT_TRUE(result) << to_string(result.error());
  using Kind = QueryResult::CellKind;
  std::vector<Kind> kinds;
  std::vector<std::string> types;
  for (const auto& column : (*result)->columns()) {
    kinds.push_back(column.kind);
    types.push_back(column.type);
  }
  EXPECT_THAT(kinds, ElementsAre(Kind::number, Kind::text, Kind::boolean, Kind::json, Kind::text));
  EXPECT_THAT(types, ElementsAre("bigint", "character varying", "boolean", "jsonb", "timestamp with time zone"));
}

TEST_F(PostgresDestinationTest, ConnectionsThatAreNotMadeSayWhy) {
  auto elsewhere = credentials_;
  elsewhere.host = "127.0.0.1";
  elsewhere.port = 1;
  const auto refused = with(elsewhere)->inspect("shop");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::network);
  EXPECT_THAT(refused.error().message, HasSubstr("cannot connect to postgresql://postgres:***@127.0.0.1:1/postgres"));
  auto unknown = credentials_;
  unknown.database = "nowhere";
  unknown.password = "a secret of the test";
  const auto missing = with(unknown)->inspect("shop");
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().message, HasSubstr("database \"nowhere\" does not exist"));
  EXPECT_THAT(missing.error().message, Not(HasSubstr("a secret of the test")));
  EXPECT_THAT(missing.error().hint, HasSubstr("create the database"));
}

TEST_F(PostgresDestinationTest, NamesAreQuoted) {
  dataset_ = "it's \"one\" " + random_hex(4);
  auto& table = add_root("select \"t\"", "merge", {"id"});
  table.add(column_of("a;b'c\"", DataType::text));
  ASSERT_TRUE(done(load("1", {{"select \"t\"", {{{"1", "a", "1", "x", "y"}}}}})));
  ASSERT_TRUE(done(load("2", {{"select \"t\"", {{{"1", "b", "2", "z", "w"}}}}})));
  EXPECT_THAT(ask(R"(SELECT v, "a;b'c""" FROM "select ""t""")"), ElementsAre("b|w"));
}

TEST_F(PostgresDestinationTest, WhoReadsATableIsNotKeptWaitingBehindANewColumn) {
  auto& table = add_root("t", "append");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "r1"}}}}})));
  const std::string read = "SELECT count(*) FROM \"" + dataset_ + "\".t";
  auto holder = PostgresConnection::open(credentials_);
  ASSERT_TRUE(holder && holder->execute("BEGIN") && holder->execute(read));
  table.add(column_of("more", DataType::bigint));
  auto wanted = request("2", {{"t", {{{"2", "b", "2", "r2", "7"}}}}});
  Result<LoadReport> report;
  std::thread loading([&] { report = target()->publish(std::move(wanted)); });
  auto other = PostgresConnection::open(credentials_);
  ASSERT_TRUE(other);
  const auto is_waiting = [&] {
    bool found = false;
    EXPECT_TRUE(other->query("SELECT 1 FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'", {},
                             [&](SqlRow) -> Result<void> {
                               found = true;
                               return {};
                             }));
    return found;
  };
  while (!is_waiting()) std::this_thread::yield();
  // Queued behind the change, it comes through once that gives up for a moment, although the holder goes on reading.
  EXPECT_TRUE(other->execute(read));
  EXPECT_TRUE(holder->execute("COMMIT"));
  loading.join();
  ASSERT_TRUE(done(report));
  EXPECT_GT(report->locked_for, 0);
  EXPECT_THAT(ask("SELECT id, more FROM t ORDER BY id"), ElementsAre("1|NULL", "2|7"));
}

TEST_F(PostgresDestinationTest, ARoleThatMayNotMakeSchemasLoadsIntoOneThatIsThere) {
  auto owner = PostgresConnection::open(credentials_);
  const std::string role = "loader_" + random_hex(4);
  ASSERT_TRUE(owner && owner->execute("CREATE ROLE " + role + " LOGIN"));
  PostgresCredentials credentials = credentials_;
  credentials.username = role;
  add_root("t", "merge", {"id"});
  const auto refused = with(credentials)->publish(request("1", {{"t", {{{"1", "a", "1", "r1"}}}}}));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().hint, HasSubstr("GRANT CREATE"));
  const auto told = with(credentials)->missing_rights();
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().kind, ErrorKind::destination);
  EXPECT_THAT(told.error().hint, HasSubstr("GRANT CREATE ON DATABASE"));
  ASSERT_TRUE(owner->execute("CREATE SCHEMA \"" + dataset_ + "\" AUTHORIZATION " + role));
  ASSERT_TRUE(done(with(credentials)->publish(request("2", {{"t", {{{"1", "a", "2", "r1"}}}}}))));
  ASSERT_TRUE(done(with(credentials)->publish(request("3", {{"t", {{{"1", "b", "3", "r2"}}}}}))));
  EXPECT_THAT(ask("SELECT v FROM t"), ElementsAre("b"));
  EXPECT_THAT(with(credentials)->missing_rights().value(), IsEmpty());
}

TEST_F(PostgresDestinationTest, EachRightThatIsMissingHasItsHint) {
  add_root("t", "append");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "r1"}}}}})));
  auto owner = PostgresConnection::open(credentials_);
  const std::string role = "guest_" + random_hex(4);
  ASSERT_TRUE(owner && owner->execute("CREATE ROLE " + role + " LOGIN"));
  PostgresCredentials credentials = credentials_;
  credentials.username = role;
  const auto refused_with = [&](const std::string& load_id) {
    const auto report = with(credentials)->publish(request(load_id, {{"t", {{{"2", "b", load_id, "r2"}}}}}));
    return report ? "nothing" : report.error().hint;
  };
  EXPECT_THAT(refused_with("2"), HasSubstr("GRANT USAGE, CREATE ON SCHEMA"));
  EXPECT_THAT(with(credentials)->missing_rights().error().hint, HasSubstr("GRANT USAGE, CREATE ON SCHEMA"));
  ASSERT_TRUE(owner->execute("GRANT USAGE ON SCHEMA \"" + dataset_ + "\" TO " + role));
  EXPECT_THAT(refused_with("3"), HasSubstr("ON TABLE"));
  EXPECT_THAT(with(credentials)->missing_rights().value(),
              ElementsAre(HasSubstr("GRANT CREATE ON SCHEMA"), HasSubstr("does not own the table _dlt_loads")));
  ASSERT_TRUE(owner->execute("GRANT ALL ON ALL TABLES IN SCHEMA \"" + dataset_ + "\" TO " + role));
  schema_.find("t")->add(column_of("more", schema::DataType::text));
  EXPECT_THAT(refused_with("4"), HasSubstr("own what it is to change"));
}

}  // namespace
}  // namespace decant::destination
