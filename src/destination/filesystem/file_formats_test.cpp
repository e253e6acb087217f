#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "destination/filesystem/files_fixture.h"
#include "destination/sql/quoting.h"
#include "duckdb/connection.h"
#include "duckdb/database.h"

namespace decant::destination {
namespace {

using schema::DataType;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Tables of a format that their hint asks for.
class FileFormatsTest : public FilesTest {
 protected:
  /// A table with a column of every type, which has three rows: full, null, and what CSV must quote.
  void load_every_type(const std::string& format) {
    schema::Table table("t");
    table.properties()["file_format"] = format;
    for (const auto type :
         {DataType::text, DataType::real, DataType::boolean, DataType::timestamp, DataType::bigint, DataType::binary,
          DataType::json, DataType::decimal, DataType::wei, DataType::date, DataType::time}) {
      table.add(column_of("c_" + std::string(schema::to_string(type)), type));
    }
    auto local = column_of("local", DataType::timestamp);
    local.timezone = false;
    local.precision = 3;
    table.add(std::move(local));
    schema_.add(std::move(table));
    const Cells full = {"a,\"\n",
                        "1e20",
                        "1",
                        "1700000000000001",
                        "-9223372036854775808",
                        "abc",
                        R"({"a":"b"})",
                        "-12.50",
                        "12e2",
                        "-1",
                        "3723000001",
                        "-1000"};
    ASSERT_TRUE(done(load("1", {{"t", {{full, Cells(12)}}}})));
  }

  /// The rows of that table as queries show them.
  void expect_every_type() {
    EXPECT_THAT(ask("SELECT * FROM t WHERE c_text IS NOT NULL"),
                ElementsAre("a,\"\n|1e20|true|2023-11-14T22:13:20.000001+00:00|-9223372036854775808|\\x616263|"
                            R"({"a":"b"}|-12.500000000|1200|1969-12-31|01:02:03.000001|1969-12-31T23:59:59.999)"));
    EXPECT_THAT(ask("SELECT * FROM t WHERE c_text IS NULL"),
                ElementsAre("NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL"));
  }

  /// Asks DuckDB without decant's views.
  std::vector<std::string> read(const std::string& sql) {
    const auto database = duckdb::Database::open_memory({.open_folder = folder()});
    auto connection = database->connect();
    auto rows = connection->query(sql);
    if (!rows) return {to_string(rows.error())};
    std::vector<std::string> texts;
    while (rows->next().value_or(false)) {
      for (std::size_t row = 0; row < rows->size(); ++row) texts.emplace_back(rows->column(0).text(row));
    }
    return texts;
  }

  [[nodiscard]] std::string path_of(const std::string& file) const { return quote_literal((folder() / file).string()); }
};

TEST_F(FileFormatsTest, CsvIsThatOfDlt) {
  load_every_type("csv");
  EXPECT_THAT(files("t"), ElementsAre(EndsWith(".csv")));
  EXPECT_EQ(text_of(files("t").front()),
            "\"c_text\",\"c_double\",\"c_bool\",\"c_timestamp\",\"c_bigint\",\"c_binary\",\"c_json\",\"c_decimal\","
            "\"c_wei\",\"c_date\",\"c_time\",\"local\"\n"
            "\"a,\"\"\n\",1e+20,True,\"2023-11-14 22:13:20.000001+00:00\",-9223372036854775808,\"abc\","
            R"("{""a"":""b""}",-12.50,12e2,"1969-12-31","01:02:03.000001","1969-12-31 23:59:59.999000")"
            "\n\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"\n");
  expect_every_type();
}

TEST_F(FileFormatsTest, CompressedCsvAndColumnsThatComeLater) {
  is_compressed_ = true;
  auto& table = add_root("t", "append");
  table.properties()["file_format"] = "csv";
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "", "1", "x"}}}}})));
  table.add(column_of("w", DataType::bigint));
  ASSERT_TRUE(done(load("2", {{"t", {{{"2", "b", "2", "y", "7"}}}}})));
  EXPECT_THAT(files("t"), ElementsAre(EndsWith(".csv.gz"), EndsWith(".csv.gz")));
  EXPECT_THAT(ask("SELECT id, v, w FROM t ORDER BY id"), ElementsAre("1|NULL|NULL", "2|b|7"));
}

TEST_F(FileFormatsTest, WhatReplacesATableByNothingLeavesAFileWithoutRows) {
  for (const auto* const format : {"csv", "jsonl", "parquet"}) {
    const std::string name = std::string("r_") + format;
    add_root(name, "replace").properties()["file_format"] = format;
    const std::string load_id = std::string("1.") + format;
    ASSERT_TRUE(done(load(load_id, {{name, {{{"1", "a", load_id, "x"}}}}})));
    ASSERT_TRUE(done(load(load_id + "2", {{.table = name, .batches = {}, .takes_part_only = true}})));
    EXPECT_THAT(files(name), ElementsAre(EndsWith(format)));
    EXPECT_THAT(ask("SELECT count(*) FROM " + name), ElementsAre("0"));
    ASSERT_TRUE(done(load(load_id + "3", {{name, {{{"2", "b", load_id, "y"}}}}})));
    EXPECT_THAT(ask("SELECT id FROM " + name), ElementsAre("2"));
  }
  EXPECT_EQ(text_of(files("r_csv").front()).find("\"id\",\"v\""), 0U);
}

TEST_F(FileFormatsTest, BytesThatAreNoTextDoNotFitCsv) {
  schema::Table table("t");
  table.properties()["file_format"] = "csv";
  table.add(column_of("b", DataType::binary));
  schema_.add(std::move(table));
  const auto refused = load("1", {{"t", {{{"\xff"}}}}});
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_string(refused.error()), AllOf(HasSubstr("table t"), HasSubstr("column b")));
  EXPECT_THAT(files("t"), IsEmpty());
}

TEST_F(FileFormatsTest, ParquetHasTheTypesOfDlt) {
  is_compressed_ = true;  // never of the file as a whole
  load_every_type("parquet");
  ASSERT_THAT(files("t"), ElementsAre(EndsWith(".parquet")));
  const auto file = path_of(files("t").front());
  EXPECT_THAT(read("SELECT name || ' ' || type || ' ' || coalesce(logical_type, converted_type::VARCHAR, '') FROM "
                   "parquet_schema(" +
                   file + ") WHERE type IS NOT NULL"),
              ElementsAre("c_text BYTE_ARRAY UTF8", "c_double DOUBLE ", "c_bool BOOLEAN ",
                          "c_timestamp INT64 TimestampType(isAdjustedToUTC=1, unit=TimeUnit(MILLIS=<null>, "
                          "MICROS=MicroSeconds(), NANOS=<null>))",
                          "c_bigint INT64 INT_64", "c_binary BYTE_ARRAY ", "c_json BYTE_ARRAY UTF8",
                          "c_decimal FIXED_LEN_BYTE_ARRAY DecimalType(scale=9, precision=38)",
                          "c_wei FIXED_LEN_BYTE_ARRAY DecimalType(scale=0, precision=38)", "c_date INT32 DATE",
                          "c_time INT64 TimeType(isAdjustedToUTC=0, unit=TimeUnit(MILLIS=<null>, "
                          "MICROS=MicroSeconds(), NANOS=<null>))",
                          "local INT64 TimestampType(isAdjustedToUTC=0, unit=TimeUnit(MILLIS=MilliSeconds(), "
                          "MICROS=<null>, NANOS=<null>))"));
  EXPECT_THAT(read("SELECT DISTINCT compression FROM parquet_metadata(" + file + ")"), ElementsAre("SNAPPY"));
  expect_every_type();
}

TEST_F(FileFormatsTest, ParquetHasEveryRowOnceAndCutsGroupsByBytes) {
  add_root("t", "append").properties()["file_format"] = "parquet";
  std::vector<std::vector<Cells>> batches;
  const std::string padding(40'000, 'p');
  int id = 0;
  for (int batch = 0; batch < 3; ++batch) {
    batches.emplace_back();
    for (int row = 0; row < 700; ++row, ++id)
      batches.back().push_back({std::to_string(id), padding + std::to_string(id), "1", std::to_string(id)});
  }
  ASSERT_TRUE(done(load("1", {{"t", std::move(batches)}})));
  const auto file = path_of(files("t").front());
  EXPECT_THAT(read("SELECT (count(DISTINCT row_group_id) > 1)::VARCHAR FROM parquet_metadata(" + file + ")"),
              ElementsAre("true"));
  EXPECT_THAT(
      ask("SELECT count(*), count(DISTINCT id), min(id), max(id), bool_and(v = repeat('p', 40000) || id) FROM t"),
      ElementsAre("2100|2100|0|2099|true"));
}

TEST_F(FileFormatsTest, ValuesThatParquetCannotHoldAreNamed) {
  schema::Table table("t");
  table.properties()["file_format"] = "parquet";
  table.add(column_of("d", DataType::decimal));
  schema_.add(std::move(table));
  const auto refused = load("1", {{"t", {{{"123456789012345678901234567890123456789"}}}}});
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_string(refused.error()), HasSubstr("t.d"));
  EXPECT_THAT(files("_decant"), IsEmpty());
}

TEST_F(FileFormatsTest, ATableMayHaveFilesOfAllFormats) {
  auto& table = add_root("t", "append");
  add_nested("t__k", "t");
  int number = 0;
  for (const auto* const format : {"jsonl", "csv", "parquet", "preferred", "insert_values"}) {
    table.properties()["file_format"] = format;
    const auto id = std::to_string(++number);
    ASSERT_TRUE(done(load(id, {{"t", {{{id, "v", id, id}}}}, {"t__k", {{{format, id, id, id}}}}})));
    table.add(column_of("w" + id, DataType::date));
  }
  EXPECT_THAT(files("t__k"), ElementsAre(EndsWith(".jsonl"), EndsWith(".csv"), EndsWith(".parquet"), EndsWith(".jsonl"),
                                         EndsWith(".jsonl")));
  EXPECT_THAT(ask("SELECT t.id, k.value, t.w1, t.w4 FROM t JOIN t__k AS k ON k._dlt_parent_id = t._dlt_id ORDER BY id"),
              ElementsAre("1|jsonl|NULL|NULL", "2|csv|NULL|NULL", "3|parquet|NULL|NULL", "4|preferred|NULL|NULL",
                          "5|insert_values|NULL|NULL"));
}

TEST_F(FileFormatsTest, ATableOfItsOwnKeyHasTheFormatOfItsResource) {
  auto& table = add_root("t", "append");
  table.properties()["file_format"] = "parquet";
  table.properties()["resource"] = "r";
  add_root("t__own", "append", {"id"}).properties()["resource"] = "r";
  ASSERT_TRUE(done(load("1", {{"t__own", {{{"1", "a", "1", "x"}}}}})));
  EXPECT_THAT(files("t__own"), ElementsAre(EndsWith(".parquet")));
}

TEST_F(FileFormatsTest, FilesOfOtherFormatsAreNotQueried) {
  add_root("t", "append");
  add_root("u", "append");
  ASSERT_TRUE(done(load("1", {{"t", {{{"1", "a", "1", "x"}}}}, {"u", {{{"1", "a", "1", "x"}}}}})));
  write("t/old.insert_values", "INSERT");
  EXPECT_THAT(ask("SELECT * FROM t"), ElementsAre(HasSubstr("error")));
  EXPECT_THAT(ask("SELECT id FROM u"), SizeIs(1));
}

}  // namespace
}  // namespace decant::destination
